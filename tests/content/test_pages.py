"""Addresses that pages may not take, and deletions that are refused in words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    UserFactory,
    WorkshopPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, home):
    user = UserFactory(administrator=True)
    client.login(email=user.email, password=PASSWORD)
    return client


@pytest.mark.parametrize(
    "slug",
    ["agenda", "Agenda", "seances", "inscriptions", "admin", "_util", "en", "ar", "gcf", "fr", "healthz"],
)
def test_a_page_cannot_take_the_slug_of_a_view_or_a_language(home, slug):
    with pytest.raises(ValidationError, match="réservé"):
        StandardPageFactory(slug=slug)


def test_further_down_the_same_slug_is_free(home):
    page = StandardPageFactory(slug="aide-generale")

    assert StandardPageFactory(parent=page, slug="agenda").pk


def test_the_editor_reads_why_a_slug_is_refused(admin, home):
    answer = admin.post(
        reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk]),
        {
            "title": "Agenda",
            "slug": "agenda",
            "summary": "",
            "body-count": "0",
            "action-publish": "1",
        },
    )

    assert answer.status_code == 200
    assert "réservé" in answer.content.decode()


def test_deleting_a_workshop_that_has_sessions_is_refused_in_words(admin):
    session = SessionFactory()

    answer = admin.post(reverse("wagtailadmin_pages:delete", args=[session.activity.pk]), follow=True)

    session.activity.refresh_from_db()
    assert answer.status_code == 200
    assert "séance" in answer.content.decode()


def test_deleting_the_list_above_it_is_refused_too(admin):
    session = SessionFactory()
    index = session.activity.get_parent()

    admin.post(reverse("wagtailadmin_pages:delete", args=[index.pk]))

    session.activity.refresh_from_db()


def test_deleting_in_bulk_is_refused_too(admin):
    session = SessionFactory()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    answer = admin.post(f"{address}?id={session.activity.pk}&next=/admin/", {"confirm": "true"}, follow=True)

    session.activity.refresh_from_db()
    assert answer.status_code == 200


def test_unpublishing_a_workshop_that_has_sessions_to_come_is_refused_in_words(admin):
    session = SessionFactory()

    answer = admin.post(reverse("wagtailadmin_pages:unpublish", args=[session.activity.pk]), follow=True)

    session.activity.refresh_from_db()
    assert session.activity.live
    assert "cette page reste en ligne jusqu’à la fin de la dernière" in answer.content.decode()


def test_a_workshop_without_sessions_may_go(admin):
    workshop = WorkshopPageFactory()

    admin.post(reverse("wagtailadmin_pages:delete", args=[workshop.pk]))

    assert not type(workshop).objects.filter(pk=workshop.pk).exists()


def test_deleting_a_territory_that_has_sessions_is_refused_in_words(admin):
    SessionFactory()
    territory = TerritoryFactory()

    answer = admin.post(reverse("territoires:delete", args=[territory.pk]), follow=True)

    territory.refresh_from_db()
    assert answer.status_code == 200

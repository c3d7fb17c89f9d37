"""What an editor may not do to a page, said in words."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from tests.factories import (
    EventPageFactory,
    SessionFactory,
    StandardPageFactory,
    UserFactory,
    WorkshopPageFactory,
)
from tests.workshops.offices import desk, read

pytestmark = pytest.mark.django_db

RESERVED = "« agenda » est réservé à une partie du site. Choisissez une autre adresse."


@pytest.fixture
def administrator():
    return desk(UserFactory(administrator=True))


def selected(action, *pages):
    query = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{query}"


def exists(page):
    return Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("factory", [WorkshopPageFactory, EventPageFactory])
def test_a_page_with_sessions_is_not_deleted(administrator, factory, method):
    page = SessionFactory(activity=factory(title="Café des parents")).activity

    response = getattr(administrator, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert exists(page)
    assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert read(response) == ["On ne peut pas supprimer « Café des parents » : 1 séance en dépend."]


def test_neither_is_a_page_above_it(administrator):
    page = SessionFactory().activity
    home = page.get_ancestors().get(depth=2)

    for ancestor in (page.get_parent(), home):
        administrator.post(
            reverse("wagtailadmin_pages:delete", args=[ancestor.pk]), {"confirm_site_name": "e-parentalité"}
        )

    assert [exists(each) for each in (page, page.get_parent(), home)] == [True, True, True]


def test_nor_a_selection_that_holds_it(administrator):
    page, free = SessionFactory().activity, WorkshopPageFactory()

    response = administrator.post(selected("delete", free, page))

    assert [exists(page), exists(free)] == [True, True]
    assert len(read(response)) == 1


def test_a_page_without_sessions_is_deleted(administrator):
    page = WorkshopPageFactory()

    administrator.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not exists(page)


def test_a_translation_may_go(administrator):
    page = SessionFactory().activity
    english, _created = Locale.objects.get_or_create(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)

    administrator.post(reverse("wagtailadmin_pages:delete", args=[translation.pk]))

    assert [exists(page), exists(translation)] == [True, False]


@pytest.fixture
def below():
    """A page called « agenda », where it may be: two below the home page."""
    return StandardPageFactory(title="Agenda", slug="agenda", parent=StandardPageFactory(title="À propos"))


def home_of(page):
    return page.get_ancestors().get(depth=2)


def test_a_reserved_address_is_not_moved_below_the_home_page(administrator, below):
    address = reverse("wagtailadmin_pages:move_confirm", args=[below.pk, home_of(below).pk])

    response = administrator.post(address)

    assert Page.objects.get(pk=below.pk).depth == 4
    assert read(response) == [RESERVED]


def test_nor_in_a_selection(administrator, below):
    response = administrator.post(selected("move", below), {"chooser": home_of(below).pk})

    assert Page.objects.get(pk=below.pk).depth == 4
    assert read(response) == [RESERVED]


def test_nor_copied_there(administrator, below):
    home = home_of(below)
    form = {"new_title": "Agenda", "new_slug": "agenda", "new_parent_page": home.pk}

    response = administrator.post(reverse("wagtailadmin_pages:copy", args=[below.pk]), form)

    assert not home.get_children().filter(slug="agenda").exists()
    assert read(response) == [RESERVED]


def test_a_free_address_is_moved_and_copied_there(administrator, below):
    home = home_of(below)
    page = StandardPageFactory(title="Le programme", parent=below.get_parent())
    form = {"new_title": "Copie", "new_slug": "copie-du-programme", "new_parent_page": home.pk}

    administrator.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    administrator.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))

    assert {"copie-du-programme", "le-programme"} <= set(home.get_children().values_list("slug", flat=True))

"""The page of a territory that has sessions stays: families keep its address."""

import pytest
from django.urls import reverse

from home.models import TerritoryPage
from tests.factories import SessionFactory, TerritoryFactory, TerritoryPageFactory, UserFactory
from tests.workshops.offices import desk, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return desk(UserFactory(administrator=True))


def delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def test_the_page_of_a_territory_with_sessions_is_not_deleted(administrator):
    page = TerritoryPageFactory()
    SessionFactory()

    response = delete(administrator, page)

    assert TerritoryPage.objects.filter(pk=page.pk).exists()
    assert read(response) == [
        "On ne peut pas supprimer « Les Vosges » : ce territoire a des séances. Dépubliez plutôt la page."
    ]


def test_neither_is_the_list_of_territories(administrator):
    page = TerritoryPageFactory()
    SessionFactory()

    delete(administrator, page.get_parent())

    assert TerritoryPage.objects.filter(pk=page.pk).exists()


def test_nor_a_selection_that_holds_it(administrator):
    page = TerritoryPageFactory()
    SessionFactory()

    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    administrator.post(f"{address}?id={page.pk}")

    assert TerritoryPage.objects.filter(pk=page.pk).exists()


def test_the_page_of_a_territory_without_sessions_is_deleted(administrator):
    page = TerritoryPageFactory(territory=TerritoryFactory(guadeloupe=True))
    SessionFactory()

    delete(administrator, page)

    assert not TerritoryPage.objects.exists()

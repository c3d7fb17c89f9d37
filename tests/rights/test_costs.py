"""What the admin's lists of pages ask of the database for each row that they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import EventPageFactory, SessionFactory, TerritoryFactory, VenueFactory
from tests.rights import situation
from workshops.models import EventIndexPage

pytestmark = pytest.mark.django_db

#: Whether dates keep the page from being hidden, and from being deleted.
DATES = 2
#: Whether it is translated: asked by wagtail-localize for whoever may translate.
TRANSLATED = 2


@pytest.mark.parametrize(
    ("role", "each"), [("editor", DATES), ("national", DATES + TRANSLATED), ("admin", DATES + TRANSLATED)]
)
def test_a_row_of_the_list_of_events_asks_for_its_dates_and_nothing_of_the_person(role, each):
    client = situation.Situation(situation.people()).client(role)
    events = EventIndexPage.objects.get(locale__language_code="fr")
    address = reverse("wagtailadmin_explore", args=[events.pk])
    _busy_events(1)
    client.get(address)  # what is kept from then on
    few = _queries(client, address)

    _busy_events(9)

    assert (_queries(client, address) - few) / 9 == each


def test_a_selection_that_one_may_act_on_does_not_ask_what_the_person_sees():
    client = situation.Situation(situation.people()).client("editor")
    event = EventPageFactory(territory=TerritoryFactory())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    with CaptureQueriesContext(connection) as queries:
        client.get(f"{address}?id={event.pk}")

    assert [each["sql"] for each in queries if "home_newspage" in each["sql"]] == []


def _busy_events(count):
    vosges = TerritoryFactory()
    for _number in range(count):
        SessionFactory(activity=EventPageFactory(territory=vosges), venue=VenueFactory())


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)

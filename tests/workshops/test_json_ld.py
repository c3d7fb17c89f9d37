"""What search engines are told of a session: what is true, and what has changed since families were first told."""

import json
from datetime import UTC, datetime, time

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, on
from workshops import json_ld, scheduling
from workshops.models import Session
from workshops.templatetags import workshops_tags

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
LINK = "https://visio.example.org/salle"


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(NOW) as clock:  # changes follow one another
        yield clock


def saturday(**fields):
    return SessionFactory(**{"day": on("2027-03-13"), "start": time(9, 30), "end": time(11), **fields})


def moved(session, **change):
    return scheduling.move(session, reason="La salle est prise.", by=None, **change)


def postponed(session):
    return scheduling.postpone(session, reason="La salle est prise.", by=None)


def cancelled(session):
    return scheduling.cancel(session, reason="L’animatrice est souffrante.", by=None)


def event(session):
    (found,) = json.loads(json_ld.events(Session.objects.filter(pk=session.pk).cards()))["@graph"]
    return found


def status(session):
    """``(eventStatus, previousStartDate, eventAttendanceMode)``, without what they all begin with."""
    found = event(session)
    statuses = found["eventStatus"]
    names = [name.removeprefix("https://schema.org/Event") for name in _listed(statuses)]
    mode = found["eventAttendanceMode"].removeprefix("https://schema.org/")
    return names, found.get("previousStartDate"), mode.removesuffix("EventAttendanceMode")


def _listed(value):
    return value if isinstance(value, list) else [value]


def test_a_session_as_it_was_announced():
    session = saturday(
        activity=WorkshopPageFactory(title="Le téléphone", summary="On règle."), capacity=4, languages=["ar"]
    )
    page = f"https://parents.example/seances/{session.ref}/"

    assert event(session) == {
        "@type": "Event",
        "identifier": f"urn:uuid:{session.uid}",
        "name": "Le téléphone",
        "description": "On règle.",
        "url": page,
        "startDate": "2027-03-13T09:30:00+01:00",
        "endDate": "2027-03-13T11:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "location": {
            "@type": "Place",
            "name": "Médiathèque d’Épinal",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 place de la Mairie",
                "postalCode": "88000",
                "addressLocality": "Épinal",
                "addressCountry": "FR",
            },
        },
        "organizer": {"@type": "Organization", "name": "Trousse à projets"},
        "maximumAttendeeCapacity": 4,
        "remainingAttendeeCapacity": 4,
        "offers": {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "url": f"{page}inscription/",
        },
        "inLanguage": ["ar"],
    }


def test_another_date_names_the_first_one():
    session = moved(saturday(), day=on("2027-03-20"))

    assert status(session) == (["Rescheduled"], "2027-03-13T09:30:00+01:00", "Offline")


def test_after_several_moves_the_first_date_is_still_the_one_named():
    session = moved(moved(saturday(), day=on("2027-03-20")), day=on("2027-04-03"), start=time(10))

    assert status(session) == (["Rescheduled"], "2027-03-13T09:30:00+01:00", "Offline")
    assert event(session)["startDate"] == "2027-04-03T10:00:00+02:00"


def test_the_first_date_is_said_on_the_clocks_it_was_announced_on():
    session = saturday(guadeloupe=True)

    moved(session, venue=VenueFactory(), day=on("2027-03-14"))

    assert status(session) == (["Rescheduled"], "2027-03-13T09:30:00-04:00", "Offline")


def test_back_on_its_first_date_it_is_as_announced():
    session = moved(moved(saturday(), day=on("2027-03-20")), day=on("2027-03-13"))

    assert status(session) == (["Scheduled"], None, "Offline")


@pytest.mark.parametrize("change", [{"venue": "another"}, {"end": time(12)}])
def test_another_venue_or_end_is_no_other_date(change):
    if "venue" in change:
        change = {"venue": VenueFactory(name="Mairie")}

    session = moved(saturday(), **change)

    assert session.sequence == 1
    assert status(session) == (["Scheduled"], None, "Offline")


def test_moved_on_line():
    session = moved(saturday(), venue=None, join_url=LINK)

    assert status(session) == (["MovedOnline"], None, "Online")
    assert event(session)["location"] == {
        "@type": "VirtualLocation",
        "url": f"https://parents.example/seances/{session.ref}/",
    }


def test_moved_on_line_and_to_another_date():
    session = moved(moved(saturday(), venue=None, join_url=LINK), day=on("2027-03-20"))

    assert status(session) == (["MovedOnline", "Rescheduled"], "2027-03-13T09:30:00+01:00", "Online")


def test_opened_to_those_on_line_too():
    session = moved(saturday(), join_url=LINK)

    assert status(session) == (["MovedOnline"], None, "Mixed")


def test_moved_on_line_and_back_on_site():
    session = saturday()
    venue = session.venue

    moved(moved(session, venue=None, join_url=LINK), venue=venue, join_url="")

    assert status(session) == (["Scheduled"], None, "Offline")


def test_on_line_from_the_start_it_has_not_moved_there():
    session = moved(saturday(online=True), join_url="https://visio.example.org/autre")

    assert session.sequence == 1
    assert status(session) == (["Scheduled"], None, "Online")


def test_hybrid_from_the_start_it_has_a_place_and_its_page():
    session = saturday(join_url=LINK)

    found = event(session)

    assert status(session) == (["Scheduled"], None, "Mixed")
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]
    assert LINK not in json.dumps(found)


def test_postponed():
    session = postponed(moved(saturday(), day=on("2027-03-20")))

    assert status(session) == (["Postponed"], None, "Offline")


def test_with_a_new_date_after_it_was_postponed():
    session = moved(postponed(saturday()), day=on("2027-04-03"))

    assert status(session) == (["Rescheduled"], "2027-03-13T09:30:00+01:00", "Offline")


def test_held_on_its_date_after_all_after_it_was_postponed():
    session = moved(postponed(saturday()), day=on("2027-03-13"))

    assert session.sequence == 2
    assert status(session) == (["Scheduled"], None, "Offline")


def test_cancelled_after_a_move():
    session = cancelled(moved(saturday(), day=on("2027-03-20")))

    assert status(session) == (["Cancelled"], None, "Offline")


@pytest.mark.parametrize("call_off", [postponed, cancelled])
def test_nothing_is_offered_of_one_that_is_called_off(call_off):
    session = call_off(saturday(capacity=4))

    found = event(session)

    assert found["maximumAttendeeCapacity"] == 4
    assert {"remainingAttendeeCapacity", "offers"} & set(found) == set()


def test_nor_of_one_that_is_over():
    assert {"remainingAttendeeCapacity", "offers"} & set(event(SessionFactory(past=True))) == set()


@pytest.mark.parametrize(
    ("situation", "availability", "has_form"),
    [
        ({"full": True}, "https://schema.org/SoldOut", True),
        ({"full": True, "waiting_capacity": 0}, "https://schema.org/SoldOut", False),
    ],
)
def test_a_full_one_is_sold_out_and_leads_to_the_waiting_list_if_it_has_one(
    situation, availability, has_form
):
    offer = event(saturday(**situation))["offers"]

    assert (offer["availability"], "url" in offer) == (availability, has_form)


@pytest.mark.parametrize(
    "situation",
    [
        {"registration_opens_at": datetime(2027, 3, 2, tzinfo=UTC)},
        {"registration_closes_at": datetime(2027, 2, 28, tzinfo=UTC)},
    ],
)
def test_nothing_is_offered_while_nobody_can_register(situation):
    assert "offers" not in event(saturday(**situation))


def test_an_open_door_has_no_number_of_places_and_nothing_to_fill_in():
    found = event(saturday(open_door=True))

    assert found["isAccessibleForFree"] is True
    assert {"maximumAttendeeCapacity", "remainingAttendeeCapacity", "offers"} & set(found) == set()


def test_the_point_of_a_venue_is_said_where_it_is_its_own():
    known = event(saturday(venue=VenueFactory(latitude=48.174, longitude=6.449)))
    unknown = event(saturday(venue=VenueFactory()))

    assert known["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 48.174, "longitude": 6.449}
    assert "geo" not in unknown["location"]


def test_words_cannot_close_the_element(client):
    session = saturday(activity=WorkshopPageFactory(title="</script><b>&"))

    page = client.get(f"/seances/{session.ref}/").content.decode()

    block = BeautifulSoup(page, "html.parser").find("script", type="application/ld+json")
    assert json.loads(block.string)["@graph"][0]["name"] == "</script><b>&"


def test_what_changed_is_asked_once_for_all_and_not_at_all_where_nothing_did():
    def queries():
        sessions = Session.objects.order_by("pk").cards()
        with CaptureQueriesContext(connection) as captured:
            workshops_tags.json_ld(sessions)
        return len(captured)

    workshop = WorkshopPageFactory()
    unchanged = saturday(activity=workshop)
    none = queries()
    moved(unchanged, day=on("2027-03-20"))
    for _rank in range(4):
        moved(saturday(activity=workshop), day=on("2027-03-20"))

    assert (none, queries()) == (0, 1)

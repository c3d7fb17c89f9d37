"""The agenda as JSON: names and values that others have been promised."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from content.models import SchoolLevel
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        yield clock


def records(client, **query):
    return json.loads(client.get("/agenda.json", query).content)["sessions"]


def record(client):
    (only,) = records(client)
    return only


def test_every_fact_under_its_promised_name_in_order(client):
    levels = SchoolLevel.objects.filter(code__in=["lycee", "college"])
    workshop = WorkshopPageFactory(title="Le téléphone de mon enfant", themes=[ThemeFactory()], levels=levels)
    session = SessionFactory(
        activity=workshop,
        day=on("2027-03-13"),
        start=time(9, 30),
        end=time(11, 30),
        capacity=4,
        full=True,
        waiting=2,
        languages=["ar", "fr"],
    )

    answer = client.get("/agenda.json")

    assert list(json.loads(answer.content)) == ["sessions"]
    assert list(record(client).items()) == [
        ("ref", session.ref),
        ("url", f"https://parents.example/seances/{session.ref}/"),
        ("title", "Le téléphone de mon enfant"),
        ("kind", "workshop"),
        ("starts_at", "2027-03-13T09:30:00+01:00"),
        ("ends_at", "2027-03-13T11:30:00+01:00"),
        ("time_zone", "Europe/Paris"),
        ("state", "published"),
        ("format", "sur-place"),
        ("territory", "vosges"),
        ("venue", "Médiathèque d’Épinal"),
        ("commune", "Épinal"),
        ("languages", ["ar", "fr"]),
        ("themes", ["controle-parental"]),
        ("levels", ["college", "lycee"]),
        ("capacity", 4),
        ("places_left", 0),
        ("families_waiting", 2),
        ("registration", "waiting_list"),
    ]


def test_hours_are_those_of_the_session_s_own_clocks_on_both_sides_of_the_change_of_hour(client):
    TerritoryFactory(guadeloupe=True)
    workshop = WorkshopPageFactory()
    for day in ("2027-03-27", "2027-03-28"):
        SessionFactory(activity=workshop, day=on(day), start=time(9), end=time(10))
    SessionFactory(activity=workshop, guadeloupe=True, day=on("2027-03-29"), start=time(22), end=time(1))

    times = [(each["starts_at"], each["ends_at"], each["time_zone"]) for each in records(client)]

    assert times == [
        ("2027-03-27T09:00:00+01:00", "2027-03-27T10:00:00+01:00", "Europe/Paris"),
        ("2027-03-28T09:00:00+02:00", "2027-03-28T10:00:00+02:00", "Europe/Paris"),
        ("2027-03-29T22:00:00-04:00", "2027-03-30T01:00:00-04:00", "America/Guadeloupe"),
    ]


@pytest.mark.parametrize("state", ["published", "postponed", "cancelled"])
def test_its_state(client, state):
    SessionFactory(postponed=state == "postponed", cancelled=state == "cancelled")

    assert record(client)["state"] == state


def test_a_national_one_on_line_is_nowhere(client):
    SessionFactory(online=True)

    found = record(client)

    assert (found["format"], found["territory"], found["venue"], found["commune"]) == (
        "en-ligne",
        None,
        None,
        None,
    )


def test_an_open_door_has_no_limit_and_no_registration(client):
    SessionFactory(activity=EventPageFactory(), open_door=True, join_url="https://visio.example.org/salle")

    found = record(client)

    assert (found["kind"], found["format"], found["levels"]) == ("event", "hybride", [])
    assert (found["capacity"], found["places_left"], found["registration"]) == (None, None, "none")


@pytest.mark.parametrize(
    ("situation", "word"),
    [
        ({}, "open"),
        ({"full": True}, "waiting_list"),
        ({"full": True, "waiting_capacity": 0}, "full"),
        ({"registration_opens_at": datetime(2027, 3, 2, tzinfo=UTC)}, "not_yet"),
        ({"registration_closes_at": datetime(2027, 2, 28, tzinfo=UTC)}, "closed"),
        ({"open_door": True}, "none"),
    ],
)
def test_whether_one_may_register(client, situation, word):
    SessionFactory(**situation)

    assert record(client)["registration"] == word


def test_registration_closes_with_time_alone(client, site):
    session = SessionFactory(day=on("2027-03-13"), start=time(9), end=time(11))
    site.move_to(session.starts_at + timedelta(minutes=1))

    assert record(client)["registration"] == "closed"


def test_words_that_would_break_it_are_only_words(client):
    SessionFactory(
        activity=WorkshopPageFactory(title='"},\n</script>\u2028'), venue=VenueFactory(name="L’« Agora »\t\\")
    )

    assert (record(client)["title"], record(client)["venue"]) == (
        '"},\n</script>\u2028',
        "L’« Agora »\t\\",
    )

"""Whether families can register: what a page says, what a list finds and what the verb does are one answer."""

import itertools
import json
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, on, registered
from tests.roots import home_page
from workshops import booking, json_ld, scheduling
from workshops.models import Session

pytestmark = pytest.mark.django_db

#: Wednesday 10 March 2027, 10 h in Paris.
NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def session(day="2027-03-20", **other):
    return SessionFactory(**{"day": on(day), "start": time(11), "end": time(13), "capacity": 4, **other})


def course(*dates):
    """Published dates of one course, each ``{day, …}``."""
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    thread = scheduling.create_course(workshop)
    return [session(activity=workshop, venue=venue, course=thread, **date) for date in dates]


SITUATIONS = {
    "nothing said": lambda: session(),
    "no limit": lambda: session(capacity=None),
    "free entry": lambda: session(open_door=True),
    "free entry, begun": lambda: session(day="2027-03-10", open_door=True, start=time(9), end=time(12)),
    "draft": lambda: session(draft=True),
    "postponed": lambda: session(postponed=True),
    "cancelled": lambda: session(cancelled=True),
    "begun": lambda: session(day="2027-03-10", start=time(9), end=time(12)),
    "over": lambda: session(day="2027-03-01"),
    "opens in an hour": lambda: session(registration_opens_at=NOW + HOUR),
    "opens now": lambda: session(registration_opens_at=NOW),
    "closes now": lambda: session(registration_closes_at=NOW),
    "closes in an hour": lambda: session(registration_closes_at=NOW + HOUR),
    "full": lambda: session(full=True),
    "full, nobody may wait": lambda: session(full=True, waiting_capacity=0),
    "full, one may wait": lambda: session(full=True, waiting_capacity=1),
    "full, one waits of one": lambda: session(full=True, waiting_capacity=1, waiting=1),
    "a place that no waiting family fits": lambda: _left_by_one(waiting_capacity=1),
    "free, nobody may wait": lambda: session(waiting_capacity=0),
    "course to come": lambda: course({"day": "2027-03-13"}, {"day": "2027-03-20"})[1],
    "course begun": lambda: course({"day": "2027-03-01"}, {"day": "2027-03-20"})[1],
    "course whose first date is cancelled": lambda: course(
        {"day": "2027-03-11", "cancelled": True}, {"day": "2027-03-20"}
    )[1],
    "course whose first date is postponed": lambda: course(
        {"day": "2027-03-11", "postponed": True}, {"day": "2027-03-20"}
    )[1],
    "course whose first date is a draft": lambda: course(
        {"day": "2027-03-01", "draft": True}, {"day": "2027-03-20"}
    )[1],
    "course, another date closed": lambda: course(
        {"day": "2027-03-13", "registration_closes_at": NOW - HOUR}, {"day": "2027-03-20"}
    )[1],
    "course, another date not yet open": lambda: course(
        {"day": "2027-03-13", "registration_opens_at": NOW + HOUR}, {"day": "2027-03-20"}
    )[1],
    "course, another date full, nobody may wait there": lambda: filled_by_one({"waiting_capacity": 0}, {})[1],
    "course, this date full, nobody may wait here": lambda: filled_by_one({"waiting_capacity": 0}, {})[0],
    "course, another date full, nobody may wait here": lambda: filled_by_one({}, {"waiting_capacity": 0})[1],
    "course, another date full": lambda: filled_by_one({}, {})[1],
    "course, another date full and postponed, nobody may wait there": lambda: filled_by_one(
        {"waiting_capacity": 0}, {}, then=scheduling.postpone
    )[1],
    "course, another date full and cancelled, nobody may wait there": lambda: filled_by_one(
        {"waiting_capacity": 0}, {}, then=scheduling.cancel
    )[1],
    "course, another date of free entry": lambda: course(
        {"day": "2027-03-13", "open_door": True}, {"day": "2027-03-20"}
    )[1],
    "course, this date not yet open": lambda: course(
        {"day": "2027-03-13"}, {"day": "2027-03-20", "registration_opens_at": NOW + HOUR}
    )[1],
}


def filled_by_one(small, large, then=None):
    """Two dates of a course, the first for one person, who has come; ``then``: what becomes of it."""
    dates = course({"day": "2027-03-13", "capacity": 1, **small}, {"day": "2027-03-20", **large})
    registered(dates[0], heads=1)
    if then:
        then(dates[0], reason="Travaux.", by=None)
    return dates


def _left_by_one(**other):
    """Four places, one of them free, that the family of two who waits does not fit."""
    one = session(**other)
    leaving = registered(one, heads=1)
    registered(one, heads=3)
    registered(one, heads=2)
    booking.cancel(leaving.enrolment)
    return one


def said(one):
    """``registration`` of a row by itself, and of the same row in a list."""
    alone, listed = Session.objects.get(pk=one.pk), Session.objects.with_waiting_families().get(pk=one.pk)
    assert alone.registration == listed.registration
    return alone.registration


def is_found(one):
    return Session.objects.open_to_families().filter(pk=one.pk).exists()


def takes_a_family(one):
    try:
        registered(one, heads=1)
    except (booking.Closed, booking.Full):
        return False
    return True


@pytest.mark.parametrize("situation", SITUATIONS)
def test_page_list_and_verb_agree(situation):
    one = SITUATIONS[situation]()
    answer = said(one)
    needs_none = answer == "none" and one.state == "published" and not one.has_begun

    found = is_found(one)

    assert found == (Session.objects.get(pk=one.pk).can_register or needs_none)
    assert found == (takes_a_family(one) or needs_none)


def test_page_and_list_agree_whatever_comes_together():
    moments = [None, NOW - HOUR, NOW + HOUR / 2]
    drawn = itertools.product(["2027-03-10", "2027-03-20"], moments, moments, [None, 0], [True, False])
    for day, opens, closes, waiting_capacity, in_course in drawn:
        if opens and closes and closes <= opens:
            continue
        fields = {
            "day": day,
            "registration_opens_at": opens,
            "registration_closes_at": closes,
            "waiting_capacity": waiting_capacity,
        }
        course({"day": "2027-03-25"}, fields) if in_course else session(**fields)

    rows = list(Session.objects.with_waiting_families())

    assert {row.pk for row in rows if row.can_register} == set(
        Session.objects.open_to_families().values_list("pk", flat=True)
    )


def test_once_a_course_has_begun_no_list_says_that_its_other_dates_are_open(client, clock):
    first, second = course({"day": "2027-03-13"}, {"day": "2027-03-20"})
    home = home_page()
    assert [one.pk for one in home.next_sessions] == [first.pk, second.pk]

    clock.move_to(datetime(2027, 3, 13, 10, 30, tzinfo=UTC))

    (shown,) = [one for one in Session.objects.cards() if one.pk == second.pk]
    agenda = client.get("/agenda.json").json()["sessions"]
    data = json.loads(json_ld.events([shown]))["@graph"][0]
    assert shown.places_words == "Inscriptions closes"
    assert {one["ref"]: one["registration"] for one in agenda}[second.ref] == "closed"
    assert "offers" not in data
    assert "Inscriptions closes" in client.get("/agenda.csv").content.decode()
    assert list(type(home).objects.get(pk=home.pk).next_sessions) == []
    assert f"/seances/{second.ref}/inscription/" not in client.get("/agenda/").content.decode()


def test_a_course_says_when_its_registration_opens_on_every_date():
    opens = NOW + HOUR
    _first, second = course({"day": "2027-03-13", "registration_opens_at": opens}, {"day": "2027-03-20"})

    assert said(second) == "not_yet"
    assert Session.objects.get(pk=second.pk).places_words.endswith("mercredi 10 mars 2027 à 11\u00a0h")


def test_a_list_says_what_is_open_in_as_many_queries_for_one_course_as_for_three(django_assert_num_queries):
    for _course in range(3):
        filled_by_one({"waiting_capacity": 0}, {})

    with django_assert_num_queries(1):
        assert {one.registration for one in Session.objects.with_waiting_families()} == {"full"}


def test_what_is_open_is_found_in_one_query(django_assert_num_queries):
    course({"day": "2027-03-13"}, {"day": "2027-03-20"})
    session(full=True, waiting_capacity=1, waiting=1)

    with django_assert_num_queries(1):
        assert len(Session.objects.open_to_families()) == 2

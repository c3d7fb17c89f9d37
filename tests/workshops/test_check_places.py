"""``manage.py check_places``: the counters of places taken, held against the registrations."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import SessionFactory, registered
from tests.workshops.standings import statuses, taken
from workshops import booking
from workshops.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def check_places(capsys):
    """A function: runs the command, and gives its exit code and its lines."""

    def run(*arguments):
        try:
            call_command("check_places", *arguments)
            code = 0
        except SystemExit as end:
            code = end.code
        return code, capsys.readouterr().out.splitlines()

    return run


def counted_wrongly(by):
    """A session where two families of two hold places, one offered; its counter is ``by`` off."""
    session = SessionFactory(capacity=4)
    leaving, _two, _asked, _waiting = (registered(session, heads=2) for _family in range(4))
    booking.cancel(leaving.enrolment)
    Session.objects.filter(pk=session.pk).update(places_taken=4 + by)
    return session


def test_right_counters_are_said_to_be_right(check_places):
    counted_wrongly(by=0)
    SessionFactory()
    SessionFactory(open_door=True)

    assert check_places() == (0, ["0 wrong."])


@pytest.mark.parametrize("by", [-4, -1])
def test_a_wrong_counter_is_named_and_left_as_it_is(check_places, by):
    SessionFactory(full=True)
    session = counted_wrongly(by)

    assert check_places() == (1, [f"{session.ref}: {4 + by} noted, 4 held", "1 wrong."])
    assert taken(session) == 4 + by


def test_a_counter_of_places_that_nobody_holds_is_wrong_too(check_places):
    session = SessionFactory(capacity=4)
    Session.objects.filter(pk=session.pk).update(places_taken=3)

    assert check_places() == (1, [f"{session.ref}: 3 noted, 0 held", "1 wrong."])


def test_every_wrong_counter_is_named(check_places):
    first, second = counted_wrongly(by=-1), counted_wrongly(by=-2)

    assert check_places() == (
        1,
        [f"{first.ref}: 3 noted, 4 held", f"{second.ref}: 2 noted, 4 held", "2 wrong."],
    )


def test_repair_counts_them_again(check_places):
    session = counted_wrongly(by=-3)

    assert check_places("--repair") == (0, [f"{session.ref}: 1 noted, 4 held", "1 wrong, repaired."])
    assert taken(session) == 4
    assert check_places() == (0, ["0 wrong."])


def test_places_that_were_free_all_along_are_offered_to_those_who_wait(check_places):
    session = SessionFactory(capacity=4)
    _two, gone, waiting = (registered(session, heads=2) for _family in range(3))
    session.registrations.filter(pk=gone.pk).update(status="cancelled", cancelled_at=timezone.now())

    check_places("--repair")

    assert statuses(waiting) == ["offered"]
    assert taken(session) == 4


def test_nothing_to_repair_is_no_repair(check_places):
    counted_wrongly(by=0)

    assert check_places("--repair") == (0, ["0 wrong."])

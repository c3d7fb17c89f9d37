"""Acts of two families, or of one and the worker, at once. Each has a twin that takes the guards off and
must see what they guard from.
"""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from tests.factories import SessionFactory, registered
from tests.workshops.crowds import at_once
from workshops import booking
from workshops.models import Registration, Session
from workshops.models.session_queries import SessionQuerySet
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def look_only(sessions, *wanted):
    """``SessionQuerySet.lock`` without its lock."""
    return list(sessions.filter(pk__in=[session.pk for session in wanted]))


def take_the_locks_off(monkeypatch):
    """Both have looked at the session before either writes; the constraint on places may not stop the second."""
    both_have_looked = threading.Barrier(2)

    def look(self, *sessions):
        rows = look_only(self, *sessions)
        both_have_looked.wait(timeout=20)
        return rows

    monkeypatch.setattr(SessionQuerySet, "lock", look)
    monkeypatch.setattr("workshops.booking.verbs.count_places", lambda sessions: None)


def unguarded(verb):
    """On SQLite the transaction is taken off too: being IMMEDIATE, it is a lock by itself."""
    return verb.__wrapped__ if connection.vendor == "sqlite" else verb


def two_families_and_one_free_place():
    session = SessionFactory(capacity=3)
    return [registered(session, heads=1).enrolment for _family in range(2)]


def grow_together(families, change):
    """Both ask to be two at once; the heads that are confirmed, and how many were refused."""
    party = booking.Party(adults=2)
    given = at_once(*(lambda family=family: change(family, party=party) for family in families))
    assert [error for error in given if isinstance(error, Exception) and not isinstance(error, Refusal)] == []
    return Registration.objects.confirmed().heads(), sum(isinstance(one, booking.Full) for one in given)


def test_two_families_that_grow_at_once_never_share_the_last_place():
    families = two_families_and_one_free_place()

    assert grow_together(families, booking.change) == (3, 1)
    assert Session.objects.get().places_taken == 3


def test_without_the_locks_both_would_grow(monkeypatch):
    families = two_families_and_one_free_place()
    take_the_locks_off(monkeypatch)

    assert grow_together(families, unguarded(booking.change)) == (4, 0)


def offered_then_waiting():
    """A family whose time to answer is just over, and the next in line."""
    session = SessionFactory(capacity=2)
    leaving, asked, _next = (registered(session, heads=2) for _family in range(3))
    booking.cancel(leaving.enrolment)
    return Registration.objects.select_related("enrolment").get(pk=asked.pk)


def test_a_place_accepted_while_its_offer_lapses_is_held_by_one_family():
    asked = offered_then_waiting()

    with time_machine.travel(asked.offered_until + timedelta(minutes=1)):
        given = at_once(lambda: booking.accept(asked.enrolment), booking.lapse_offers)

    assert [error for error in given if isinstance(error, Exception) and not isinstance(error, Refusal)] == []
    assert Registration.objects.holding().heads() == 2


def test_without_the_locks_it_would_be_held_by_two(monkeypatch):
    """The family is found asked; before that is written, the worker has asked the next."""
    asked = offered_then_waiting()
    find_rows = booking.verbs.to_come

    def find_rows_and_dawdle(enrolment, sessions):
        found = find_rows(enrolment, sessions)
        at_once(booking.lapse_offers)
        return found

    monkeypatch.setattr(SessionQuerySet, "lock", look_only)
    monkeypatch.setattr("workshops.booking.verbs.to_come", find_rows_and_dawdle)
    monkeypatch.setattr("workshops.booking.verbs.count_places", lambda sessions: None)
    with time_machine.travel(asked.offered_until + timedelta(minutes=1)):
        unguarded(booking.accept)(asked.enrolment)

    assert Registration.objects.holding().heads() == 4

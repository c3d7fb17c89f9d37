"""A family changes who comes: fewer at any time, more only into free places that nobody waits for."""

from datetime import timedelta

import pytest
import time_machine

from outbox.models import Message
from tests.factories import SessionFactory, registered
from tests.workshops.standings import last_kind, statuses, taken
from workshops import booking
from workshops.models import Enrolment, Status

pytestmark = pytest.mark.django_db


def test_a_party_that_shrinks_lets_in_the_next_family():
    session = SessionFactory(capacity=4)
    four, two = (registered(session, heads=heads) for heads in (4, 2))

    booking.change(four.enrolment, party=booking.Party(adults=2))

    assert statuses(four, two) == [Status.CONFIRMED, Status.OFFERED]
    assert taken(session) == 4


def test_a_waiting_party_that_shrinks_may_be_asked_at_once():
    session = SessionFactory(capacity=4)
    registered(session, heads=3)
    waiting = registered(session, heads=2)

    booking.change(waiting.enrolment, party=booking.Party(adults=1))

    assert statuses(waiting) == [Status.OFFERED]
    assert last_kind(waiting) == "offered"


def test_a_party_grows_only_into_free_places():
    session = SessionFactory(capacity=4)
    family = registered(session, heads=2)
    registered(session, heads=1)

    with pytest.raises(booking.Full, match="Il ne reste que 1 place"):
        booking.change(family.enrolment, party=booking.Party(adults=2, children=2))
    booking.change(family.enrolment, party=booking.Party(adults=2, children=1))

    family.refresh_from_db()
    assert (family.heads, taken(session)) == (3, 4)
    assert last_kind(family) == "changed"


def test_a_party_does_not_grow_past_a_family_that_waits():
    """In the last hours nobody is asked any more, but the place is still that family's before ours."""
    session = SessionFactory(capacity=4)
    family, leaving = registered(session, heads=2), registered(session, heads=2)
    registered(session, heads=2)

    with time_machine.travel(session.starts_at - timedelta(hours=2)):
        booking.cancel(leaving.enrolment)
        with pytest.raises(booking.Full, match="plus de place"):
            booking.change(family.enrolment, party=booking.Party(adults=3))


def test_needs_change_without_a_message_and_without_moving_a_place():
    session = SessionFactory(capacity=4)
    family = registered(session, heads=2)
    party = booking.Party(adults=1, children=1, needs=["interpreter"], interpreter="ar", message="Merci")

    booking.change(family.enrolment, party=party)

    family.refresh_from_db()
    assert booking.Party.of(family) == party
    assert Enrolment.objects.get().consent_at is not None
    assert Message.objects.count() == 1


def test_needs_taken_back_take_the_agreement_back():
    family = registered(SessionFactory(), heads=1)
    booking.change(family.enrolment, party=booking.Party(message="Merci"))

    booking.change(family.enrolment, party=booking.Party())

    assert Enrolment.objects.get().consent_at is None

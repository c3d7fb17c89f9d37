"""Those who wait: whole families, first come first served, asked in time to answer."""

from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, on, registered
from tests.workshops.standings import last_kind, statuses, taken
from workshops import booking, scheduling
from workshops.models import Enrolment, Registration, Session, Status
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db


def test_a_freed_place_goes_to_the_first_family_that_fits():
    session = SessionFactory(capacity=4)
    first, _second, four, two = (registered(session, heads=heads) for heads in (2, 2, 4, 2))

    booking.cancel(first.enrolment)

    assert list(session.registrations.offered()) == [two]
    assert list(session.registrations.waiting()) == [four]
    assert taken(session) == 4
    assert last_kind(two) == "offered"


def test_a_family_passed_over_keeps_its_rank():
    session = SessionFactory(capacity=4)
    first, second, four, two = (registered(session, heads=heads) for heads in (2, 2, 4, 2))
    booking.cancel(first.enrolment)
    booking.cancel(two.enrolment)

    booking.cancel(second.enrolment)

    assert statuses(four) == [Status.OFFERED]


def test_places_freed_at_once_are_offered_to_as_many_families_as_fit():
    session = SessionFactory(capacity=5)
    leaving = registered(session, heads=5)
    waiting = [registered(session, heads=heads) for heads in (2, 4, 2, 1)]

    booking.cancel(leaving.enrolment)

    assert statuses(*waiting) == ["offered", "waiting", "offered", "offered"]
    assert taken(session) == 5


def test_an_offer_that_is_accepted_is_a_place():
    session = SessionFactory(capacity=2, full=True)
    waiting = registered(session, heads=2)
    booking.cancel(session.registrations.confirmed().get().enrolment)

    booking.accept(waiting.enrolment)
    booking.accept(waiting.enrolment)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.offered_until, taken(session)) == (Status.CONFIRMED, None, 2)
    assert last_kind(waiting) == "registered"
    assert list(waiting.events.values_list("verb", "author")) == [
        ("registered", "family"),
        ("offered", "system"),
        ("accepted", "family"),
    ]


def test_an_offer_that_is_declined_goes_to_the_next_in_the_same_transaction():
    session = SessionFactory(capacity=2, full=True)
    first, second = (registered(session, heads=2) for _family in range(2))
    booking.cancel(session.registrations.confirmed().get().enrolment)

    booking.cancel(first.enrolment)

    assert statuses(first, second) == [Status.CANCELLED, Status.OFFERED]
    assert first.events.last().verb == "declined"


def test_an_offer_left_without_an_answer_goes_to_the_next_and_the_family_is_told():
    session = SessionFactory(capacity=2, full=True)
    first, second = (registered(session, heads=2) for _family in range(2))
    booking.cancel(session.registrations.confirmed().get().enrolment)

    with time_machine.travel(first.events.last().happened_at + timedelta(hours=49)):
        assert booking.lapse_offers() == 1
        assert booking.lapse_offers() == 0

    assert statuses(first, second) == [Status.CANCELLED, Status.OFFERED]
    assert (first.standing, last_kind(first)) == ("lapsed", "offer_lapsed")
    assert taken(session) == 2


def test_an_offer_holds_its_places_until_a_transaction_lapses_it():
    """Late, but nobody else was asked meanwhile: the place is still this family's."""
    session = SessionFactory(capacity=2, full=True)
    waiting = registered(session, heads=2)
    booking.cancel(session.registrations.confirmed().get().enrolment)
    waiting.refresh_from_db()

    with time_machine.travel(waiting.offered_until + timedelta(minutes=5)):
        booking.accept(waiting.enrolment)

    assert statuses(waiting) == [Status.CONFIRMED]


def test_the_next_booking_lapses_an_offer_whose_time_is_over():
    session = SessionFactory(capacity=2, full=True)
    waiting = registered(session, heads=2)
    booking.cancel(session.registrations.confirmed().get().enrolment)
    waiting.refresh_from_db()

    with time_machine.travel(waiting.offered_until + timedelta(minutes=5)):
        newcomer = registered(session, heads=1)
        with pytest.raises(booking.Closed, match="plus gardée pour vous"):
            booking.accept(waiting.enrolment)

    assert statuses(waiting, newcomer) == [Status.CANCELLED, Status.CONFIRMED]


def test_a_family_whose_offer_lapsed_may_ask_again_at_the_end_of_the_line():
    session = SessionFactory(capacity=2, full=True)
    first, second = (registered(session, heads=2) for _family in range(2))
    booking.cancel(session.registrations.confirmed().get().enrolment)

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        booking.lapse_offers()
        again = booking.register_again(Enrolment.objects.get(pk=first.enrolment_id)).enrolment

    row = again.registrations.get()
    assert (row.pk, row.status) == (first.pk, Status.WAITING)
    assert row.rank > second.rank


def test_more_places_are_offered_in_the_transaction_that_makes_them():
    session = SessionFactory(capacity=2, full=True, waiting=2)

    session = scheduling.revise(session, by=None, capacity=3)

    first, second = session.registrations.order_by("rank")[1:]
    assert statuses(first, second) == [Status.OFFERED, Status.WAITING]
    assert session.places_taken == 3


def test_places_taken_away_below_what_is_held_are_refused():
    session = SessionFactory(capacity=2, full=True)
    registered(session, heads=2)
    booking.cancel(session.registrations.confirmed().get().enrolment)

    with pytest.raises(Refusal, match="2 places sont déjà prises"):
        scheduling.revise(session, by=None, capacity=1)


def test_the_team_gives_a_place_to_a_family_that_said_yes_on_the_telephone():
    session = SessionFactory(capacity=4)
    leaving, first, second = (registered(session, heads=heads) for heads in (4, 2, 4))
    somebody = UserFactory(email="animation@demo.test")

    with time_machine.travel(session.starts_at - timedelta(hours=2)):
        booking.cancel(leaving.enrolment)
        with pytest.raises(Refusal, match="trop tard pour attendre une réponse"):
            booking.offer(second.enrolment, user=somebody, reason="Ils habitent à côté.")
        booking.offer(second.enrolment, user=somebody, reason="Ils habitent à côté.", agreed=True)

    event = second.events.last()
    assert statuses(first, second) == [Status.WAITING, Status.CONFIRMED]
    assert (event.verb, event.author, event.user) == ("given", "staff", somebody)
    assert event.reason == "Ils habitent à côté."


def test_an_offer_out_of_turn_passes_those_before_and_stays_written():
    session = SessionFactory(capacity=4)
    leaving = registered(session, heads=4)
    first, second = registered(session, heads=2), registered(session, heads=2)
    somebody = UserFactory(email="animation@demo.test")
    Registration.objects.filter(pk=leaving.pk).update(adults=2, children=0)
    Session.objects.filter(pk=session.pk).update(places_taken=2)

    booking.offer(second.enrolment, user=somebody, reason="Un enfant y va déjà.")

    event = second.events.get(verb="offered")
    assert statuses(first, second) == [Status.WAITING, Status.OFFERED]
    assert (event.author, event.user, event.reason) == ("staff", somebody, "Un enfant y va déjà.")
    assert taken(session) == 4
    with pytest.raises(Refusal, match="plus sur la liste d’attente"):
        booking.offer(second.enrolment, user=None, reason="Encore.")


def test_a_family_that_was_asked_may_say_yes_on_the_telephone():
    session = SessionFactory(capacity=2, full=True)
    waiting = registered(session, heads=2)
    booking.cancel(session.registrations.confirmed().get().enrolment)

    booking.offer(waiting.enrolment, user=None, reason="Elle a téléphoné.", agreed=True)

    assert statuses(waiting) == [Status.CONFIRMED]


@time_machine.travel("2027-03-01T09:00Z")
def test_a_family_that_reads_by_day_only_has_the_time_to_answer_or_is_passed_over():
    """A text message leaves at 8 h: from there an hour at least, or the team telephones."""
    facilitator = UserFactory(facilitator=True)
    session = SessionFactory(
        capacity=2, full=True, day=on("2027-03-13"), start=time(9, 30), facilitators=[facilitator]
    )
    by_phone = registered(session, heads=2, email="", phone="+33612345678")
    by_mail = registered(session, heads=2)

    with time_machine.travel("2027-03-12T19:05Z"):
        booking.cancel(session.registrations.confirmed().get().enrolment)

    assert statuses(by_phone, by_mail) == [Status.WAITING, Status.OFFERED]
    message = Message.objects.get(kind="team_telephone")
    assert message.recipient == facilitator.email


def test_a_family_that_nothing_reaches_is_not_asked_in_silence():
    session = SessionFactory(capacity=2, full=True)
    contact = booking.Contact(name="Sans rien")
    nobody = booking.register(session, contact=contact, party=booking.Party(adults=2)).enrolment

    booking.cancel(session.registrations.confirmed().get().enrolment)

    assert nobody.registrations.get().status == Status.WAITING


def test_a_postponed_session_asks_nobody_until_it_has_its_date():
    session = SessionFactory(capacity=2, full=True)
    waiting = registered(session, heads=2)
    scheduling.postpone(session, reason="La salle est prise.", by=None)
    booking.cancel(session.registrations.confirmed().get().enrolment)
    assert statuses(waiting) == [Status.WAITING]

    scheduling.move(session, day=session.local_date + timedelta(days=7), reason="La voici.", by=None)

    assert statuses(waiting) == [Status.OFFERED]


@time_machine.travel("2027-03-01T09:00Z")
def test_a_new_date_gives_the_time_to_answer_anew():
    session = SessionFactory(capacity=2, full=True, day=on("2027-03-13"))
    waiting = registered(session, heads=2)
    with time_machine.travel("2027-03-11T10:00Z", tick=False):
        booking.cancel(session.registrations.confirmed().get().enrolment)
        waiting.refresh_from_db()
        before = waiting.offered_until
        scheduling.move(session, day=on("2027-03-20"), reason="La salle est prise.", by=None)

    waiting.refresh_from_db()
    assert (before.isoformat(), waiting.offered_until.isoformat()) == (
        "2027-03-12T21:00:00+00:00",
        "2027-03-13T10:00:00+00:00",
    )


@time_machine.travel("2027-03-01T09:00Z")
def test_a_date_brought_too_near_puts_an_offer_back_on_the_list_with_its_rank():
    session = SessionFactory(capacity=2, full=True, day=on("2027-03-13"))
    waiting = registered(session, heads=2)
    with time_machine.travel("2027-03-11T07:30Z"):
        booking.cancel(session.registrations.confirmed().get().enrolment)
        scheduling.move(session, day=on("2027-03-11"), reason="La salle est libre.", by=None)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.rank, waiting.offered_until) == (Status.WAITING, 2, None)
    assert taken(session) == 0


def test_a_cancelled_session_asks_nobody_and_keeps_every_status():
    session = SessionFactory(capacity=2, full=True, waiting=1)

    scheduling.cancel(session, reason="La salle est fermée.", by=None)

    assert set(session.registrations.values_list("status", flat=True)) == {"confirmed", "waiting"}

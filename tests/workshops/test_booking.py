"""Places: never more heads than there are, families whole, once is once."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.models import Message
from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, registered
from workshops import booking, scheduling
from workshops.models import Enrolment, Registration, RegistrationEvent, Session, Status

pytestmark = pytest.mark.django_db

PARENT = booking.Contact(name="Camille", email="camille@demo.test")


def statuses(*registrations):
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.status for registration in registrations]


def test_a_family_that_fits_is_confirmed_and_its_heads_are_counted():
    session = SessionFactory(capacity=10)

    registration = registered(session, heads=3)

    session.refresh_from_db()
    assert registration.status == Status.CONFIRMED
    assert (registration.heads, session.places_taken, session.places_left) == (3, 3, 7)


def test_a_family_too_large_for_what_is_left_waits_whole():
    session = SessionFactory(capacity=4)
    registered(session, heads=3)

    registration = registered(session, heads=2)

    session.refresh_from_db()
    assert registration.status == Status.WAITING
    assert registration.place_in_line == 1
    assert session.places_taken == 3


def test_a_newcomer_never_overtakes_a_waiting_family_that_fits():
    """Not even in the hours before the start, when it is too late to ask that family."""
    session = SessionFactory(capacity=4)
    first = registered(session, heads=4)
    waiting = registered(session, heads=2)

    with time_machine.travel(session.starts_at - timedelta(hours=2)):
        booking.cancel(first.enrolment)
        newcomer = registered(session, heads=1)

    assert statuses(waiting, newcomer) == [Status.WAITING, Status.WAITING]
    assert newcomer.place_in_line == 2


def test_a_newcomer_that_fits_passes_a_family_that_does_not():
    session = SessionFactory(capacity=4)
    registered(session, heads=2)
    registered(session, heads=4)

    newcomer = registered(session, heads=2)

    assert newcomer.status == Status.CONFIRMED


def test_a_party_larger_than_the_session_is_refused_in_words():
    session = SessionFactory(capacity=4)

    with pytest.raises(booking.Full, match="4 personnes au plus"):
        registered(session, heads=5)

    assert Registration.objects.count() == 0


def test_a_full_waiting_list_refuses_in_words():
    session = SessionFactory(capacity=1, waiting_capacity=1, full=True, waiting=1)

    with pytest.raises(booking.Full, match="la liste d’attente aussi"):
        registered(session)


def test_a_session_without_a_limit_takes_everyone():
    session = SessionFactory(capacity=None)

    assert registered(session, heads=20).status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        ({"cancelled": True}, "annulée"),
        ({"postponed": True}, "reportée"),
        ({"past": True}, "closes"),
        ({"open_door": True}, "sans vous inscrire"),
        ({"draft": True}, "pas ouverte"),
        ({"registration_opens_at": timezone.now() + timedelta(days=2)}, "ouvrent le"),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "closes"),
    ],
)
def test_a_session_that_is_not_open_refuses_and_says_why(situation, sentence):
    session = SessionFactory(**situation)

    with pytest.raises(booking.Closed, match=sentence):
        registered(session)

    assert Enrolment.objects.count() == 0


def test_the_same_form_sent_twice_registers_once():
    session = SessionFactory()

    first, second = (
        booking.register(session, contact=PARENT, party=booking.Party(adults=2), key="k" * 22)
        for _ in range(2)
    )

    assert first.enrolment == second.enrolment
    assert (first.known, second.known) == (False, False)
    assert Registration.objects.count() == 1


def test_one_form_filled_for_two_families_registers_both():
    session = SessionFactory()
    other = booking.Contact(name="Dominique", email="dominique@demo.test")

    first, second = (
        booking.register(session, contact=contact, party=booking.Party(), key="k" * 22)
        for contact in (PARENT, other)
    )

    assert first.enrolment != second.enrolment


def test_a_known_contact_with_another_form_changes_nothing_and_gets_the_link_by_mail():
    session = SessionFactory()
    known = registered(session, heads=2, email="Camille@Demo.test")

    answer = booking.register(session, contact=PARENT, party=booking.Party(adults=5), key="z" * 22)

    known.refresh_from_db()
    assert (answer.known, answer.enrolment, known.heads) == (True, known.enrolment, 2)
    assert list(Message.objects.values_list("kind", "recipient").order_by("created_at")) == [
        ("registered", "Camille@Demo.test"),
        ("link_again", "Camille@Demo.test"),
    ]


def test_the_same_telephone_written_otherwise_is_the_same_family():
    session = SessionFactory()
    first = booking.Contact(name="Sam", phone="06 12 34 56 78")
    again = booking.Contact(name="Sam", phone="+33 6 12 34 56 78")
    booking.register(session, contact=first, party=booking.Party())

    answer = booking.register(session, contact=again, party=booking.Party())

    assert answer.known


def test_after_a_cancellation_the_same_row_gets_a_new_rank_and_a_new_link():
    session = SessionFactory(capacity=2)
    registration = registered(session, heads=2, email=PARENT.email)
    old_token = registration.enrolment.token
    booking.cancel(registration.enrolment)
    registered(session, heads=2)

    answer = booking.register(session, contact=PARENT, party=booking.Party(adults=1))

    row = answer.enrolment.registrations.get()
    assert row.pk == registration.pk
    assert (row.status, row.rank, row.cancelled_at) == (Status.WAITING, 3, None)
    assert answer.enrolment.token != old_token


def test_cancelling_gives_the_places_back_once():
    session = SessionFactory(capacity=4)
    registration = registered(session, heads=3)

    booking.cancel(registration.enrolment)
    booking.cancel(registration.enrolment)

    session.refresh_from_db()
    registration.refresh_from_db()
    assert (session.places_taken, registration.status) == (0, Status.CANCELLED)
    assert Message.objects.filter(kind="cancelled").count() == 1


def test_a_session_that_has_begun_can_no_longer_be_cancelled_by_the_family():
    session = SessionFactory()
    registration = registered(session)

    with time_machine.travel(session.starts_at + timedelta(minutes=1)), pytest.raises(booking.Closed):
        booking.cancel(registration.enrolment)

    assert statuses(registration) == [Status.CONFIRMED]


def test_all_dates_of_a_course_or_none():
    workshop = WorkshopPageFactory()
    course = scheduling.create_course(workshop)
    day = timezone.localdate() + timedelta(days=10)
    venue = VenueFactory()
    dates = [
        SessionFactory(
            activity=workshop, course=course, venue=venue, day=day + timedelta(weeks=week), capacity=capacity
        )
        for week, capacity in enumerate((8, 2, 8))
    ]

    fits = booking.register(dates[1], contact=PARENT, party=booking.Party(adults=2)).enrolment
    waits = registered(dates[0], heads=3 - 1).enrolment

    assert set(fits.registrations.values_list("status", flat=True)) == {Status.CONFIRMED}
    assert set(waits.registrations.values_list("status", flat=True)) == {Status.WAITING}
    assert [enrolment.registrations.count() for enrolment in (fits, waits)] == [3, 3]
    assert list(Session.objects.values_list("places_taken", flat=True)) == [2, 2, 2]


def test_leaving_a_course_gives_back_every_date_to_come():
    workshop = WorkshopPageFactory()
    course = scheduling.create_course(workshop)
    today = timezone.localdate()
    first, _later = (
        SessionFactory(activity=workshop, course=course, day=today + timedelta(days=days)) for days in (3, 10)
    )
    enrolment = registered(first).enrolment

    with time_machine.travel(first.ends_at):
        booking.cancel(enrolment)

    assert [row.status for row in enrolment.registrations.order_by("session__starts_at")] == [
        Status.CONFIRMED,
        Status.CANCELLED,
    ]


def test_a_cancelled_session_keeps_the_status_of_its_registrations():
    session = SessionFactory()
    registration = registered(session)

    scheduling.cancel(session, reason="La salle est fermée.", by=None)

    assert statuses(registration) == [Status.CONFIRMED]


def test_what_was_done_is_kept_without_names():
    session = SessionFactory()
    registration = registered(session, heads=2, name="Camille")
    booking.cancel(registration.enrolment)

    assert list(RegistrationEvent.objects.values_list("verb", "author", "status", "heads")) == [
        ("registered", "family", "confirmed", 2),
        ("cancelled", "family", "cancelled", 2),
    ]
    assert "Camille" not in f"{registration} {registration.enrolment}"


def test_the_confirmation_is_written_in_the_same_transaction():
    session = SessionFactory()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registered(session)
        1 / 0  # noqa: B018

    assert (Message.objects.count(), Registration.objects.count()) == (0, 0)


def test_the_database_refuses_more_places_than_there_are():
    session = SessionFactory(capacity=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(places_taken=3)


def test_the_database_refuses_a_contact_twice():
    session = SessionFactory()
    row = registered(session)
    other = Enrolment.objects.create(name="Une autre famille")

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            enrolment=other, session=session, contact_key=row.contact_key, status=Status.WAITING, rank=99
        )


def test_hours_of_a_session_are_those_of_its_place():
    session = SessionFactory(guadeloupe=True, start=time(9), end=time(11))

    assert session.starts_at.hour == 13
    assert session.time_zone == "America/Guadeloupe"

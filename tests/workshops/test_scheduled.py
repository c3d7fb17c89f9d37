"""What the worker does by itself: reminders at a decent hour, thanks, and each once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox.models import Message
from tests.factories import (
    GuidePageFactory,
    SessionFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
    registered,
)
from workshops import booking, scheduled, scheduling
from workshops.models import Registration

pytestmark = pytest.mark.django_db

DAY = on("2027-03-13")


def told(kind):
    return Message.objects.filter(kind=kind).count()


def family(day=DAY, registered_at="2027-03-01T09:00Z", **session):
    with time_machine.travel(registered_at):
        return registered(SessionFactory(day=day, **session))


def at(moment, work=scheduled.send_reminders):
    with time_machine.travel(moment):
        work()


@pytest.mark.parametrize(
    ("moment", "reminders"),
    [
        ("2027-03-10T08:59Z", 0),
        ("2027-03-10T09:00Z", 1),
        ("2027-03-11T12:00Z", 1),
        ("2027-03-12T08:30Z", 1),
        ("2027-03-12T09:00Z", 1),
        ("2027-03-13T08:00Z", 1),
        ("2027-03-13T08:31Z", 0),
    ],
)
def test_a_reminder_is_due_from_ten_o_clock_three_days_and_the_day_before(moment, reminders):
    family()

    at(moment)

    assert told("reminder") == reminders


def test_both_reminders_come_once_each():
    family()

    for moment in ("2027-03-10T09:10Z", "2027-03-10T09:20Z", "2027-03-12T09:10Z", "2027-03-12T09:20Z"):
        at(moment)

    first, second = Message.objects.filter(kind="reminder").order_by("created_at")
    assert "C’est dans trois jours" in first.text
    assert "C’est demain" in second.text


def test_in_guadeloupe_it_is_ten_o_clock_there():
    family(guadeloupe=True)

    at("2027-03-10T13:59Z")
    before = told("reminder")
    at("2027-03-10T14:00Z")

    assert (before, told("reminder")) == (0, 1)


def test_the_night_the_clocks_change_ten_o_clock_is_on_the_wall():
    family(day=on("2027-03-29"))

    at("2027-03-26T10:00Z")
    at("2027-03-28T07:59Z")
    before = told("reminder")
    at("2027-03-28T08:00Z")

    assert (before, told("reminder")) == (1, 2)


def test_who_has_just_registered_is_not_reminded():
    family(registered_at="2027-03-09T10:00Z")

    at("2027-03-10T09:10Z")
    three_days = told("reminder")
    at("2027-03-12T09:10Z")

    assert (three_days, told("reminder")) == (0, 1)


def test_who_waits_or_cancelled_is_not_reminded():
    here = family(capacity=1)
    with time_machine.travel("2027-03-01T10:00Z"):
        registered(here.session)
        gone = registered(SessionFactory(day=DAY))
        booking.cancel(gone.enrolment)

    at("2027-03-12T09:10Z")

    assert told("reminder") == 1


def test_a_session_that_was_moved_is_reminded_of_anew():
    registration = family()
    at("2027-03-10T09:10Z")
    Message.objects.update(sent_at=registration.created_at)
    with time_machine.travel("2027-03-11T09:10Z"):
        scheduling.move(registration.session, day=on("2027-03-20"), reason="La salle est prise.", by=None)

    at("2027-03-17T09:10Z")

    assert told("reminder") == 2


@pytest.mark.parametrize("verb", [scheduling.cancel, scheduling.postpone])
def test_a_session_that_is_not_held_is_not_reminded_of(verb):
    registration = family()
    with time_machine.travel("2027-03-05T09:00Z"):
        verb(registration.session, reason="La salle est prise.", by=None)

    at("2027-03-12T09:10Z")
    at("2027-03-13T12:00Z", scheduled.send_thanks)

    assert (told("reminder"), told("thanks")) == (0, 0)


def test_thanks_come_a_quarter_of_an_hour_after_the_end_with_the_guides():
    guide = GuidePageFactory(title="Régler un contrôle parental")
    workshop = WorkshopPageFactory()
    workshop.guides.set([guide])
    workshop.save()
    family(activity=workshop)

    at("2027-03-13T10:40Z", scheduled.send_thanks)
    before = told("thanks")
    at("2027-03-13T10:45Z", scheduled.send_thanks)
    at("2027-03-13T11:45Z", scheduled.send_thanks)

    (message,) = Message.objects.filter(kind="thanks")
    assert before == 0
    assert "Régler un contrôle parental" in message.text
    assert "Trois questions" in message.html


def test_thanks_do_not_come_a_week_later_nor_to_who_was_absent():
    family()
    absent = family(day=on("2027-03-20"))
    Registration.objects.filter(pk=absent.pk).update(absent=True)

    at("2027-03-20T10:40Z", scheduled.send_thanks)
    at("2027-03-20T12:00Z", scheduled.send_thanks)

    assert told("thanks") == 0


def test_a_course_is_thanked_for_at_its_last_date():
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    course = scheduling.create_course(workshop)
    with time_machine.travel("2027-03-01T09:00Z"):
        first, last = (
            SessionFactory(activity=workshop, venue=venue, course=course, day=DAY + timedelta(days=days))
            for days in (0, 7)
        )
        registered(first)

    at(first.ends_at + timedelta(hours=1), scheduled.send_thanks)
    before = told("thanks")
    at(last.ends_at + timedelta(hours=1), scheduled.send_thanks)

    assert (before, told("thanks")) == (0, 1)


def test_the_worker_lapses_offers_by_itself():
    session = SessionFactory(capacity=1, full=True, waiting=1)
    booking.cancel(session.registrations.confirmed().get().enrolment)

    at(timezone.now() + timedelta(hours=49), scheduled.lapse_offers)

    assert Registration.objects.offered().count() == 0
    assert told("offer_lapsed") == 1

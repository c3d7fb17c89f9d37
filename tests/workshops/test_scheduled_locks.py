"""The worker looks at everything every few minutes: it locks a session only where it has something to write."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.models import Message
from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, on, registered
from workshops import booking, scheduled, scheduling
from workshops.models import Enrolment, Registration

pytestmark = pytest.mark.django_db

DAY = on("2027-03-13")
REGISTERED = "2027-03-01T09:00Z"
REMINDED = "2027-03-12T09:10Z"
THANKED = "2027-03-13T12:00Z"


def asked(moment, work):
    """What the database was asked while ``work`` was done at ``moment``."""
    with (
        time_machine.travel(moment, tick=False),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        work()
    return [query["sql"] for query in queries]


def locks(statements):
    """Each session is dealt with in a transaction of its own, which begins with its lock."""
    return sum(statement.startswith("SAVEPOINT") for statement in statements)


def plain():
    return registered(SessionFactory(day=DAY))


def without_contact():
    return registered(SessionFactory(day=DAY), email="")


def whose_mail_came_back():
    registration = plain()
    then = registration.created_at
    Message.objects.update(sent_at=then, bounced_at=then, bounce_status="5.1.1", address_unknown=True)
    return registration


def with_a_landline():
    return registered(SessionFactory(day=DAY), email="", phone="03 29 00 00 00")


def who_cancelled():
    registration = plain()
    booking.cancel(registration.enrolment)
    return registration


def who_wants_no_reminder():
    registration = plain()
    Enrolment.objects.update(has_no_reminders=True)
    return registration


def who_was_absent():
    registration = plain()
    Registration.objects.update(absent=True)
    return registration


NOBODY = [without_contact, whose_mail_came_back, with_a_landline, who_cancelled, who_wants_no_reminder]


@pytest.mark.parametrize("family", [*NOBODY, who_was_absent])
def test_a_session_with_nobody_to_thank_is_not_locked(family):
    with time_machine.travel(REGISTERED):
        family()

    assert locks(asked(THANKED, scheduled.send_thanks)) == 0


@pytest.mark.parametrize("family", NOBODY)
def test_a_session_with_nobody_to_remind_is_not_locked(family):
    with time_machine.travel(REGISTERED):
        family()

    assert locks(asked(REMINDED, scheduled.send_reminders)) == 0


@pytest.mark.parametrize(
    ("moment", "work"), [(REMINDED, scheduled.send_reminders), (THANKED, scheduled.send_thanks)]
)
def test_a_session_is_locked_once_for_what_is_written_once(moment, work):
    with time_machine.travel(REGISTERED):
        plain()
    first = asked(moment, work)
    written = Message.objects.count()

    again = asked(moment, work)

    assert (locks(first) > 0, locks(again)) == (True, 0)
    assert Message.objects.count() == written


def test_a_session_whose_families_were_told_something_just_now_is_not_locked_for_reminders():
    with time_machine.travel("2027-03-11T10:00Z"):
        plain()

    assert locks(asked(REMINDED, scheduled.send_reminders)) == 0


def test_a_course_that_goes_on_is_not_locked_for_thanks():
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    course = scheduling.create_course(workshop)
    with time_machine.travel(REGISTERED):
        first, _last = (
            SessionFactory(activity=workshop, venue=venue, course=course, day=DAY + timedelta(days=days))
            for days in (0, 7)
        )
        registered(first)

    assert locks(asked(THANKED, scheduled.send_thanks)) == 0


def test_an_offer_that_stands_still_while_a_date_is_postponed_locks_nothing():
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    course = scheduling.create_course(workshop)
    with time_machine.travel(REGISTERED):
        first, last = (
            SessionFactory(
                activity=workshop, venue=venue, course=course, day=DAY + timedelta(days=days), capacity=1
            )
            for days in (0, 7)
        )
        holder = registered(first)
        registered(first)
        booking.cancel(holder.enrolment)
        scheduling.postpone(last, reason="La salle est prise.", by=None)

    assert Registration.objects.offered().count() == 2
    assert locks(asked("2027-03-05T09:00Z", scheduled.lapse_offers)) == 0


@pytest.mark.parametrize(
    ("moment", "work"), [(REMINDED, scheduled.send_reminders), (THANKED, scheduled.send_thanks)]
)
def test_ten_sessions_are_looked_at_in_as_many_queries_as_one(moment, work):
    with time_machine.travel(REGISTERED):
        plain()
    asked(moment, work)
    one = len(asked(moment, work))
    with time_machine.travel(REGISTERED):
        for _ in range(9):
            plain()
    asked(moment, work)

    assert len(asked(moment, work)) == one

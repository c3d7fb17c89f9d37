"""A machine's clock ran ahead by a month and was set right: nothing that was noted meanwhile holds anything up."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox import delivery, jobs
from outbox.models import Job, Message
from privacy import limits
from privacy.models import Tally
from privacy.retention import purge
from tests.factories import SessionFactory, on, registered
from tests.outbox.letters import letter
from workshops import booking, notices, scheduled

pytestmark = pytest.mark.django_db

NOW = "2027-03-01T09:00Z"
A_MONTH_AHEAD = "2027-03-31T09:00Z"
A_MINUTE_LATER = "2027-03-01T09:01Z"


def told(kind):
    return Message.objects.filter(kind=kind).count()


def test_a_message_written_meanwhile_leaves():
    with time_machine.travel(A_MONTH_AHEAD):
        letter()

    with time_machine.travel(NOW):
        assert delivery.claim() == Message.objects.get()


def test_a_message_held_meanwhile_by_a_worker_that_was_killed_leaves():
    with time_machine.travel(NOW):
        letter()
    with time_machine.travel(A_MONTH_AHEAD):
        delivery.claim()

    with time_machine.travel(A_MINUTE_LATER):
        assert delivery.claim() == Message.objects.get()


def test_a_message_put_off_meanwhile_leaves():
    with time_machine.travel(NOW):
        letter()
    with time_machine.travel(A_MONTH_AHEAD):
        delivery.record(delivery.Outcome(delivery.claim(), error="SMTPServerDisconnected"))

    with time_machine.travel(A_MINUTE_LATER):
        assert delivery.claim() == Message.objects.get()


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(hours=24)])
def test_a_message_put_off_as_it_should_be_waits(ahead):
    with time_machine.travel(NOW):
        letter()
        Message.objects.update(next_try_at=timezone.now() + ahead)

        assert delivery.claim() is None


def test_a_job_left_meanwhile_is_done():
    with time_machine.travel(NOW):
        registration = registered(SessionFactory(day=on("2027-04-20")))
    with time_machine.travel(A_MONTH_AHEAD):
        booking.ask_for_links(email_key=registration.enrolment.email_key)

    with time_machine.travel(A_MINUTE_LATER):
        assert jobs.run_all() == 1

    assert told("link_again") == 1


def test_a_job_put_off_as_it_should_be_waits():
    with time_machine.travel(NOW):
        Job.objects.create(name="send links", next_try_at=timezone.now() + Job.RETRY_AFTER * Job.TRIES)

        assert list(Job.objects.due()) == []


def test_the_facts_of_a_job_left_meanwhile_are_kept_no_longer():
    with time_machine.travel(A_MONTH_AHEAD):
        booking.ask_for_links(email_key="camille@demo.test")

    with time_machine.travel(NOW):
        purge()

    assert Job.objects.get().facts == {}


def test_what_was_tried_meanwhile_counts_no_more():
    limit = limits.Limit("forms", most=2)
    with time_machine.travel(A_MONTH_AHEAD):
        limits.take((limit, "88.1.2.3"), weight=5)

    with time_machine.travel(NOW):
        assert limits.take((limit, "88.1.2.3")) is None
        limits.forget_old_tries()
        assert Tally.objects.count() == 1


def test_a_link_sent_meanwhile_may_be_asked_for_again():
    with time_machine.travel(NOW):
        enrolment = registered(SessionFactory(day=on("2027-04-20"))).enrolment
    with time_machine.travel(A_MONTH_AHEAD):
        notices.link_again(enrolment)

    with time_machine.travel(A_MINUTE_LATER):
        notices.link_again(enrolment)
        notices.link_again(enrolment)

    assert told("link_again") == 2


def test_what_was_written_meanwhile_keeps_no_reminder_back():
    with time_machine.travel(NOW):
        registration = registered(SessionFactory(day=on("2027-03-13")))
    with time_machine.travel(A_MONTH_AHEAD):
        notices.changed(registration.enrolment)

    with time_machine.travel("2027-03-12T09:10Z"):
        scheduled.send_reminders()

    assert told("reminder") == 1

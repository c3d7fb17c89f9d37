"""Work that comes back: once in each interval, by one worker, whatever else goes on and whatever the clock does."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from outbox import schedule
from outbox.models import Message, PeriodicJob

from .letters import in_threads, letter

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def test_scheduled_work_is_done_once_in_each_interval(works, time_machine):
    done = []
    schedule.periodic("reminders", timedelta(hours=1))(lambda: done.append("reminders"))

    for minutes in (0, 59, 60, 119, 120):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        schedule.run_due()

    assert done == ["reminders"] * 3


@pytest.mark.django_db(transaction=True)
def test_scheduled_work_is_done_by_one_worker_alone(works):
    done = []
    schedule.periodic("reminders", timedelta(hours=1))(lambda: done.append("reminders"))

    in_threads(3, schedule.run_due)

    assert done == ["reminders"]


def test_scheduled_work_that_fails_stops_neither_the_worker_nor_other_work(works, caplog):
    done = []

    @schedule.periodic("broken", timedelta(hours=1))
    def _broken():
        raise ValueError("famille@courriel.example")

    schedule.periodic("reminders", timedelta(hours=1))(lambda: done.append("reminders"))

    call_command("worker", "--until-empty")

    assert done == ["reminders"]
    assert "broken failed: ValueError" in caplog.text
    assert "@" not in caplog.text


def test_what_failed_is_tried_again_before_its_next_turn(works, time_machine):
    tried = []

    @schedule.periodic("purge", timedelta(hours=6))
    def _purge():
        tried.append("purge")
        if len(tried) == 1:
            raise ValueError

    for minutes in (0, 4, 5, 60, 364, 365):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        schedule.run_due()

    assert len(tried) == 3


def test_a_clock_that_ran_ahead_and_was_set_right_stops_no_work(works, time_machine):
    done = []
    schedule.periodic("purge", timedelta(hours=6))(lambda: done.append("purge"))

    for moment in (NOON, NOON + timedelta(days=30), NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)):
        time_machine.move_to(moment, tick=False)
        schedule.run_due()

    assert len(done) == 3


def abandoned(name):
    """The job is in the hands of a worker that was killed at noon."""
    schedule.periodic(name, HOUR)(lambda: None)
    return next(schedule._turns([name]))


def test_what_a_killed_worker_left_is_done_by_another_two_minutes_later(works, time_machine):
    time_machine.move_to(NOON, tick=False)
    abandoned("reminders")
    done = []
    schedule.periodic("reminders", HOUR)(lambda: done.append("reminders"))

    for seconds in (0, 119, 120, 121):
        time_machine.move_to(NOON + timedelta(seconds=seconds), tick=False)
        schedule.run_due()

    assert done == ["reminders"]


def test_what_a_worker_held_while_the_clock_ran_ahead_is_free_again(works, time_machine):
    time_machine.move_to(NOON + timedelta(days=30), tick=False)
    abandoned("reminders")
    done = []
    schedule.periodic("reminders", HOUR)(lambda: done.append("reminders"))

    time_machine.move_to(NOON, tick=False)
    schedule.run_due()

    assert done == ["reminders"]


@pytest.fixture
def long_job(works):
    """A job that goes on until it is ``released``, which the test may do and its end does."""
    job = LongJob()
    schedule.periodic("long", HOUR)(job.work)
    yield job
    job.released.set()
    for thread in threading.enumerate():
        if thread.name == "long":
            thread.join(10)


class LongJob:
    def __init__(self):
        self.begun, self.released, self.ended = (threading.Event() for _ in range(3))

    def work(self):
        self.begun.set()
        self.released.wait(10)
        connection.close()
        self.ended.set()


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_no_mail_from_leaving_nor_the_worker_from_ending(
    long_job, settings, mailoutbox, monkeypatch
):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.InterruptedTransport"
    monkeypatch.setattr("outbox.worker.LONGEST_END", 0.1)
    letter()

    call_command("worker")

    assert (long_job.begun.is_set(), long_job.ended.is_set()) == (True, False)
    assert (len(mailoutbox), Message.objects.sent().count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_no_other_from_its_turn(long_job):
    done = threading.Event()
    schedule.periodic("reminders", HOUR)(done.set)

    schedule.Threads().run_due()

    assert done.wait(10)
    assert not long_job.ended.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_goes_on_stays_its_worker_s_and_comes_back_an_interval_after_it_began(
    long_job, time_machine
):
    time_machine.move_to(NOON, tick=False)
    ours, others = schedule.Threads(), schedule.Threads()
    ours.run_due()
    long_job.begun.wait(10)
    for seconds in (100, 200, 300):
        time_machine.move_to(NOON + timedelta(seconds=seconds), tick=False)
        ours.run_due()
        others.run_due()
    held = PeriodicJob.objects.get().held_until

    long_job.released.set()
    ours.wait(10)

    assert others._running == {}
    assert held == NOON + timedelta(seconds=420)
    job = PeriodicJob.objects.get()
    assert (job.held_by, job.next_at) == (None, NOON + HOUR)

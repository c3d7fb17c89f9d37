"""What a request leaves to the worker."""

from datetime import UTC, datetime

import pytest

from outbox import jobs
from outbox.models import Job, Message
from outbox.worker import Worker
from privacy.retention import purge

from .letters import letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(datetime(2027, 3, 13, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def done(monkeypatch):
    """What the jobs named « write » and « break » were given."""
    given = []

    def write(**facts):
        given.append(facts)
        letter(cause=f"job:{len(given)}")

    def fail(**facts):
        write(**facts)
        raise ValueError

    monkeypatch.setattr(jobs, "_handlers", {"write": write, "break": fail})
    return given


def test_a_job_is_done_once_by_the_worker(done, mailoutbox):
    jobs.put("write", email="lea@demo.test")

    Worker().run(until_empty=True)

    assert done == [{"email": "lea@demo.test"}]
    assert (Job.objects.count(), len(mailoutbox)) == (0, 1)


def test_what_a_failed_job_wrote_is_taken_back_and_those_behind_it_are_done(done):
    jobs.put("break", email="lea@demo.test")
    jobs.put("write", email="leo@demo.test")

    assert jobs.run_all() == 2

    assert [facts["email"] for facts in done] == ["lea@demo.test", "leo@demo.test"]
    assert (Job.objects.count(), Message.objects.count()) == (1, 1)


def test_a_failed_job_is_tried_again_and_given_up(done, time_machine):
    jobs.put("break", email="lea@demo.test")

    for _hour in range(Job.TRIES + 2):
        jobs.run_all()
        time_machine.shift(600)

    assert (len(done), Job.objects.count()) == (Job.TRIES, 0)


def test_a_job_asked_for_long_ago_is_not_done_any_more(done, time_machine):
    jobs.put("write", email="lea@demo.test")

    time_machine.shift(jobs.TOO_LATE)
    jobs.run_all()

    assert (done, Job.objects.count()) == ([], 0)


def test_the_facts_of_a_job_that_nobody_did_are_kept_one_day(done, time_machine):
    jobs.put("write", email="lea@demo.test")

    time_machine.shift(24 * 60 * 60)
    purge()

    assert Job.objects.get().facts == {}

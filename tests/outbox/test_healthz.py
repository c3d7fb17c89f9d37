import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from outbox import schedule
from outbox.models import Heartbeat, PeriodicJob

from .letters import in_threads

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)


@pytest.fixture
def seen(db, time_machine):
    """The worker was seen at noon; it is noon."""
    time_machine.move_to(NOON, tick=False)
    Heartbeat.objects.beat("worker")


def answer(client):
    response = client.get("/healthz")
    return response.status_code, response.content.decode()


def test_all_is_well(client, seen):
    assert answer(client) == (200, "ok")


def test_the_answer_is_plain_text_that_nobody_keeps(client, seen):
    response = client.get("/healthz")

    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_worker_never_seen_is_named(client, db):
    assert answer(client) == (503, "worker")


def test_a_worker_is_lately_seen_for_ninety_seconds(client, seen, time_machine):
    time_machine.move_to(NOON + timedelta(seconds=89), tick=False)
    assert answer(client) == (200, "ok")

    time_machine.move_to(NOON + timedelta(seconds=90), tick=False)
    assert answer(client) == (503, "worker")


def test_a_cache_that_does_not_answer_is_named(client, seen, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / "file" / "cache"),
        }
    }

    assert answer(client) == (503, "cache")


@pytest.mark.django_db(transaction=True)
def test_it_answers_when_the_database_is_down(client):
    def ask_without_database():
        nowhere = {"NAME": "/nowhere/db", "HOST": "127.0.0.1", "PORT": 9}
        connection.settings_dict = connection.settings_dict | nowhere
        return answer(client)

    assert in_threads(1, ask_without_database) == [(503, "database")]


def test_a_worker_seen_in_the_future_is_not_seen(client, seen, time_machine):
    time_machine.move_to(NOON - timedelta(days=30), tick=False)

    assert answer(client) == (503, "worker")


def test_the_clocks_of_two_machines_may_differ_by_seconds(client, seen, time_machine):
    time_machine.move_to(NOON - timedelta(seconds=20), tick=False)

    assert answer(client) == (200, "ok")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_only_be_read_is_named(client):
    Heartbeat.objects.beat("worker")
    read_only = {
        "sqlite": "PRAGMA query_only = ON",
        "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    }

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(read_only[connection.vendor])
        return answer(client)

    assert in_threads(1, ask) == [(503, "database")]


#: How another holds what is asked for; what a connection says of its patience, and the usual one.
HELD = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN; LOCK TABLE {table}"}
PATIENCE = {
    "sqlite": ("SELECT timeout FROM pragma_busy_timeout", 30_000),
    "postgresql": (
        "SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')",
        "30s 0",
    ),
}


def patience():
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE[connection.vendor][0])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["outbox_heartbeat", "outbox_periodicjob"])
def test_a_database_that_another_holds_is_named_and_soon_and_families_wait_as_before(client, table):
    Heartbeat.objects.beat("worker")
    with closing(connection.copy()) as other, other.cursor() as holder:
        holder.execute(HELD[connection.vendor].format(table=table))
        start = time.monotonic()

        said = answer(client)

        elapsed = time.monotonic() - start
        holder.execute("ROLLBACK")
    assert said == (503, "database")
    assert elapsed < 5
    assert patience() == PATIENCE[connection.vendor][1]


def test_who_asks_often_writes_little(client, seen, django_assert_num_queries):
    client.get("/healthz")

    with django_assert_num_queries(6) as asked:
        client.get("/healthz")

    verbs = {query["sql"].split()[0] for query in asked}
    assert verbs - {"PRAGMA", "SET", "RESET"} == {"SELECT"}


@pytest.fixture
def hourly(seen, monkeypatch):
    """A job of every hour that came to its end at noon."""
    monkeypatch.setattr(schedule, "_works", {"reminders": (timedelta(hours=1), lambda: None)})
    schedule.run_due()


@pytest.mark.parametrize(("minutes", "said"), [(179, (200, "ok")), (180, (503, "late: reminders"))])
def test_a_job_that_has_not_succeeded_for_three_intervals_is_named(
    client, hourly, time_machine, minutes, said
):
    time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
    Heartbeat.objects.beat("worker")

    assert answer(client) == said


def test_a_job_that_keeps_failing_is_named_and_one_of_every_minute_has_an_hour(
    client, seen, monkeypatch, time_machine
):
    def fail():
        raise ValueError

    monkeypatch.setattr(schedule, "_works", {"offers": (timedelta(minutes=1), fail)})
    said = []
    for minutes in (0, 59, 60):
        time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)
        Heartbeat.objects.beat("worker")
        schedule.run_due()
        said.append(answer(client))

    assert said == [(200, "ok"), (200, "ok"), (503, "late: offers")]


def test_a_job_that_ended_in_the_future_has_not_ended(client, hourly, time_machine):
    PeriodicJob.objects.update(succeeded_at=NOON + timedelta(days=30))

    assert answer(client) == (503, "late: reminders")


def test_a_job_taken_up_again_after_a_night_is_not_late_while_it_is_done(client, hourly, time_machine):
    """The worker was stopped from noon to midnight; the job takes its time, and then has taken too long."""
    midnight = NOON + timedelta(hours=12)
    time_machine.move_to(midnight, tick=False)
    next(schedule._turns(["reminders"]))
    said = []

    for minutes in (0, 179, 180):
        time_machine.move_to(midnight + timedelta(minutes=minutes), tick=False)
        Heartbeat.objects.beat("worker")
        said.append(answer(client))

    assert said == [(200, "ok"), (200, "ok"), (503, "late: reminders")]

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from outbox.models import Heartbeat

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

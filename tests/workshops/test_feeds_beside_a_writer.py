"""On SQLite one writer has the whole file: who reads a calendar does not wait for it."""

import sqlite3
import time
from contextlib import closing

import pytest
from django.db import connection

from tests.factories import SessionFactory
from tests.workshops.calendars import values
from workshops.models import KeptEvent

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
#: In seconds: a writer is waited for thirty.
SOON = 3


def test_a_calendar_that_was_not_kept_is_read_while_another_process_writes(client):
    SessionFactory(), SessionFactory()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        start = time.monotonic()

        answer = client.get("/agenda.ics")

        elapsed = time.monotonic() - start
        writer.execute("ROLLBACK")
    assert (len(values(answer.content, "UID")), KeptEvent.objects.count()) == (2, 0)
    assert elapsed < SOON


def test_others_wait_for_a_writer_as_before(client):
    SessionFactory()
    client.get("/agenda.ics")

    with connection.cursor() as cursor:
        (milliseconds,) = cursor.execute("PRAGMA busy_timeout").fetchone()

    assert milliseconds == 30_000

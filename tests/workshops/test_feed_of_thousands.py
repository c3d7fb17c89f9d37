"""A feed of five thousand sessions: what keeping its events is worth, as ratios of one run."""

import time
import tracemalloc
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import SessionFactory
from tests.workshops.calendars import by_the_library_alone, values, words
from workshops import agenda, feeds, scheduling
from workshops.models import KeptEvent, Session
from workshops.models.sessions import new_ref

pytestmark = [pytest.mark.django_db, pytest.mark.measured]
MANY = 5_000


@pytest.fixture
def programme(db):
    """Five thousand dates of one workshop, an hour apart."""
    first = SessionFactory()
    fields = {
        field.attname: getattr(first, field.attname)
        for field in Session._meta.concrete_fields
        if field.attname not in {"id", "uid", "ref", "starts_at", "ends_at"}
    }
    day = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    Session.objects.bulk_create(
        Session(
            ref=f"{new_ref()}{number % 10}",
            starts_at=day + timedelta(hours=number),
            ends_at=day + timedelta(hours=number + 1),
            **fields,
        )
        for number in range(MANY - 1)
    )


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(work):
    """Bytes that Python held at most while ``work`` ran, above what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def alone():
    return by_the_library_alone(Session.objects.public().cards())


def test_kept_events_make_it_in_a_tenth_of_the_time_and_a_304_in_a_hundredth(client, programme):
    def whole():
        return b"".join(client.get("/agenda.ics").streaming_content)

    content = whole()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself, but not within the transaction of a test
    known = {"If-None-Match": client.head("/agenda.ics").headers["ETag"]}

    longest = seconds(alone)
    kept = min(seconds(whole) for _round in range(3))
    unchanged = min(seconds(lambda: client.get("/agenda.ics", headers=known)) for _round in range(5))
    with CaptureQueriesContext(connection) as queries:
        status = client.get("/agenda.ics", headers=known).status_code

    assert len(values(content, "UID")) == MANY
    assert kept <= longest / 10
    assert (status, len(queries)) == (304, 1)
    assert unchanged <= longest / 100


@pytest.mark.sqlite  # what Python holds is the same beside another database, and slow to count
def test_kept_events_take_a_tenth_of_the_memory(programme):
    def piece_by_piece():
        for _piece in feeds.of_search(agenda.read({})).content():
            pass

    piece_by_piece()

    assert peak(piece_by_piece) <= peak(alone) / 10


def test_one_change_among_thousands_is_written_alone(client, programme):
    def whole():
        return b"".join(client.get("/agenda.ics").streaming_content)

    whole()
    session = Session.objects.latest("starts_at")
    KeptEvent.objects.update(written=b"KEPT\r\n")

    scheduling.revise(session, note="Porte B.", by=None)
    content = whole()

    assert content.count(b"KEPT\r\n") == MANY - 1
    assert "Porte B." in words(content[content.index(b"BEGIN:VEVENT") :], "DESCRIPTION")

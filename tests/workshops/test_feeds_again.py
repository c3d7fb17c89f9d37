"""How a calendar is asked for again: what did not change is not sent, what changed always is."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.http import parse_http_date

from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    VenueFactory,
    on,
    registered,
)
from tests.workshops.calendars import uids, words
from tests.workshops.situations import MONDAY
from workshops import feeds, scheduling
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_site")]


# Asking again ----------------------------------------------------------------------------------------


def again(client, answer, by, path="/agenda.ics"):
    header = {"etag": "If-None-Match", "date": "If-Modified-Since"}[by]
    asked = answer.headers["ETag" if by == "etag" else "Last-Modified"]
    return client.get(path, headers={header: asked}).status_code


@pytest.mark.parametrize("by", ["etag", "date"])
def test_what_did_not_change_is_not_sent_again(client, monday, by):
    SessionFactory()
    monday.shift(timedelta(seconds=2))

    answer = client.get("/agenda.ics")
    monday.shift(timedelta(hours=6))

    assert again(client, answer, by) == 304


@pytest.mark.parametrize("by", ["etag", "date"])
def test_two_changes_within_one_second_are_both_read(client, monday, by):
    session = SessionFactory(day=on("2027-03-13"))
    monday.shift(timedelta(seconds=2))
    scheduling.revise(session, note="Porte B.", by=None)
    first = client.get("/agenda.ics")
    monday.shift(timedelta(milliseconds=400))

    scheduling.revise(session, note="Porte C.", by=None)

    assert again(client, first, by) == 200
    second = client.get("/agenda.ics")
    assert "Porte C." in words(second.content, "DESCRIPTION")
    monday.shift(timedelta(seconds=5))
    assert again(client, second, "etag") == 304


def test_a_change_at_the_very_instant_of_another_is_read(client, monday):
    session = SessionFactory(day=on("2027-03-13"))
    scheduling.revise(session, note="Porte B.", by=None)
    first = client.get("/agenda.ics")

    scheduling.revise(session, note="Porte C.", by=None)  # by a monday that stands still

    assert again(client, first, "etag") == 200
    assert "Porte C." in words(client.get("/agenda.ics").content, "DESCRIPTION")


@pytest.mark.parametrize("by", ["etag", "date"])
def test_a_session_that_went_elsewhere_is_missed(client, monday, by):
    TerritoryFactory(guadeloupe=True)
    session = SessionFactory(day=on("2027-03-13"))
    monday.shift(timedelta(seconds=2))
    path = "/agenda.ics?territoire=vosges"
    with_it = client.get(path)
    monday.shift(timedelta(minutes=1))

    guadeloupe = VenueFactory(guadeloupe=True)
    scheduling.move(
        session, venue=guadeloupe, territory=guadeloupe.territory, reason="La salle est prise.", by=None
    )

    assert again(client, with_it, by, path) == 200
    assert uids(client.get(path)) == []


@pytest.mark.parametrize("by", ["etag", "date"])
def test_a_session_that_has_grown_old_is_left_out(client, monday, by):
    SessionFactory(day=on("2027-03-13"))
    monday.move_to(datetime(2027, 4, 13, 9, 29, tzinfo=UTC))  # it ended on 13 March at 10 h 30 UTC
    before = client.get("/agenda.ics")

    monday.move_to(datetime(2027, 4, 13, 10, 31, tzinfo=UTC))

    assert len(uids(before)) == 1
    assert again(client, before, by) == 200
    assert uids(client.get("/agenda.ics")) == []


def test_last_modified_is_never_the_current_second_nor_to_come(client, monday):
    SessionFactory()

    at_once = client.get("/agenda.ics").headers["Last-Modified"]
    monday.shift(timedelta(seconds=1))
    later = client.get("/agenda.ics").headers["Last-Modified"]

    assert parse_http_date(at_once) == MONDAY.timestamp() - 1
    assert parse_http_date(later) == MONDAY.timestamp()


def test_a_file_of_one_session_is_dated_by_that_one(client, monday):
    session = SessionFactory()
    monday.shift(timedelta(hours=1))
    SessionFactory()

    answer = client.get(session.ics_url)

    assert parse_http_date(answer.headers["Last-Modified"]) == session.revised_at.timestamp()


def test_a_booking_changes_no_calendar_but_the_family_s(client, monday):
    session = SessionFactory()
    answer = client.get("/agenda.ics")
    monday.shift(timedelta(minutes=1))

    registered(session)

    assert again(client, answer, "etag") == 304


def test_who_knows_the_feed_costs_one_query(client, django_assert_num_queries):
    for _number in range(3):
        SessionFactory()
    etag = client.get("/agenda.ics").headers["ETag"]

    with django_assert_num_queries(1):
        answer = client.get("/agenda.ics", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert "Content-Length" not in answer.headers


def test_the_name_of_the_file_is_readable_with_accents_and_without(client):
    SessionFactory()
    ref = Session.objects.get().ref

    assert client.get("/agenda.ics").headers["Content-Disposition"] == (
        "inline; filename=\"ateliers-e-parentalite.ics\"; filename*=UTF-8''Ateliers%20e-parentalit%C3%A9.ics"
    )
    assert client.get(f"/seances/{ref}.ics").headers["Content-Disposition"] == (
        f'attachment; filename="seance-{ref}.ics"'
    )


@pytest.mark.parametrize("chunk", [500, 1], ids=["short", "long"])
def test_the_heads_alone_are_those_of_the_whole(client, monkeypatch, chunk):
    SessionFactory(), SessionFactory()
    monkeypatch.setattr(feeds, "CHUNK", chunk)

    whole, heads = client.get("/agenda.ics"), client.head("/agenda.ics")

    assert b"".join(heads) == b""
    assert heads.headers == whole.headers
    assert client.post("/agenda.ics").status_code == 405


@pytest.mark.parametrize("chunk", [500, 1], ids=["short", "long"])
def test_a_calendar_travels_compressed(client, monkeypatch, chunk):
    SessionFactory(), SessionFactory()
    whole = client.get("/agenda.ics").content
    monkeypatch.setattr(feeds, "CHUNK", chunk)

    answer = client.get("/agenda.ics", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer)) == whole
    assert client.get("/agenda.ics", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304

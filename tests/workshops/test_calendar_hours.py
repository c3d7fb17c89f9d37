"""The hours that our calendars write, and their zones against tzdata. Readers: ``tests/ical/test_readers.py``."""

from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from territories.zones import GUADELOUPE, ZONES
from tests.workshops.calendars import HOUR, at, file_of, lines, words
from workshops import calendar
from workshops.calendar.zones import is_shown_twice


def test_an_evening_in_guadeloupe_is_written_on_its_own_day_and_its_zone_is_said():
    written = file_of(at(datetime(2027, 7, 16, 3, 30, tzinfo=UTC), GUADELOUPE))

    assert "DTSTART;TZID=America/Guadeloupe:20270715T233000" in lines(written)
    assert "(heure de Guadeloupe)" in words(written, "DESCRIPTION")


def test_the_hour_that_clocks_show_twice_is_written_in_utc():
    written = lines(file_of(at(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))))

    assert [line for line in written if line.startswith("DT")][:2] == [
        "DTSTART:20271031T013000Z",
        "DTEND:20271031T023000Z",
    ]


# Zones ----------------------------------------------------------------------------------------


def transitions(zone, first=2000, last=2040):
    """The instants around which the clocks of ``zone`` change, to the hour, by tzdata; each New Year too."""
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        after = moment + HOUR
        changes = moment.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
        if changes or (moment.month, moment.day, moment.hour) == (1, 1, 0):
            yield after
        moment = after


def test_every_zone_we_serve_has_its_vtimezone():
    assert calendar.VTIMEZONES.keys() == ZONES.keys()


@pytest.mark.parametrize("name", ZONES)
def test_a_vtimezone_agrees_with_tzdata_around_every_change_of_hour(name):
    zone, read = ZoneInfo(name), tzical(StringIO(calendar.VTIMEZONES[name])).get(name)
    around = [change + n * HOUR / 2 for change in transitions(zone) for n in range(-6, 7)]
    local = [instant.astimezone(zone) for instant in around]
    told_once = [moment for moment in local if not is_shown_twice(moment)]

    assert [moment.replace(tzinfo=read).utcoffset() for moment in told_once] == [
        moment.utcoffset() for moment in told_once
    ]
    assert len(told_once) >= 41 * 13


@pytest.mark.parametrize("name", ZONES)
def test_a_vtimezone_is_one_that_outlook_reads(name):
    text = calendar.VTIMEZONES[name]

    assert text.count("BEGIN:STANDARD") == 1
    assert text.count("BEGIN:DAYLIGHT") <= 1
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=") == 2 * text.count("BEGIN:DAYLIGHT")
    assert "RDATE" not in text

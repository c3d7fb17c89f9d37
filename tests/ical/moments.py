"""Dates, durations, offsets and zones as iCalendar writes them (RFC 5545 §3.3), read without raising."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

DATE, IN_UTC, ZONED, FLOATING = "DATE", "UTC", "zoned", "floating"
SECOND = timedelta(seconds=1)
_DURATION = re.compile(
    r"([+-]?)P(?=.)(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)", re.ASCII
)
_OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)([0-5]\d)?", re.ASCII)


@dataclass(frozen=True)
class Moment:
    """``local`` is naive, in ``zone`` where ``form`` is ZONED (a DATE is its midnight)."""

    form: str
    local: datetime
    zone: str = ""

    @property
    def instant(self):
        """Aware, in UTC; None for a date, a floating time or a zone that nobody knows."""
        if self.form == IN_UTC:
            return self.local.replace(tzinfo=UTC)
        if self.form == ZONED and (zone := known_zone(self.zone)) and 2 < self.local.year < 9998:
            return self.local.replace(tzinfo=zone).astimezone(UTC)
        return None


def moment(found):
    """The ``Moment`` of a DATE-TIME or DATE property, or None where it is neither."""
    return found and moment_of(found.value, found.parameter("VALUE").upper(), found.parameter("TZID"))


def moment_of(value, kind="", zone=""):
    if kind == "DATE":
        day = _parsed(value, r"\d{8}", "%Y%m%d")
        return day and Moment(DATE, day)
    local = _parsed(value.removesuffix("Z"), r"\d{8}T\d{6}", "%Y%m%dT%H%M%S")
    if local is None or kind not in {"", "DATE-TIME"}:
        return None
    if value.endswith("Z"):
        return Moment(IN_UTC, local)
    return Moment(ZONED, local, zone) if zone else Moment(FLOATING, local)


def duration(value):
    """A ``timedelta``, or None."""
    if not (found := _DURATION.fullmatch(value)) or max(map(len, found.groups(""))) > 6:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def offset(value):
    """A UTC offset as a ``timedelta``, or None (−0000 is none: RFC 5545 §3.3.14)."""
    found = _OFFSET.fullmatch(value)
    if not found or re.fullmatch(r"-0+", value):
        return None
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


def end_of(event):
    """The ``Moment`` at which an event ends, by DTEND or DURATION; None where neither can be read."""
    start, end, length = moment(event.first("DTSTART")), moment(event.first("DTEND")), event.first("DURATION")
    if end or not start or not length or (added := duration(length.value)) is None:
        return end
    try:
        return Moment(start.form, start.local + added, start.zone)
    except OverflowError:
        return None


@cache
def known_zone(name):
    """tzdata's zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return None


@cache
def transitions(name, year):
    """The UTC instants of that year at which tzdata's offset changes, to the second."""
    zone, found = known_zone(name), []
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(367)]
    for before, after in pairwise(days):
        if offset_at(zone, before) == offset_at(zone, after):
            continue
        while after - before > SECOND:
            middle = (before + (after - before) / 2).replace(microsecond=0)
            if offset_at(zone, middle) == offset_at(zone, before):
                before = middle
            else:
                after = middle
        found.append(after)
    return found


def offset_at(zone, instant):
    return instant.astimezone(zone).utcoffset()


def onsets(component, last_year):
    """(UTC instant, offset from then on, its name) of every observance of a VTIMEZONE up to ``last_year``, sorted.

    None where an observance cannot be computed.
    """
    found = []
    for part in component.components:
        start = moment_of(part.value("DTSTART"))
        before, after = offset(part.value("TZOFFSETFROM")), offset(part.value("TZOFFSETTO"))
        if start is None or before is None or after is None:
            return None
        try:
            local = _recurrences(part, start.local, last_year)
        except (ValueError, KeyError, TypeError, OverflowError):
            return None
        found += [((day - before).replace(tzinfo=UTC), after, before) for day in local]
    return sorted(found)


def offset_by(computed, instant):
    """The offset that ``onsets`` give at an instant; before the first one, the offset it starts from."""
    passed = [after for onset, after, _before in computed if onset <= instant]
    if passed:
        return passed[-1]
    return computed[0][2] if computed else None


def _recurrences(part, start, last_year):
    """The naive local onsets of one observance (RFC 5545 §3.6.5): its DTSTART, RDATE and RRULE."""
    end = datetime(last_year + 1, 1, 1)
    days = {start}
    for found in part.all("RDATE"):
        days |= {datetime.strptime(value, "%Y%m%dT%H%M%S") for value in found.value.split(",")}
    for found in part.all("RRULE"):
        if not re.match(r"FREQ=(YEARLY|MONTHLY)\b", found.value):
            raise ValueError(found.value)
        until = re.search(r";UNTIL=(\d{8}T\d{6})Z", found.value)
        last = end
        if until:
            last = datetime.strptime(until[1], "%Y%m%dT%H%M%S") + offset(part.value("TZOFFSETFROM"))
        days |= _days_of(re.sub(r";UNTIL=[^;]*", "", found.value), start, min(last, end))
    return [day for day in days if 1000 < day.year < 3000]


@cache
def _days_of(rule, start, last):
    """The naive recurrences of a rule from ``start`` to ``last``."""
    return set(rrulestr(rule, dtstart=start).between(start, last, inc=True))


def _parsed(value, shape, form):
    if not re.fullmatch(shape, value, re.ASCII):
        return None
    try:
        return datetime.strptime(value, form)
    except ValueError:
        return None

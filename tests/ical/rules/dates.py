"""D. Dates (RFC 5545 §3.3.5, §3.8.2), of events."""

from datetime import UTC, timedelta

from tests.ical.moments import DATE, FLOATING, end_of, known_zone, moment
from tests.ical.rules.registry import rule

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = timedelta(days=31)


@rule("D01", "DTSTART present, well-formed, never floating")
def starts(reading):
    for event in reading.events:
        start = moment(event.first("DTSTART"))
        if start is None or start.form == FLOATING:
            yield f"{event.where}: DTSTART is {event.value('DTSTART')!r}"


@rule("D02", "DTEND or DURATION (one of them), DTEND of the same type and later than DTSTART")
def ends_after_it_starts(reading):
    for event in reading.events:
        written = [found.name for found in event.all("DTEND", "DURATION")]
        start, end = moment(event.first("DTSTART")), end_of(event)
        if len(written) != 1 or end is None:
            yield f"{event.where} ends by {written or 'nothing'}, which is not one that can be read"
        elif start and _type(start) != _type(end):
            yield f"{event.where} starts as {start.form} and ends as {end.form}"
        elif start and not _is_before(start, end):
            yield f"{event.where} ends before it starts"


@rule("D10", "no start or end in the hour that does not exist or exists twice (change of clock)")
def keeps_clear_of_the_change_of_clock(reading):
    for event in reading.events:
        for found in event.all("DTSTART", "DTEND"):
            read = moment(found)
            zone = known_zone(read.zone) if read and read.zone else None
            if zone and FIRST_YEAR <= read.local.year <= LAST_YEAR:
                if not _exists(read.local, zone):
                    yield f"{event.where}: {found.name} {found.value} does not exist in {read.zone}"
                elif _exists_twice(read.local, zone):
                    yield f"{event.where}: {found.name} {found.value} exists twice in {read.zone}"


@rule("D11", "years 2000–2100, timed events at most 31 days")
def lies_in_our_time(reading):
    for event in reading.events:
        start, end = moment(event.first("DTSTART")), end_of(event)
        for name, read in [("DTSTART", start), ("DTEND", end)]:
            if read and not FIRST_YEAR <= read.local.year <= LAST_YEAR:
                yield f"{event.where}: {name} is in the year {read.local.year}"
        if start and end and start.form != DATE and end.local - start.local > LONGEST:
            yield f"{event.where} lasts {end.local - start.local}"


@rule("D12", "DTSTART and DTEND use the same TZID")
def ends_in_the_zone_it_starts_in(reading):
    for event in reading.events:
        start, end = event.first("DTSTART"), event.first("DTEND")
        if start and end and start.parameter("TZID") != end.parameter("TZID"):
            zones = f"{start.parameter('TZID')!r} and {end.parameter('TZID')!r}"
            yield f"{event.where} starts and ends in {zones}"


def _type(read):
    """A DTEND may be in UTC where DTSTART has a zone (D12 has its word on that), never a date or floating."""
    return read.form if read.form in {DATE, FLOATING} else "fixed"


def _is_before(start, end):
    if start.instant and end.instant:
        return start.instant < end.instant
    return start.local < end.local


def _exists(local, zone):
    back = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) == local


def _exists_twice(local, zone):
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second

"""D. Time zones (RFC 5545 §3.2.19, §3.6.5)."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from tests.ical.moments import (
    FLOATING,
    SECOND,
    end_of,
    known_zone,
    moment,
    moment_of,
    offset,
    offset_at,
    offset_by,
    onsets,
    transitions,
)
from tests.ical.rules.registry import rule

#: The zones of the départements the site serves.
ALLOWED = {"Europe/Paris", "America/Guadeloupe"}
#: How many years after the last event a subscriber may still read the same zone.
YEARS_AFTER = 2
_YEARLY = re.compile(
    r"FREQ=YEARLY;(BYMONTH=\d{1,2};BYDAY=[+-]?\d(SU|MO|TU|WE|TH|FR|SA)|BYDAY=.{3,4};BYMONTH=\d+)"
)


@rule("D03", "no TZID on a UTC or DATE value, no TZID=UTC")
def names_a_zone_where_there_is_one(reading):
    for found in reading.document.properties:
        zone = found.parameter("TZID")
        is_date = found.parameter("VALUE").upper() == "DATE"
        if zone and (found.value.endswith("Z") or is_date or zone.upper() in {"UTC", "Z"}):
            yield f"line {found.line}: {found.name} has TZID={zone} on {found.value}"


@rule("D04", "exactly one VTIMEZONE for every TZID used, none twice, none unused")
def describes_each_zone_once(reading):
    described = Counter(zone.value("TZID") for zone in reading.document.zones)
    used = {found.parameter("TZID") for found in reading.document.properties} - {""}
    for name in sorted(used - described.keys()):
        yield f"{name} is used and has no VTIMEZONE"
    for name in sorted(name for name, number in described.items() if number > 1):
        yield f"{name} has {described[name]} VTIMEZONE"
    # An empty calendar carries one that it does not use: RFC 5545 §3.6 wants a component (S07).
    unused = sorted(described.keys() - used)
    if unused and (len(reading.calendar.components) > 1 or reading.events):
        yield f"{', '.join(unused)} described and not used"


@rule("D05", "VTIMEZONE components precede the events that use them")
def describes_zones_first(reading):
    for event in reading.events:
        used = {found.parameter("TZID") for part in event.walk() for found in part.properties} - {""}
        for zone in reading.document.zones:
            if zone.value("TZID") in used and zone.line > event.line:
                yield f"{event.where} comes before its {zone.where}"


@rule("D06", "TZID is an IANA Area/Location name of the allowed list, without leading '/'")
def uses_our_zones(reading):
    written = [(found.line, found.parameter("TZID")) for found in reading.document.properties]
    written += [(zone.line, zone.value("TZID")) for zone in reading.document.zones]
    for line, name in written:
        # TZID=UTC is D03's.
        if name and name not in ALLOWED and name.upper() not in {"UTC", "Z"}:
            yield f"line {line}: {name} is none of our zones"


@rule("D07", "each observance has DTSTART (local, no TZID), TZOFFSETFROM, TZOFFSETTO once and well-formed")
def describes_observances_whole(reading):
    for zone in reading.document.zones:
        if not zone.value("TZID") or not (zone.parts("STANDARD") + zone.parts("DAYLIGHT")):
            yield f"{zone.where} has no TZID or no observance"
        for part in zone.components:
            start = [moment(found) for found in part.all("DTSTART")]
            if len(start) != 1 or start[0] is None or start[0].form != FLOATING:
                yield f"{part.where}: DTSTART is {[found.value for found in part.all('DTSTART')]}"
            for name in ("TZOFFSETFROM", "TZOFFSETTO"):
                written = [found.value for found in part.all(name)]
                if len(written) != 1 or offset(written[0]) is None:
                    yield f"{part.where}: {name} is {written}"


@rule("D08", "each VTIMEZONE gives the offsets of tzdata at every event and around every transition")
def agrees_with_tzdata(reading):
    for zone in reading.document.zones:
        name = zone.value("TZID")
        if not (known := known_zone(name) if name in ALLOWED else None):
            continue
        instants, years = _instants(reading, name), _years(reading)
        computed = onsets(zone, years[-1])
        if not computed:
            yield f"{zone.where} cannot be computed"
            continue
        changes = [change for year in years for change in transitions(name, year)]
        changes += [onset for onset, _after, _before in computed if onset.year in years]
        instants |= {change + moved for change in changes for moved in (-SECOND, timedelta(0))}
        instants |= {datetime(year, month, 15, tzinfo=UTC) for year in years for month in (1, 7)}
        for instant in sorted(instants):
            if (told := offset_by(computed, instant)) != offset_at(known, instant):
                yield f"{zone.where} says {told} at {instant:%Y-%m-%dT%H:%M:%SZ}, not {offset_at(known, instant)}"


@rule(
    "D09",
    "VTIMEZONE readable by Outlook: one STANDARD, at most one DAYLIGHT, yearly RRULE with one BYDAY, no RDATE",
)
def is_read_by_outlook(reading):
    for zone in reading.document.zones:
        standard, daylight = zone.parts("STANDARD"), zone.parts("DAYLIGHT")
        if len(standard) != 1 or len(daylight) > 1:
            yield f"{zone.where} has {len(standard)} STANDARD and {len(daylight)} DAYLIGHT"
        for part in zone.components:
            written = [found.value for found in part.all("RRULE")]
            if part.all("RDATE"):
                yield f"{part.where} has RDATE"
            if len(written) > 1 or (daylight and not written) or not all(map(_YEARLY.fullmatch, written)):
                yield f"{part.where}: RRULE is {written}"


@rule("D13", "X-WR-TIMEZONE, if present, is one of the TZIDs used")
def names_a_zone_it_uses(reading):
    described = {zone.value("TZID") for zone in reading.document.zones}
    for found in reading.calendar.all("X-WR-TIMEZONE"):
        if found.text not in described:
            yield f"X-WR-TIMEZONE {found.text} is not among {sorted(described)}"


def _instants(reading, name):
    """When the events written in that zone start and end, those the zone is asked about."""
    found = set()
    for event in reading.events:
        for read in (moment(event.first("DTSTART")), end_of(event)):
            if read and read.zone == name and read.instant and 2000 <= read.local.year <= 2100:
                found.add(read.instant)
    return found


def _years(reading):
    """From the first event's year to two years after the last one's; around now where there is none."""
    read = [
        moment_of(found.value.rstrip("Z"))
        for event in reading.events
        for found in event.all("DTSTART", "DTEND")
    ]
    years = [one.local.year for one in read if one and 2000 <= one.local.year <= 2100] or [reading.now.year]
    return range(min(years), max(years) + YEARS_AFTER + 1)

"""E. Values that are not texts, and parameters (RFC 5545 §3.2, §3.3, §3.8)."""

import re
from itertools import chain

from tests.ical.moments import moment, moment_of
from tests.ical.rules.identity import sequence
from tests.ical.rules.octets import control_characters, has_quoting_trouble
from tests.ical.rules.registry import rule
from tests.ical.rules.wording import is_absolute_uri, says_it_is_off

URIS = {"URL", "SOURCE", "CONFERENCE", "ATTACH", "TZURL", "IMAGE"}
#: Those that have no default type, and the types each may say.
TYPED = {
    "REFRESH-INTERVAL": {"DURATION"},
    "SOURCE": {"URI"},
    "CONFERENCE": {"URI"},
    "IMAGE": {"URI", "BINARY"},
    "LINK": {"URI", "UID", "XML-REFERENCE"},
    "STRUCTURED-DATA": {"TEXT", "BINARY", "URI"},
}
LEGAL = {
    "STATUS": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
    "PRIORITY": set("0123456789"),
}
_DEGREES = r"[+-]?\d{1,3}(?:\.\d+)?"
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Parameters that may hold several addresses; each of theirs, and ALTREP, DIR and SENT-BY, stands in quotes.
_SEVERAL = {"MEMBER", "DELEGATED-TO", "DELEGATED-FROM", "FEATURE", "DISPLAY"}
_QUOTED = {"ALTREP", "DIR", "SENT-BY", "MEMBER", "DELEGATED-TO", "DELEGATED-FROM"}
_PARTS_OF_A_RULE = {
    "FREQ": r"SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "COUNT": r"[1-9]\d*",
    "INTERVAL": r"[1-9]\d*",
    "BYDAY": r"([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)(,([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA))*",
    "WKST": r"SU|MO|TU|WE|TH|FR|SA",
} | dict.fromkeys(
    ["BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"],
    r"[+-]?\d{1,3}(,[+-]?\d{1,3})*",
)


@rule("T07", "URL, SOURCE, CONFERENCE, ATTACH, TZURL, IMAGE are absolute URIs, not text-escaped")
def gives_whole_addresses(reading):
    for found in reading.document.properties:
        is_address = found.name in URIS and found.parameter("VALUE").upper() != "BINARY"
        if is_address and found.value and not is_absolute_uri(found.value):
            yield f"line {found.line}: {found.name} {found.value!r} is no absolute URI"


@rule("T08", "GEO is 'lat;lon' with points as decimal marks, in range, not 0;0")
def has_a_place_on_earth(reading):
    for event in reading.events:
        for found in event.all("GEO"):
            if coordinates(found.value) is None:
                yield f"line {found.line}: GEO is {found.value!r}"


@rule("T11", "values without a default type carry VALUE=")
def says_types_that_have_no_default(reading):
    for found in reading.document.properties:
        if found.name in TYPED and found.parameter("VALUE").upper() not in TYPED[found.name]:
            yield f"line {found.line}: {found.name} does not say VALUE={'|'.join(sorted(TYPED[found.name]))}"


@rule("T12", "STATUS, TRANSP, CLASS, PRIORITY have legal values; STATUS present")
def has_legal_values(reading):
    for event in reading.events:
        if not event.first("STATUS"):
            yield f"{event.where} has no STATUS"
        for found in event.all(*LEGAL):
            if found.value and found.value not in LEGAL[found.name]:
                yield f"line {found.line}: {found.name} is {found.value!r}"


@rule("T13", "cancelled: SEQUENCE ≥ 1, TRANSP:TRANSPARENT, SUMMARY says so")
def says_that_it_is_cancelled(reading):
    for event in reading.events:
        if event.value("STATUS") != "CANCELLED":
            continue
        if (sequence(event) or 0) < 1:
            yield f"{event.where} is cancelled with SEQUENCE {event.value('SEQUENCE')!r}"
        if event.value("TRANSP") != "TRANSPARENT":
            yield f"{event.where} is cancelled and TRANSP is {event.value('TRANSP')!r}"
        if not says_it_is_off(event.text("SUMMARY")):
            yield f"{event.where} is cancelled and {event.text('SUMMARY')!r} does not say so"


@rule("T14", "X-APPLE-STRUCTURED-LOCATION: VALUE=URI, geo: equal to GEO, no line break in a parameter")
def points_apple_to_the_same_place(reading):
    for event in reading.events:
        for found in event.all("X-APPLE-STRUCTURED-LOCATION"):
            place = re.fullmatch(rf"geo:({_DEGREES}),({_DEGREES})", found.value)
            if found.parameter("VALUE").upper() != "URI":
                yield f"line {found.line}: {found.name} does not say VALUE=URI"
            if not place or coordinates(event.value("GEO")) != (float(place[1]), float(place[2])):
                yield f"line {found.line}: {found.value} is not GEO {event.value('GEO')!r}"
            if any(
                "\\n" in entry.lower() for entry in chain(*(entries for _name, entries in found.parameters))
            ):
                yield f"line {found.line}: a parameter holds a line break"


@rule("T16", "parameters: LANGUAGE is a tag, CN/LABEL/ALTREP quoted as needed, no DQUOTE or control inside")
def quotes_parameters(reading):
    for line in reading.document.malformed:
        if has_quoting_trouble(line):
            yield f"line {line.number}: a parameter is not quoted as needed"
    for found in reading.document.properties:
        for name, entries in found.parameters:
            written = ",".join(entries)
            if name == "LANGUAGE" and not _TAG.fullmatch(written):
                yield f"line {found.line}: LANGUAGE is {written!r}"
            if len(entries) > 1 and name not in _SEVERAL:
                yield f"line {found.line}: {name} has a bare comma"
            if name in _QUOTED and not all(re.fullmatch('".+"', entry) for entry in entries):
                yield f"line {found.line}: {name} is not quoted"
            if control_characters(written):
                yield f"line {found.line}: {name} holds {control_characters(written)}"
            if name in {"CN", "LABEL"} and re.match(r"(?!mailto:|https?:).*?(mailto:|https?:)", found.value):
                yield f"line {found.line}: {name} has a bare colon"


@rule("T17", "RRULE/EXDATE/RDATE well-formed: EXDATE and RDATE of the type of DTSTART")
def recurs_as_it_starts(reading):
    for component in reading.document.components:
        start = moment(component.first("DTSTART"))
        for found in component.all("RRULE"):
            if trouble := _trouble_of(found.value):
                yield f"line {found.line}: RRULE {found.value}: {trouble}"
        for found in component.all("EXDATE", "RDATE"):
            kind, zone = found.parameter("VALUE").upper(), found.parameter("TZID")
            for entry in found.value.split(","):
                first = entry.split("/")[0] if kind == "PERIOD" else entry
                read = moment_of(first, "" if kind == "PERIOD" else kind, zone)
                if not read or not start or (read.form, read.zone) != (start.form, start.zone):
                    yield f"line {found.line}: {found.name} {entry} is not of the type of DTSTART"


def coordinates(value):
    """(latitude, longitude) of a GEO value, or None."""
    found = re.fullmatch(rf"({_DEGREES});({_DEGREES})", value)
    if not found:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (latitude, longitude) if is_on_earth else None


def _trouble_of(written):
    """What is wrong with a recurrence rule (RFC 5545 §3.3.10), "" where nothing is."""
    parts = [part.partition("=")[::2] for part in written.split(";")]
    known = dict(parts)
    if len(known) != len(parts):
        return "a part stands twice"
    if "FREQ" not in known:
        return "no FREQ"
    if {"UNTIL", "COUNT"} <= known.keys():
        return "UNTIL and COUNT"
    wrong = [name for name, value in parts if not re.fullmatch(_PARTS_OF_A_RULE.get(name, "(?!)"), value)]
    return " ".join(wrong)

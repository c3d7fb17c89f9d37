"""libical, the C library behind GNOME's and KDE's calendars, by ctypes: Debian's package ``libical3``."""

import ctypes
from ctypes import c_char_p, c_int, c_int64, c_void_p
from datetime import UTC, datetime
from functools import cache

from tests.ical.readings import Absent, Reading, Refused, strict

#: Version 3, whose ``icaltimetype`` this is: another may have another shape.
LIBRARY = "libical.so.3"
ADVICE = "libical is not here: apt-get install libical3"


class Time(ctypes.Structure):
    """``struct icaltimetype`` (icaltime.h), which the library hands over by value."""

    _fields_ = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    ]


#: What is called: what it gives, then what it takes.
SIGNATURES = {
    "icalcomponent_as_ical_string": (c_char_p, c_void_p),
    "icalcomponent_count_errors": (c_int, c_void_p),
    "icalcomponent_free": (None, c_void_p),
    "icalcomponent_get_description": (c_char_p, c_void_p),
    "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_first_property": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_location": (c_char_p, c_void_p),
    "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_sequence": (c_int, c_void_p),
    "icalcomponent_get_summary": (c_char_p, c_void_p),
    "icalcomponent_get_timezone": (c_void_p, c_void_p, c_char_p),
    "icalcomponent_get_uid": (c_char_p, c_void_p),
    "icalcomponent_string_to_kind": (c_int, c_char_p),
    "icalerror_set_errors_are_fatal": (None, c_int),
    "icalparser_parse_string": (c_void_p, c_char_p),
    "icalproperty_get_dtend": (Time, c_void_p),
    "icalproperty_get_dtstart": (Time, c_void_p),
    "icalproperty_get_parameter_as_string": (c_char_p, c_void_p, c_char_p),
    "icalproperty_get_value_as_string": (c_char_p, c_void_p),
    "icalproperty_string_to_kind": (c_int, c_char_p),
    "icalrestriction_check": (c_int, c_void_p),
    "icaltime_as_timet_with_zone": (c_int64, Time, c_void_p),
    "icaltime_is_utc": (c_int, Time),
}


@cache
def _loaded(name):
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        raise Absent(ADVICE) from error
    for name, (given, *taken) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = given, taken
    # An error is an answer: it must not end the process that asked.
    library.icalerror_set_errors_are_fatal(0)
    return library


@strict
def read(content):
    """The ``Reading``s of ``content``, which must also meet libical's own tables of restrictions (RFC 5546)."""
    library = _loaded(LIBRARY)
    calendar = library.icalparser_parse_string(content)
    if not calendar:
        raise Refused("libical parses nothing there")
    try:
        _check(library, calendar)
        return [_reading(library, calendar, event) for event in _events(library, calendar)]
    finally:
        library.icalcomponent_free(calendar)


def _check(library, calendar):
    """Refuses what is no VCALENDAR, or has an X-LIC-ERROR: the parser and the restrictions leave theirs there."""
    meets_restrictions = library.icalrestriction_check(calendar)
    if library.icalcomponent_count_errors(calendar) or not meets_restrictions:
        written = library.icalcomponent_as_ical_string(calendar).decode(errors="replace")
        raise Refused(f"libical: {written.partition('X-LIC-ERROR')[2][:300] or 'not one VCALENDAR'}")


def _events(library, calendar):
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(calendar, kind)


def _reading(library, calendar, event):
    def words(name):
        return (getattr(library, f"icalcomponent_get_{name}")(event) or b"").decode()

    def value(name):
        found = _property(library, event, name)
        return library.icalproperty_get_value_as_string(found).decode() if found else ""

    return Reading(
        uid=words("uid"),
        start=_instant(library, calendar, event, "dtstart"),
        end=_instant(library, calendar, event, "dtend"),
        summary=words("summary"),
        status=value("status"),
        location=words("location"),
        description=words("description"),
        url=value("url"),
        sequence=library.icalcomponent_get_sequence(event),
    )


def _instant(library, calendar, event, name):
    """By the calendar's own VTIMEZONE: ``icalcomponent_get_dtstart`` would fall back on this machine's zones."""
    found = _property(library, event, name)
    time = getattr(library, f"icalproperty_get_{name}")(found)
    zone = None
    if not library.icaltime_is_utc(time):
        tzid = library.icalproperty_get_parameter_as_string(found, b"TZID")
        zone = tzid and library.icalcomponent_get_timezone(calendar, tzid)
        if not zone:
            raise Refused(f"{name}: the zone {tzid} is not described")
    return datetime.fromtimestamp(library.icaltime_as_timet_with_zone(time, zone), UTC)


def _property(library, event, name):
    kind = library.icalproperty_string_to_kind(name.upper().encode())
    return library.icalcomponent_get_first_property(event, kind)

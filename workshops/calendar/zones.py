"""Hours as every calendar reads them: the zones, and the hour that clocks show twice."""

from datetime import UTC

from territories.zones import GUADELOUPE, PARIS

#: One for every zone of ``territories.zones``, valid from 1996 on. A new one must read like these:
#: one STANDARD, at most one DAYLIGHT, yearly rules, onsets in the hour that ends (Outlook and
#: ical.js read nothing else right). A test holds each against tzdata.
VTIMEZONES = {
    PARIS: """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""",
    GUADELOUPE: """\
BEGIN:VTIMEZONE
TZID:America/Guadeloupe
BEGIN:STANDARD
DTSTART:19700101T000000
TZNAME:AST
TZOFFSETFROM:-0400
TZOFFSETTO:-0400
END:STANDARD
END:VTIMEZONE
""",
}
#: The name of the zone of an event that needs none described.
UNIVERSAL = "UTC"


def zone_of(span):
    """The zone the hours of ``span`` are written in: its own, or UTC in the autumn hour that clocks show twice.

    A local hour there means the first of the two (RFC 5545 §3.3.5): the second cannot be said,
    and readers do not agree on the first.
    """
    twice = is_shown_twice(span.start) or is_shown_twice(span.end)
    return UTC if twice else span.start.tzinfo


def zones_of(spans):
    """The names of the zones to describe for events at these times; Paris's if there is none.

    Without an event there is still one: RFC 5545 §3.6 wants a component.
    """
    names = {str(zone_of(span)) for span in spans}
    return sorted(names - {UNIVERSAL}) if names else [PARIS]


def is_shown_twice(moment):
    """Whether clocks show this hour (aware, local) a second time that day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def described(names):
    """The bytes of one VTIMEZONE for each name."""
    return b"".join(VTIMEZONES[name].replace("\n", "\r\n").encode() for name in names)

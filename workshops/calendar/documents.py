"""VCALENDARs: what stands around events (RFC 5545 §3.4, RFC 7986).

They are joined as bytes, because the library would write every event again at each request.
"""

from datetime import timedelta

from icalendar import Calendar, vDuration, vText

from content import languages
from workshops.calendar.text import plain_name
from workshops.calendar.zones import described

#: How often a subscribed calendar should ask again: well under a day, so that a cancellation of
#: tomorrow's session arrives, and seldom enough to cost nothing.
REFRESH = timedelta(hours=6)
#: After the last event.
END = b"END:VCALENDAR\r\n"


def head(name="", zones=(), method=""):
    """The bytes before the first event: the calendar's own properties, then one VTIMEZONE for each of ``zones``.

    A ``name`` makes it a feed, which says how often to come back; it loses the characters that
    calendars show badly. ``method``: for an invitation alone (RFC 5546), never in a feed.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//e-parentalite//agenda//{languages.active().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        # The library escapes no plain str there, and writes a plain timedelta as Python does.
        calendar.add("name", vText(plain_name(name)))
        calendar.add("x-wr-calname", vText(plain_name(name)))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    return calendar.to_ical().removesuffix(END) + described(zones)


def joined(beginning, events):
    """The bytes of a whole calendar."""
    return b"".join([beginning, *events, END])

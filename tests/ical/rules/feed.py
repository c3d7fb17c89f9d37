"""G. Properties of a feed (RFC 7986 §5, RFC 5546 §3.2.1)."""

from datetime import timedelta

from tests.ical.moments import duration
from tests.ical.rules.names import COLOURS
from tests.ical.rules.registry import OWN, SUBSCRIBED, rule

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=1)


@rule("F01", "NAME and X-WR-CALNAME present and equal", kinds=SUBSCRIBED)
def has_one_name(reading):
    name, shown = reading.calendar.text("NAME"), reading.calendar.text("X-WR-CALNAME")
    if not name or name != shown:
        yield f"NAME is {name!r} and X-WR-CALNAME {shown!r}"


@rule(
    "F02",
    "REFRESH-INTERVAL and X-PUBLISHED-TTL present, positive, equal, between 15 minutes and 1 day",
    kinds=SUBSCRIBED,
)
def says_how_often_to_come_back(reading):
    written = [reading.calendar.value(name) for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")]
    first, second = map(duration, written)
    if first is None or first != second or not SHORTEST <= first <= LONGEST:
        yield f"REFRESH-INTERVAL is {written[0]!r} and X-PUBLISHED-TTL {written[1]!r}"


@rule(
    "F03",
    "a feed has no METHOD, or PUBLISH (then every event has an ORGANIZER and no ATTENDEE)",
    kinds=SUBSCRIBED,
)
def asks_for_no_answer(reading):
    if not reading.calendar.all("METHOD"):
        return
    method = reading.calendar.value("METHOD")
    if method != "PUBLISH" or reading.kind == OWN:
        yield f"METHOD is {method!r}"
    for event in reading.events:
        if not event.all("ORGANIZER") or event.all("ATTENDEE"):
            yield f"{event.where} is published without ORGANIZER or with ATTENDEE"


@rule("F04", "X-WR-CALDESC equals the calendar DESCRIPTION", kinds=SUBSCRIBED)
def has_one_description(reading):
    shown, words = reading.calendar.text("X-WR-CALDESC"), reading.calendar.text("DESCRIPTION")
    if shown != words:
        yield f"X-WR-CALDESC is {shown!r} and DESCRIPTION {words!r}"


@rule("F05", "COLOR is a CSS3 colour name (not #rrggbb)")
def has_a_named_colour(reading):
    for found in reading.document.properties:
        if found.name == "COLOR" and found.value.lower() not in COLOURS:
            yield f"line {found.line}: COLOR is {found.value!r}"

"""Four readers of iCalendar that are not the library that writes ours: strict, and all after one manner.

Each takes the bytes of a calendar, gives its ``Reading``s by start, and raises ``Refused`` at any
error or warning. Each reads hours by the file's own VTIMEZONE, whatever zones the machine knows.
"""

import os
import warnings
from contextlib import contextmanager
from unittest.mock import patch

from tests.ical import ical_js, libical
from tests.ical.readings import Absent, Reading, Refused, in_utc, strict

try:
    import vobject
except ImportError:
    vobject = None
try:
    import ics
except ImportError:
    ics = None

ADVICE = "{} is not here: pip install -r requirements-dev.txt"


@strict
def by_vobject(content):
    """By vobject. It keeps the first zone of a name for good, and asks pytz for those that nobody described."""
    if vobject is None:
        raise Absent(ADVICE.format("vobject"))
    with _warnings_as_errors():
        (calendar,) = vobject.readComponents(content.decode(), validate=True, transform=False)
        if calendar.name != "VCALENDAR":
            raise Refused(f"a {calendar.name} and no VCALENDAR")
        zones = {zone.tzid.value for zone in calendar.contents.get("vtimezone", [])}
        for name in zones:
            vobject.icalendar.registerTzid(name, None)
        events = calendar.contents.get("vevent", [])
        for moment in (moment for event in events for moment in (event.dtstart, event.dtend)):
            if undescribed := set(moment.params.get("TZID", [])) - zones:
                raise Refused(f"zones {undescribed} are not described")
        calendar.transformChildrenToNative()
        return [_vobject_reading(event) for event in events]


@strict
def by_ics(content):
    """By ics, twice: it comes to the events before the zones, and asks this machine for the zones it lacks."""
    if ics is None:
        raise Absent(ADVICE.format("ics"))
    with _warnings_as_errors():
        zones = ics.Calendar(content.decode())._timezones
        with patch("ics.utils.gettz", zones.__getitem__):
            return [_ics_reading(event) for event in ics.Calendar(content.decode()).events]


READERS = {"vobject": by_vobject, "ics": by_ics, "ical.js": ical_js.read, "libical": libical.read}
#: Those that start no browser.
AT_HAND = [name for name in READERS if name != "ical.js"]


def all_are_needed():
    """Whether an absent reader is a failure: ``ALL_READERS=1``, as in ``.ci/run``."""
    return os.environ.get("ALL_READERS", "") == "1"


def agree(content, *, browser=False):
    """The ``Reading``s of ``content``, once all readers that are here agree on uid, start and end of every event.

    ``browser``: ical.js too; such a test is marked ``browser``. AssertionError where they disagree,
    ``Refused`` where one finds fault, ``Absent`` where one is missing though all are needed.
    """
    found = {}
    for name in READERS if browser else AT_HAND:
        try:
            found[name] = READERS[name](content)
        except Absent:
            if all_are_needed():
                raise
    identities = {
        name: [(reading.uid, reading.start, reading.end) for reading in readings]
        for name, readings in found.items()
    }
    first, *others = identities
    assert others, "one reader agrees with itself"
    for other in others:
        assert identities[other] == identities[first], f"{other} and {first} disagree"
    return found[first]


def _vobject_reading(event):
    def text(name):
        return event.getChildValue(name, "")

    return Reading(
        uid=text("uid"),
        start=in_utc(event.dtstart.value),
        end=in_utc(event.dtend.value),
        summary=text("summary"),
        status=text("status"),
        location=text("location"),
        description=text("description"),
        url=text("url"),
        sequence=int(text("sequence")),
    )


def _ics_reading(event):
    (sequence,) = (line.value for line in event.extra if line.name == "SEQUENCE")
    return Reading(
        uid=event.uid,
        start=in_utc(event.begin.datetime),
        end=in_utc(event.end.datetime),
        summary=event.name or "",
        status=event.status or "",
        location=event.location or "",
        description=event.description or "",
        url=event.url or "",
        sequence=int(sequence),
    )


@contextmanager
def _warnings_as_errors():
    """But those about the library's own age, which say nothing of the calendar."""
    with warnings.catch_warnings(action="error"):
        warnings.simplefilter("ignore", DeprecationWarning)
        yield

"""Sessions → iCalendar bytes (RFC 5545, 5546, 7986). Knows no HTTP, reads no clock, asks no query.

Words are in the active language. Sessions come from ``Session.objects….cards()`` or have been
through ``presentation.present``, with ``activity__locale`` and ``venue__commune`` loaded: then no
query is made here, whatever their number.

The same rows give the same bytes, so an ``ETag`` holds: nothing stands in a public event that
changes without ``revised_at`` (no places left, no « over »).
"""

from workshops.calendar.documents import END, head, joined
from workshops.calendar.events import event
from workshops.calendar.invitations import Person, invitation
from workshops.calendar.own import own_feed, own_standing
from workshops.calendar.zones import VTIMEZONES, zones_of

__all__ = [
    "END",
    "VTIMEZONES",
    "Person",
    "event",
    "head",
    "invitation",
    "joined",
    "own_feed",
    "own_standing",
    "zones_of",
]

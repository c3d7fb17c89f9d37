"""What a mail carries for the reader's calendar: an invitation, or its withdrawal (RFC 5546 §3.2).

RSVP is FALSE and the family has accepted already: it answers on its own page, which counts places;
a calendar's answer would reach a mailbox.
"""

from dataclasses import dataclass
from urllib.parse import quote

from icalendar import vCalAddress

from workshops.calendar.documents import head, joined
from workshops.calendar.events import CANCELLED, written
from workshops.calendar.own import own_standing
from workshops.calendar.text import one_line
from workshops.calendar.zones import zones_of

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Person:
    """Who invites, who is invited."""

    name: str
    email: str


def invitation(registration, *, organizer, attendee):
    """``(method, bytes)``: the date of one family, as it stands now.

    CANCEL where the session or the family's place is called off, else REQUEST; one event, since
    RFC 5546 §3.2.2 allows one UID. SEQUENCE is higher at each change.
    """
    session, standing = registration.session, own_standing(registration)
    method = CANCEL if standing.status == CANCELLED else REQUEST
    vevent = written(session, standing)
    vevent.add("organizer", _address(organizer))
    # Of a place given back nobody takes part any more: no PARTSTAT (RFC 5546 §3.2.5).
    accepted = {"PARTSTAT": "ACCEPTED"} if method == REQUEST else {}
    role = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}
    vevent.add("attendee", _address(attendee, **role, **accepted))
    beginning = head(zones=zones_of([session.when]), method=method)
    return method, joined(beginning, [vevent.to_ical()])


def _address(person, **params):
    name = one_line(person.name).replace('"', "’")
    mailbox = quote(person.email, safe="@+!$'*=^_`{|}~")
    return vCalAddress(f"mailto:{mailbox}", params={**({"CN": name} if name else {}), **params})

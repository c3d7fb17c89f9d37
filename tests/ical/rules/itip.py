"""H. Invitations and cancellations (RFC 5546 §3.2)."""

from urllib.parse import unquote

from tests.ical.rules.identity import sequence
from tests.ical.rules.registry import INVITATION, rule
from tests.ical.rules.wording import MAIL

#: RFC 5545 §3.2.3, §3.2.12 (of an event), §3.2.16, §3.2.17.
LEGAL = {
    "PARTSTAT": {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"},
    "ROLE": {"CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"},
    "RSVP": {"TRUE", "FALSE"},
    "CUTYPE": {"INDIVIDUAL", "GROUP", "RESOURCE", "ROOM", "UNKNOWN"},
}


@rule("I01", "invitation: METHOD REQUEST or CANCEL at calendar level", kinds={INVITATION})
def asks_or_calls_off(reading):
    methods = [found.value for found in reading.calendar.all("METHOD")]
    if set(methods) - {"REQUEST", "CANCEL"} or not methods:
        yield f"METHOD is {methods}"


@rule(
    "I02",
    "invitation: one event (one UID) with exactly one ORGANIZER and at least one ATTENDEE, both mailto:",
    kinds={INVITATION},
)
def invites_to_one_event(reading):
    uids = {event.value("UID") for event in reading.events}
    if len(uids) != 1:
        yield f"invites to {len(uids)} events"
    for event in reading.events:
        organizers, attendees = event.all("ORGANIZER"), event.all("ATTENDEE")
        if len(organizers) != 1 or not attendees:
            yield f"{event.where} has {len(organizers)} ORGANIZER and {len(attendees)} ATTENDEE"


@rule("I03", "ORGANIZER and ATTENDEE values are mailto: URIs with a valid address (everywhere)")
def writes_to_addresses(reading):
    for found in reading.document.properties:
        if found.name in {"ORGANIZER", "ATTENDEE"} and mailed(found) is None:
            yield f"line {found.line}: {found.name} is {found.value!r}"


@rule(
    "I04",
    "REQUEST is not STATUS:CANCELLED; CANCEL is STATUS:CANCELLED with SEQUENCE ≥ 1",
    kinds={INVITATION},
)
def has_the_state_of_its_method(reading):
    method = reading.calendar.value("METHOD")
    for event in reading.events:
        is_cancelled = event.value("STATUS") == "CANCELLED"
        if method == "REQUEST" and is_cancelled:
            yield f"{event.where} is cancelled in a REQUEST"
        if method == "CANCEL" and not (is_cancelled and (sequence(event) or 0) >= 1):
            yield f"{event.where} has STATUS {event.value('STATUS')!r}, SEQUENCE {event.value('SEQUENCE')!r} in a CANCEL"


@rule("I05", "ATTENDEE parameters legal: PARTSTAT, ROLE, RSVP, CUTYPE")
def has_legal_attendees(reading):
    for found in reading.document.properties:
        for name, legal in LEGAL.items() if found.name == "ATTENDEE" else ():
            written = found.parameter(name)
            if written and written.upper() not in legal:
                yield f"line {found.line}: {name} is {written!r}"


@rule(
    "I06",
    "invitation names one attendee only (the recipient), different from the organizer",
    kinds={INVITATION},
)
def invites_one_family(reading):
    for event in reading.events:
        attendees = [mailed(found) for found in event.all("ATTENDEE")]
        if len(attendees) > 1:
            yield f"{event.where} names {len(attendees)} attendees"
        if {mailed(found) for found in event.all("ORGANIZER")} & set(attendees) - {None}:
            yield f"{event.where} invites its organizer"


def mailed(found):
    """The address of a mailto: URI in small letters, None where it is none."""
    scheme, _colon, address = found.value.partition(":")
    is_uri = scheme.lower() == "mailto" and address.isascii()
    return unquote(address).lower() if is_uri and MAIL.fullmatch(address) and ".." not in address else None

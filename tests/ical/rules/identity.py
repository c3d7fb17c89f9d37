"""C. Identity and revision (RFC 5545 §3.8.4.7, §3.8.7; RFC 7986 §5.3)."""

import re
import uuid
from collections import Counter

from tests.ical.moments import IN_UTC, moment
from tests.ical.rules.registry import rule

LONGEST_UID = 255
_LOCAL_AT_DOMAIN = re.compile(r"([A-Za-z0-9._+~:-]{8,})@([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)")


@rule("E01", "every VEVENT has a UID, at most 255 octets")
def has_a_uid(reading):
    for event in reading.events:
        size = len(event.value("UID").encode("utf-8", "surrogateescape"))
        if not 0 < size <= LONGEST_UID:
            yield f"{event.where}: UID of {size} octets"


@rule("E02", "UID (+RECURRENCE-ID) unique in the file")
def has_its_own_uid(reading):
    counted = Counter((event.value("UID"), event.value("RECURRENCE-ID")) for event in reading.events)
    for (uid, _recurrence), number in counted.items():
        if uid and number > 1:
            yield f"{number} events have the UID {uid}"


@rule("E03", "UID is globally unique (a UUID, or local@domain) and holds no person's address")
def has_a_uid_of_no_person(reading):
    for event in reading.events:
        uid = event.value("UID")
        if uid and not _is_uuid(uid) and not _is_local_at_domain(uid):
            yield f"{event.where}: {uid!r} may stand elsewhere too"
        if any(address.lower() in uid.lower() for address in _people(reading, event)):
            yield f"{event.where}: {uid!r} holds a person's address"


@rule("E04", "DTSTAMP present once and in UTC")
def has_a_stamp(reading):
    for event in reading.events:
        stamps = event.all("DTSTAMP")
        if len(stamps) != 1 or not _is_utc(stamps[0]):
            yield f"{event.where}: DTSTAMP is {[found.value for found in stamps]}"


@rule("E05", "DTSTAMP, CREATED, LAST-MODIFIED not in the future; CREATED ≤ LAST-MODIFIED")
def was_written_before_now(reading):
    for event in reading.events:
        stamps = {found.name: moment(found) for found in event.all("DTSTAMP", "CREATED", "LAST-MODIFIED")}
        instants = {name: found.instant for name, found in stamps.items() if found and found.instant}
        for name, instant in instants.items():
            if instant > reading.now:
                yield f"{event.where}: {name} is in the future"
        created, modified = instants.get("CREATED"), instants.get("LAST-MODIFIED")
        if created and modified and created > modified:
            yield f"{event.where}: CREATED comes after LAST-MODIFIED"


@rule("E06", "SEQUENCE present, integer ≥ 0")
def has_a_sequence(reading):
    for event in reading.events:
        if sequence(event) is None:
            yield f"{event.where}: SEQUENCE is {event.value('SEQUENCE')!r}"


@rule("E07", "LAST-MODIFIED present; LAST-MODIFIED and CREATED in UTC")
def says_when_it_was_modified(reading):
    for event in reading.events:
        if not event.first("LAST-MODIFIED"):
            yield f"{event.where} has no LAST-MODIFIED"
        for found in event.all("LAST-MODIFIED", "CREATED"):
            if not _is_utc(found):
                yield f"{event.where}: {found.name} is {found.value!r}"


@rule("E08", "without METHOD, DTSTAMP is the time of the last revision (equals LAST-MODIFIED)")
def is_stamped_by_its_revision(reading):
    for event in reading.events:
        stamp, modified = event.value("DTSTAMP"), event.value("LAST-MODIFIED")
        if stamp and modified and stamp != modified and not reading.calendar.all("METHOD"):
            yield f"{event.where}: DTSTAMP {stamp} is not LAST-MODIFIED {modified}"


def sequence(event):
    """The SEQUENCE of an event as an ``int``, None where it is missing or no number."""
    written = event.value("SEQUENCE")
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else None


def _is_utc(found):
    read = moment(found)
    return bool(read) and read.form == IN_UTC and not found.parameter("TZID")


def _is_uuid(uid):
    try:
        return str(uuid.UUID(uid)) == uid.lower()
    except ValueError:
        return False


def _is_local_at_domain(uid):
    """A local part that a machine made: eight characters or more, a digit among them."""
    found = _LOCAL_AT_DOMAIN.fullmatch(uid)
    return bool(found) and any(character.isdigit() for character in found[1])


def _people(reading, event):
    """The owner's address and those that take part."""
    parts = [found.value for found in event.all("ORGANIZER", "ATTENDEE")]
    mailed = [value[len("mailto:") :] for value in parts if value.lower().startswith("mailto:")]
    return {address for address in [reading.owner, *mailed] if "@" in address}

"""I. The mail around an invitation (RFC 6047)."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses

from tests.ical.documents import read
from tests.ical.rules.itip import mailed
from tests.ical.rules.registry import rule


@dataclass(frozen=True)
class Letter:
    """``calendars``: the text/calendar parts; ``content``: the first one's bytes."""

    message: EmailMessage
    calendars: list[EmailMessage]
    content: bytes

    @property
    def calendar(self):
        return read(self.content).calendar


def letter(message):
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Letter(message, calendars, payload(calendars[0]) if calendars else b"")


def payload(part):
    """The bytes of a part, whatever its transfer encoding."""
    return part.get_payload(decode=True) or b""


def addresses(message, *headers):
    """The mail addresses of these headers, in small letters."""
    written = [str(value) for header in headers for value in message.get_all(header, [])]
    return [address.lower() for _name, address in getaddresses(written) if address]


@rule("M01", "mail: one text/calendar part, charset=utf-8, method= equal to METHOD", subject="mail")
def carries_one_calendar(given):
    if len(given.calendars) != 1:
        yield f"{len(given.calendars)} text/calendar parts"
    for part in given.calendars[:1]:
        charset, method = str(part.get_param("charset", "")), str(part.get_param("method", ""))
        if charset.lower() != "utf-8":
            yield f"charset is {charset!r}"
        if method.upper() != given.calendar.value("METHOD") or not method:
            yield f"method is {method!r}, METHOD {given.calendar.value('METHOD')!r}"


@rule(
    "M02",
    "mail: text/calendar is the last part of a multipart/alternative with text/plain and text/html",
    subject="mail",
)
def offers_the_calendar_last(given):
    found = [
        [part.get_content_type() for part in container.get_payload()]
        for container in given.message.walk()
        if container.get_content_type() == "multipart/alternative" and container.is_multipart()
    ]
    if ["text/plain", "text/html", "text/calendar"] not in found:
        yield f"the alternatives are {found}"


@rule(
    "M03",
    "mail: the text/calendar alternative has no Content-Disposition: attachment and is base64 or quoted-printable",
    subject="mail",
)
def encodes_the_calendar(given):
    for part in given.calendars:
        encoding = str(part.get("Content-Transfer-Encoding", "7bit")).lower()
        if encoding not in {"base64", "quoted-printable"}:
            yield f"text/calendar is {encoding}"
        if part.get_content_disposition() == "attachment":
            yield "text/calendar is an attachment"


@rule("M04", "mail: an application/ics attachment named *.ics with the same bytes", subject="mail")
def joins_the_same_file(given):
    files = [part for part in given.message.walk() if part.get_content_type() == "application/ics"]
    if len(files) != 1:
        yield f"{len(files)} application/ics parts"
    for part in files:
        name, disposition = part.get_filename("") or "", part.get_content_disposition()
        if disposition != "attachment" or not name.endswith(".ics"):
            yield f"the file is {disposition} and its name {name!r}"
        if payload(part) != given.content:
            yield "the file is not the calendar of the mail"


@rule("M05", "mail: To is the ATTENDEE, one recipient; From (or Reply-To) is the ORGANIZER", subject="mail")
def goes_from_the_organizer_to_the_attendee(given):
    events = given.calendar.parts("VEVENT")
    attendees = {mailed(found) for event in events for found in event.all("ATTENDEE")}
    organizers = {mailed(found) for event in events for found in event.all("ORGANIZER")}
    recipients = addresses(given.message, "To", "Cc", "Bcc")
    if len(recipients) != 1 or not set(recipients) <= attendees:
        yield f"{len(recipients)} recipients, which are not the attendee"
    if not set(addresses(given.message, "From", "Reply-To")) & organizers:
        yield "neither From nor Reply-To is the organizer"

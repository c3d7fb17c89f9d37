"""Calendars that break no rule, one of each kind, written by hand; a mail and a server that carry them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from django.utils.datastructures import CaseInsensitiveMapping

NOW = datetime(2027, 2, 2, 12, 0, tzinfo=UTC)
OWNER = "famille@demo.test"
ORGANIZER = "ateliers@parents.example"

PARIS = """\
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
"""
GUADELOUPE = """\
BEGIN:VTIMEZONE
TZID:America/Guadeloupe
BEGIN:STANDARD
DTSTART:19700101T000000
TZNAME:AST
TZOFFSETFROM:-0400
TZOFFSETTO:-0400
END:STANDARD
END:VTIMEZONE
"""
TOP = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//e-parentalite//agenda//FR
CALSCALE:GREGORIAN
"""
NAMED = """\
NAME:Ateliers dans les Vosges
X-WR-CALNAME:Ateliers dans les Vosges
DESCRIPTION:Les séances\\, mises à jour chaque jour
X-WR-CALDESC:Les séances\\, mises à jour chaque jour
X-WR-TIMEZONE:Europe/Paris
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
SOURCE;VALUE=URI:https://parents.example/agenda.ics
COLOR:darkslateblue
"""
IN_EPINAL = """\
BEGIN:VEVENT
UID:0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111
DTSTAMP:20270201T120005Z
CREATED:20270104T090000Z
LAST-MODIFIED:20270201T120005Z
SEQUENCE:0
DTSTART;TZID=Europe/Paris:20270313T093000
DTEND;TZID=Europe/Paris:20270313T113000
SUMMARY;LANGUAGE=fr:Le téléphone de mon enfant
DESCRIPTION;LANGUAGE=fr:On règle ensemble son téléphone\\, sans crainte\\; \
c’est l’affaire d’une heure.\\n\\nÀ apporter\u00a0: son téléphone 📱.\\n\\n\
La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/
X-ALT-DESC;FMTTYPE=text/html:<p>On règle ensemble son téléphone.</p>
LOCATION;LANGUAGE=fr:Médiathèque\\, 1 rue de la Paix\\, 88000 Épinal
GEO:48.174389;6.45
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Médiathèque, Épinal":geo:48.174389,6.45
CATEGORIES:Contrôle parental,Jeux vidéo
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PUBLIC
PRIORITY:5
URL:https://parents.example/seances/bcdfghjk/
END:VEVENT
"""
IN_GUADELOUPE = """\
BEGIN:VEVENT
UID:6f2c7d1a-19d2-4b7e-8a44-3c5a90b1e222
DTSTAMP:20270120T080000Z
LAST-MODIFIED:20270120T080000Z
SEQUENCE:2
DTSTART;TZID=America/Guadeloupe:20270715T193000
DURATION:PT1H30M
SUMMARY:Annulé\u00a0: Dormir sans écran
DESCRIPTION:Cette séance est annulée.\\n\\nhttps://parents.example/seances/klmnpqrs/
LOCATION:En ligne
STATUS:CANCELLED
TRANSP:TRANSPARENT
URL:https://parents.example/seances/klmnpqrs/
END:VEVENT
"""
IN_THE_NIGHT_OF_CHANGE = """\
BEGIN:VEVENT
UID:nuit-20271031-7@parents.example
DTSTAMP:20270120T080000Z
LAST-MODIFIED:20270120T080000Z
SEQUENCE:0
DTSTART:20271031T003000Z
DTEND:20271031T013000Z
SUMMARY:Nuit des écrans
DESCRIPTION:https://parents.example/seances/nnnnnnnn/
LOCATION:Salle des fêtes\\, Épinal
STATUS:CONFIRMED
URL:https://parents.example/seances/nnnnnnnn/
END:VEVENT
"""
JOINED = """\
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre la séance, en ligne":\
https://us02.zoom.us/j/123456?pwd=abc
"""
PARTIES = f"""\
ORGANIZER;CN="e-parentalité, Vosges":mailto:{ORGANIZER}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{OWNER}
"""
ALARM = """\
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Le téléphone de mon enfant\\, dans deux heures
TRIGGER:-PT2H
END:VALARM
"""
END = "END:VCALENDAR\n"


def with_properties(event, more):
    return event.replace("STATUS:", f"{more}STATUS:", 1)


FEED = TOP + NAMED + GUADELOUPE + PARIS + IN_EPINAL + IN_GUADELOUPE + IN_THE_NIGHT_OF_CHANGE + END
EMPTY = TOP + NAMED + PARIS + END
FILE = TOP + PARIS + IN_EPINAL + END
OWN = (
    (TOP + NAMED + PARIS + with_properties(IN_EPINAL, JOINED) + END)
    .replace("son téléphone 📱.", f"{OWNER}, https://us02.zoom.us/j/123456?pwd=abc".replace(",", "\\,"))
    .replace("END:VEVENT\n", f"{ALARM}END:VEVENT\n")
)
INVITATION = f"{TOP}METHOD:REQUEST\n{PARIS}{with_properties(IN_EPINAL, JOINED + PARTIES)}{END}"
CANCELLATION = (
    f"{TOP}METHOD:CANCEL\n{PARIS}{with_properties(IN_EPINAL, PARTIES)}{END}".replace("CONFIRMED", "CANCELLED")
    .replace("SEQUENCE:0", "SEQUENCE:1")
    .replace("OPAQUE", "TRANSPARENT")
    .replace("fr:Le téléphone", "fr:Annulé\u00a0: Le téléphone")
)


def wire(text):
    """The bytes of a calendar: lines folded between characters at 75 octets, ended by CRLF."""
    return b"".join(_folded(line) for line in text.removesuffix("\n").split("\n"))


def _folded(line):
    pieces = [b""]
    for character in line:
        octets = character.encode("utf-8", "surrogateescape")
        if len(pieces[-1]) + len(octets) > 75:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"


def mail(text=INVITATION, method="REQUEST"):
    """The mail that carries an invitation as calendars want it (RFC 6047)."""
    content = wire(text)
    message = EmailMessage(policy=SMTP)
    message["From"] = f"e-parentalité <{ORGANIZER}>"
    message["To"] = OWNER
    message["Subject"] = "Votre place est réservée"
    message.set_content("Votre place est réservée.")
    message.add_alternative("<p>Votre place est réservée.</p>", subtype="html")
    message.add_alternative(content.decode(), subtype="calendar", cte="base64", params={"method": method})
    message.add_attachment(content, maintype="application", subtype="ics", filename="seance.ics")
    return message


@dataclass
class Answer:
    status: int
    headers: CaseInsensitiveMapping
    body: bytes = b""

    def with_headers(self, **changed):
        """The same answer with other headers; None takes one away."""
        changed = {name.replace("_", "-").lower(): value for name, value in changed.items()}
        kept = {name: value for name, value in self.headers.items() if name.lower() not in changed}
        told = {name: value for name, value in changed.items() if value is not None}
        return Answer(self.status, CaseInsensitiveMapping(kept | told), self.body)


URL = "https://parents.example/agenda.ics"
PERSONAL_URL = "https://parents.example/inscriptions/q7Zk2vXw9LmB4tRc.ics"
MODIFIED = "Mon, 01 Feb 2021 12:00:05 GMT"


def serve(url, headers, method="GET"):
    """A server of the feed, and of a personal one, that does all it should."""
    asked = CaseInsensitiveMapping(headers)
    if url not in {URL, PERSONAL_URL}:
        return Answer(404, CaseInsensitiveMapping({"Content-Type": "text/html; charset=utf-8"}), b"Rien ici.")
    body = wire(FEED if url == URL else OWN)
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    told = {"ETag": tag, "Last-Modified": MODIFIED, "Cache-Control": "public, max-age=300"}
    if url == PERSONAL_URL:
        told |= {
            "Cache-Control": "private, no-cache",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        }
    if sent := asked.get("If-None-Match"):
        is_known = sent == "*" or tag in sent
    else:
        is_known = asked.get("If-Modified-Since") == MODIFIED
    if is_known:
        return Answer(304, CaseInsensitiveMapping(told))
    told |= {"Content-Type": "text/calendar; charset=utf-8", "Content-Length": str(len(body))}
    told |= {"Content-Disposition": 'inline; filename="agenda.ics"'}
    return Answer(200, CaseInsensitiveMapping(told), b"" if method == "HEAD" else body)

"""Sessions that no database has seen, and what a careful reader finds in their calendars."""

import re
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from icalendar import Calendar
from wagtail.models import Locale

from content.models import Theme
from territories.models import Commune
from territories.zones import PARIS
from workshops import calendar
from workshops.calendar.events import public_standing, written
from workshops.models import ActivityPage, Session, State, Venue

HOUR = timedelta(hours=1)
REVISED = datetime(2027, 2, 1, 12, 0, 5, 678900, tzinfo=UTC)
JOIN_URL = "https://visio.example/salle;4,b?cle=é"


def workshop(themes=("Contrôle parental", "Jeux vidéo"), **fields):
    fields = {
        "title": "Le téléphone de mon enfant",
        "summary": "On règle ensemble son téléphone.",
        "bring": [("line", "Son téléphone"), ("line", "Le mot de passe")],
        "locale": Locale(language_code="fr"),
    } | fields
    page = ActivityPage(id=1, content_type=ContentType(pk=1), **fields)
    page.theme_list = [Theme(name=name) for name in themes]
    return page


def library(**fields):
    fields = {
        "name": "Médiathèque",
        "street": "1 rue de la Paix",
        "postal_code": "88000",
        "commune": Commune(name="Épinal"),
        "latitude": 48.17438912,
        "longitude": -6.45,
        "access": "Porte B, une rampe.",
        "transport": "Bus 3, arrêt Mairie.",
    } | fields
    return Venue(pk=1, **fields)


def session(zone=PARIS, **fields):
    fields = {
        "ref": "bcdfghjk",
        "uid": uuid.UUID("0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111"),
        "activity": workshop(),
        "venue": library(),
        "starts_at": datetime(2027, 3, 13, 8, 30, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 13, 10, 30, tzinfo=UTC),
        "time_zone": zone,
        "state": State.PUBLISHED,
        "note": "Venez un peu avant.",
        "created_at": datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
        "revised_at": REVISED,
    } | fields
    return Session(**fields)


def online(**fields):
    return session(venue=None, join_url=JOIN_URL, **fields)


def at(instant, zone=PARIS):
    return session(zone, uid=uuid.uuid4(), starts_at=instant, ends_at=instant + HOUR)


def feed_of(rows, *, name="Agenda"):
    """The bytes of a public feed of these sessions, as the site joins them."""
    beginning = calendar.head(name, calendar.zones_of(row.when for row in rows))
    return calendar.joined(beginning, map(calendar.event, rows))


def file_of(row):
    """The bytes of the public file of one session."""
    return calendar.joined(calendar.head(zones=calendar.zones_of([row.when])), [calendar.event(row)])


def by_the_library_alone(sessions):
    """As one would without keeping anything: each event written anew, then all of them once more as one."""
    whole = Calendar()
    for one in sessions:
        whole.add_component(written(one, public_standing(one)))
    return whole.to_ical()


def lines(content):
    """Unfolded content lines, after the rules on bytes (RFC 5545 §3.1) have been held."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    physical = content.removesuffix(b"\r\n").split(b"\r\n")
    assert not [line for line in physical if b"\n" in line or b"\r" in line or len(line) > 75]
    for line in physical:
        line.decode("utf-8")
    unfolded = content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert not [line for line in unfolded if not re.match(r'[A-Z-]+(;[A-Z-]+=("[^"]*"|[^":;,]*))*:.', line)]
    assert not [c for line in unfolded for c in line if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    return unfolded


def unfolded(content):
    """The text of a calendar, its long lines whole: what is looked for in it may stand across a fold."""
    return content.decode().replace("\r\n ", "")


def values(content, name):
    """The values of a property wherever it stands, as they are written."""
    pattern = re.compile(rf'{name}(;[A-Z-]+=("[^"]*"|[^":;]*))*:(.*)')
    return [found[3] for line in lines(content) if (found := pattern.fullmatch(line))]


def words(content, name):
    """A text property as a reader decodes it."""
    (value,) = values(content, name)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def uids(answer):
    """Those of an answer's events, in order."""
    return values(answer.content, "UID")


def uids_of(*sessions):
    return [str(one.uid) for one in sessions]

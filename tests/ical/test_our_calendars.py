"""What we write today breaks none of our rules about calendars, whatever the session, the language and the words."""

import uuid
from datetime import UTC, datetime

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from wagtail.models import Locale

from territories.zones import GUADELOUPE
from tests.ical import rules
from tests.workshops.calendars import (
    HOUR,
    JOIN_URL,
    REVISED,
    at,
    feed_of,
    file_of,
    library,
    online,
    session,
    workshop,
)
from workshops.models import State

pytestmark = pytest.mark.no_database

NOW = REVISED + HOUR
LANGUAGES = ("fr", "en", "ar")
EMOJI = "Été 👩‍👧 à la plage, c’est l’heure; éteignons 🎉\n"


def called_off(state, **fields):
    return session(state=state, sequence=2, **fields)


SESSIONS = {
    "published": session(),
    "cancelled": called_off(State.CANCELLED),
    "postponed": called_off(State.POSTPONED),
    "cancelled before any revision": session(state=State.CANCELLED),
    "online": online(),
    "online and cancelled": online(state=State.CANCELLED),
    "hybrid": session(join_url=JOIN_URL),
    "in Guadeloupe": session(GUADELOUPE),
    "an evening in Guadeloupe": at(datetime(2027, 7, 16, 3, 30, tzinfo=UTC), GUADELOUPE),
    "in summer": at(datetime(2027, 7, 15, 10, 0, tzinfo=UTC)),
    "before the hour that does not exist": at(datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
    "across the hour that does not exist": at(datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
    "into the hour shown twice": at(datetime(2027, 10, 30, 23, 30, tzinfo=UTC)),
    "from the hour shown twice": at(datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    "with long words": session(note=EMOJI * 400, activity=workshop(title="é" * 255, summary=EMOJI * 40)),
    "with hardly a word": session(
        note="",
        activity=workshop(themes=(), bring=[]),
        venue=library(street="", latitude=None, longitude=None, access="", transport=""),
    ),
    "in Arabic": session(activity=workshop(title="هاتف طفلي", locale=Locale(language_code="ar"))),
}
#: What was typed, or came with a paste, and what calendars trip over.
TRAPS = [
    "\\",
    ",",
    ";",
    ":",
    '"',
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "\u200f",
    "\ufffd",
]
TRAPS += [
    "e",
    "\u0301",
    "n",
    "N",
    "\u00a0",
    "«",
    "é",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "=",
    "^",
    "👩‍👧",
    "هاتف",
    "%0D%0A",
]
#: Signs of marks, of addresses, and those that UTF-8 read as Latin-1 is made of, have rules that words alone can break.
WORDS = st.lists(st.sampled_from(TRAPS) | st.text(st.characters(exclude_characters="<&@ÂÃâðØÙ"), max_size=8))
TYPED = WORDS.map("".join)


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = "https://parents.example"


def broken_everywhere(row, name="Ateliers dans les Vosges"):
    """What a feed of ``row`` and its own file break in the active language."""
    return [
        *rules.broken(feed_of([row], name=name), now=NOW),
        *rules.broken(file_of(row), kind="file", now=NOW),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", SESSIONS.values(), ids=SESSIONS)
def test_a_session_breaks_no_rule(row, language):
    with translation.override(language):
        assert broken_everywhere(row) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_of_no_session_breaks_no_rule(language):
    with translation.override(language):
        assert rules.broken(feed_of([], name="Agenda"), now=NOW) == []


def test_a_feed_of_several_sessions_and_zones_breaks_no_rule():
    instants = [
        datetime(2027, month, 28, hour, 30, tzinfo=UTC) for month in (3, 7, 10, 12) for hour in (0, 1, 9)
    ]
    rows = [at(instant, zone) for instant in instants for zone in ("Europe/Paris", GUADELOUPE)]

    assert rules.broken(feed_of(rows, name="Agenda"), now=NOW) == []


@effort(max_examples=50, deadline=None)
@given(title=TYPED, note=TYPED, place=TYPED, name=TYPED)
@example(title="a\\,b", note="a\\;b", place="\\,", name="\\,")
@example(title="e\x00\u0301", note="e\x00\u0301", place="e\x00\u0301", name="e\x00\u0301")
def test_whatever_is_typed_no_rule_is_broken(title, note, place, name):
    row = session(
        activity=workshop(title=f"Atelier {title}", themes=(f"Vie {title}",)),
        venue=library(name=f"Salle {place}", street=place, access=note),
        note=note,
    )

    assert broken_everywhere(row, f"Agenda {name}") == []


def test_every_export_says_the_same_of_a_session_in_every_language():
    rows = [session(ref=f"bcdfgh{rank}", uid=uuid.uuid4(), sequence=rank) for rank in range(3)]
    exports = []
    for language in LANGUAGES:
        with translation.override(language):
            exports += [feed_of(rows, name="Agenda"), *map(file_of, rows)]

    assert rules.broken_across(exports) == []


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_a_session_called_off_is_a_good_next_version(state):
    later = session(state=state, sequence=1, revised_at=REVISED + HOUR)
    before, after = (feed_of([row], name="Agenda") for row in (session(), later))

    assert rules.broken_between(before, after, now=NOW) == []


def test_the_facts_of_a_session_stand_in_its_file():
    row = session()

    expected = {
        "uid": row.uid,
        "start": row.starts_at,
        "end": row.ends_at,
        "summary": "Le téléphone de mon enfant",
        "status": "CONFIRMED",
        "location": "Médiathèque, 1 rue de la Paix, 88000 Épinal",
    }
    assert rules.unexpected(file_of(row), [expected]) == []

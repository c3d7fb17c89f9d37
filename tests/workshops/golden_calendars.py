"""Calendars as they must be, byte for byte.

``manage.py shell -c "from tests.workshops import golden_calendars as g; g.write()"`` writes them
anew: read the difference.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from tests.workshops.calendars import JOIN_URL, feed_of, library, online, session, workshop
from workshops.models import State

FOLDER = Path(__file__).parent / "golden"
SITE = "https://parents.example"
CHANGED = {"sequence": 1, "changed_at": datetime(2027, 2, 1, 12, 0, 5, tzinfo=UTC)}
#: A family emoji is seven characters and 25 octets, a flag two and eight: none may be cut.
ACCENTS = "Été à l’école : élèves, parents et aïeuls, dès la rentrée ! 👩‍👩‍👧‍👦 🇬🇵 Ça ira. " * 6
LONG = ("On entre par la grande porte, puis l’on monte; la salle est au fond, à gauche.\n" * 70)[:5000]


def cases():
    """``{name: session}``."""
    return {
        "plain": session(),
        "cancelled": session(state=State.CANCELLED, **CHANGED),
        "moved-online": online(**CHANGED),
        "postponed": session(state=State.POSTPONED, **CHANGED),
        "accents-and-emoji": session(activity=workshop(title="L’été 👩‍👧 à la médiathèque"), note=ACCENTS),
        "long-description": session(venue=library(access=LONG)),
        "online-only": online(),
        "hybrid": session(join_url=JOIN_URL),
    }


def path(name):
    return FOLDER / f"{name}.ics"


def written(row):
    return feed_of([row], name="Ateliers e-parentalité")


def write():
    settings.BASE_URL = SITE
    for name, row in cases().items():
        path(name).write_bytes(written(row))

"""Public calendars: which sessions they hold, which state of them, and their bytes.

The state is known without the bytes: from the rows' keys and their ``revised_at``, one query for
any number. An event is written when its session was revised, then kept as ``KeptEvent``.
"""

import hashlib
import logging
from functools import cache
from pathlib import Path

import django
import icalendar
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from content import languages
from content.dates import Span
from workshops import calendar
from workshops.corrections import KEPT_IN_FEEDS
from workshops.models import KeptEvent, Session
from workshops.models.presentation import present

#: How many events are held in memory at a time.
CHUNK = 500
#: Where the words of an event come from, with the catalogues.
SOURCES = ["workshops", "site/content", "site/territories"]

logger = logging.getLogger(__name__)


class Feed:
    """A calendar as it is now, in the active language. Without a ``name`` it is a file of the same events.

    ``sessions``: a queryset of public ones.
    """

    def __init__(self, sessions, name=""):
        self.sessions, self.name = sessions.order_by("starts_at", "pk"), name

    @classmethod
    def of(cls, sessions, *, name):
        """What one subscribes to: the past 31 days of ``sessions`` and all that is to come."""
        return cls(sessions.filter(ends_at__gt=timezone.now() - KEPT_IN_FEEDS), name)

    def __len__(self):
        return len(self._listing)

    @cached_property
    def _listing(self):
        """``[(key, revised_at)]`` in order; as text, since nothing but a difference is looked for."""
        revised = Cast("revised_at", models.TextField())
        return list(self.sessions.values_list("pk", revised))

    @cached_property
    def etag(self):
        """A strong validator, quoted (RFC 9110 §8.8.3): it differs as soon as one session was revised, came or went."""
        state = hashlib.sha256(f"{edition(languages.active())}\n{self.name}\n".encode())
        for key, revised in self._listing:
            state.update(f"{key} {revised}\n".encode())
        return f'"{state.hexdigest()[:32]}"'

    @property
    def modified_at(self):
        """The instant (aware) for clients that compare dates alone; never goes back.

        Of all public sessions, since one that was moved out of this feed changed it too; a session
        that has grown too old did when it left.
        """
        oldest = timezone.now() - KEPT_IN_FEEDS
        gone = Max("ends_at", filter=Q(ends_at__lte=oldest))
        latest = Session.objects.public().aggregate(revised=Max("revised_at"), ended=gone)
        left = latest["ended"] and latest["ended"] + KEPT_IN_FEEDS
        return max(filter(None, [latest["revised"], left]), default=oldest)

    def content(self):
        """The bytes in pieces, ``CHUNK`` events each."""
        yield calendar.head(self.name, calendar.zones_of(self._spans()))
        keys = [key for key, _revised in self._listing]
        for start in range(0, len(keys), CHUNK):
            yield _events(keys[start : start + CHUNK])
        yield calendar.END

    def _spans(self):
        return [Span(*times) for times in self.sessions.values_list("starts_at", "ends_at", "time_zone")]


class OwnFeed:
    """A family's own calendar, in the active language: its dates as they stand for it, with the link to join.

    ``registrations``: from ``letters.registrations_of``. A few events, written anew each time. ``is_file``: to
    be kept as it is, not to be asked for again.
    """

    def __init__(self, registrations, *, is_file=False):
        oldest = timezone.now() - KEPT_IN_FEEDS
        self.registrations = [row for row in registrations if row.session.ends_at > oldest]
        self.name = "" if is_file else _("Nos ateliers e-parentalité")

    def __len__(self):
        return len(self.registrations)

    @cached_property
    def _bytes(self):
        return calendar.own_feed(self.registrations, name=self.name)

    @property
    def etag(self):
        return f'"{hashlib.sha256(self._bytes).hexdigest()[:32]}"'

    @property
    def modified_at(self):
        instants = [calendar.own_standing(row).revised_at for row in self.registrations]
        return max(instants, default=timezone.now() - KEPT_IN_FEEDS)

    def content(self):
        yield self._bytes


def of_search(search):
    """The agenda's own, narrowed as ``search`` says."""
    name = _("Ateliers e-parentalité")
    return Feed.of(search.sessions(), name=f"{name} – {search.territory.name}" if search.territory else name)


def of_activity(activity):
    """One workshop's or event's. ``activity``: in the language to be read."""
    return Feed.of(Session.objects.public().of(activity.source), name=activity.title)


def of_territory(territory):
    name = _("Ateliers e-parentalité")
    return Feed.of(Session.objects.public().in_territory(territory), name=f"{name} – {territory.name}")


def of_facilitator(user):
    """Those that ``user`` runs. As public as the others: no family is in it, and no link to join."""
    return Feed.of(Session.objects.public().filter(facilitators=user), name=_("Mes séances e-parentalité"))


def forget_old_events():
    """Those of sessions that feeds no longer show."""
    KeptEvent.objects.filter(session__ends_at__lte=timezone.now() - KEPT_IN_FEEDS).delete()


def edition(language):
    """What, besides the sessions, an event's words depend on: the code, the catalogue, the address of the site."""
    return _edition(language, settings.BASE_URL)


@cache
def _edition(language, base_url):
    files = [path for source in SOURCES for path in sorted((settings.ROOT / source).rglob("*.py"))]
    catalogue = Path(settings.ROOT / "site" / "locale" / language / "LC_MESSAGES" / "django.mo")
    files += [catalogue] if catalogue.exists() else []
    state = hashlib.sha256(f"{base_url} {language} {django.__version__} {icalendar.__version__}".encode())
    for path in files:
        state.update(path.read_bytes())
    return state.hexdigest()[:16]


def _events(keys):
    """The bytes of the events of these sessions, in order: those kept, and the others written and kept."""
    language = languages.active()
    kept = KeptEvent.objects.current(language, edition(language)).filter(session__in=keys)
    found = {key: bytes(written) for key, written in kept.values_list("session_id", "written")}
    if missing := [key for key in keys if key not in found]:
        found |= _written_anew(missing, language)
    return b"".join(found[key] for key in keys if key in found)


def _written_anew(keys, language):
    sessions = present(Session.objects.with_places().filter(pk__in=keys).order_by("pk"))
    written = {session.pk: calendar.event(session) for session in sessions}
    oldest = timezone.now() - KEPT_IN_FEEDS
    _keep(
        KeptEvent(
            session=session,
            language=language,
            edition=edition(language),
            revised_at=session.revised_at,
            written=written[session.pk],
        )
        for session in sessions
        if session.ends_at > oldest
    )
    return written


def _keep(rows):
    """A calendar is answered even where nothing can be written."""
    try:
        with transaction.atomic():
            KeptEvent.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["session", "language"],
                update_fields=["edition", "revised_at", "written"],
            )
    except DatabaseError:
        logger.warning("the events of a calendar could not be kept", exc_info=True)

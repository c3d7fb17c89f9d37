"""Public calendars: which sessions they hold, which state of them, and their bytes.

The state is known without the bytes: from the rows' keys and their ``revised_at``, one query for
any number. An event is written when its session was revised, then kept as ``KeptEvent``.
"""

import hashlib
import logging
from contextlib import contextmanager

import django
import icalendar
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
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
#: Where the words of an event come from, with the catalogues: the code, and the gazetteer that names communes.
SOURCES = ["workshops", "site/content", "site/territories"]
KINDS = {".py", ".gz", ".toml"}

#: A revision, to be compared.
REVISED = Cast("revised_at", models.TextField())

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
        return list(self.sessions.values_list("pk", REVISED))

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
        that has grown too old did when it left. A file of one session changes with that one alone.
        What a new edition of the site says in other words is told by the tag alone.
        """
        if not self.name:
            return self.sessions.aggregate(revised=Max("revised_at"))["revised"]
        oldest = timezone.now() - KEPT_IN_FEEDS
        gone = Max("ends_at", filter=Q(ends_at__lte=oldest))
        latest = Session.objects.in_public_state().aggregate(revised=Max("revised_at"), ended=gone)
        left = latest["ended"] and latest["ended"] + KEPT_IN_FEEDS
        return max(filter(None, [latest["revised"], left]), default=oldest)

    def content(self):
        """The bytes in pieces, ``CHUNK`` events each."""
        yield calendar.head(self.name, calendar.zones_of(self._spans()))
        for start in range(0, len(self._listing), CHUNK):
            yield _events(dict(self._listing[start : start + CHUNK]))
        yield calendar.END

    def _spans(self):
        times = self.sessions.values_list("starts_at", "ends_at", "time_zone")
        return (Span(*each) for each in times.iterator(chunk_size=CHUNK))


class OwnFile:
    """A family's dates, in the active language, as they stand for it, with the link to join.

    ``registrations``: from ``letters.registrations_of``. A few events, written anew each time.
    """

    name = ""

    def __init__(self, registrations):
        self.registrations = registrations

    @classmethod
    def of_date(cls, registrations, ref):
        """The file of the session called ``ref`` alone; empty where it is none of theirs."""
        return cls([row for row in registrations if row.session.ref == ref])

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


class OwnFeed(OwnFile):
    """The same, to subscribe to: the past 31 days and all that is to come."""

    def __init__(self, registrations):
        oldest = timezone.now() - KEPT_IN_FEEDS
        super().__init__([row for row in registrations if row.session.ends_at > oldest])
        self._left = [row.session.ends_at for row in registrations if row.session.ends_at <= oldest]

    @property
    def name(self):
        return own_name()

    @property
    def modified_at(self):
        """Those that have grown too old changed it when they left."""
        return max([super().modified_at, *(ended + KEPT_IN_FEEDS for ended in self._left)])


def own_name():
    return _("Nos ateliers e-parentalité")


def facilitator_name():
    return _("Mes séances e-parentalité")


def of_search(search):
    """The agenda's own, narrowed as ``search`` says."""
    return Feed.of(search.sessions(), name=name_of(search))


def name_of(search):
    """What the agenda is called: « Ateliers e-parentalité – Vosges – Jeux vidéo »."""
    return _named(search.territory and search.territory.name, search.theme and search.theme.label)


def _named(*parts):
    return " – ".join([_("Ateliers e-parentalité"), *filter(None, parts)])


def of_activity(activity):
    """One workshop's or event's. ``activity``: in the language to be read."""
    return Feed.of(Session.objects.public().of(activity.source), name=activity.title)


def of_territory(territory):
    return Feed.of(Session.objects.public().in_territory(territory), name=_named(territory.name))


def of_facilitator(user):
    """Those that ``user`` runs, also of a page that is no longer shown. No family is in it, and no link to join."""
    return Feed.of(Session.objects.in_public_state().filter(facilitators=user), name=facilitator_name())


def forget_old_events():
    """Those of sessions that feeds no longer show."""
    KeptEvent.objects.filter(session__ends_at__lte=timezone.now() - KEPT_IN_FEEDS).delete()


def edition(language):
    """What, besides the sessions, an event's words depend on: the code, the catalogue, the address of the site."""
    return hashlib.sha256(f"{_CODE} {_CATALOGUES[language]} {settings.BASE_URL}".encode()).hexdigest()[:16]


def _digest(paths):
    state = hashlib.sha256()
    for path in paths:
        state.update(path.read_bytes())
    return state.hexdigest()


def _code():
    every = (path for source in SOURCES for path in sorted((settings.ROOT / source).rglob("*")))
    return f"{_digest(path for path in every if path.suffix in KINDS)} {django.__version__} {icalendar.__version__}"


def _catalogues():
    folder = settings.ROOT / "site" / "locale"
    return {code: _digest(folder.glob(f"{code}/LC_MESSAGES/*.mo")) for code, _name in settings.LANGUAGES}


#: Read when the process starts, like the code: what lies on disk later is another edition's.
_CODE, _CATALOGUES = _code(), _catalogues()


def _events(revisions):
    """The bytes of the events of these sessions (``{key: revision}``), in order: those kept of that revision, and
    the others, written and kept.
    """
    language = languages.active()
    kept = KeptEvent.objects.filter(session__in=list(revisions), language=language, edition=edition(language))
    found = {
        key: bytes(written)
        for key, revised, written in kept.values_list("session_id", REVISED, "written")
        if revised == revisions[key]
    }
    if missing := [key for key in revisions if key not in found]:
        found |= _written_anew(missing, language)
    return b"".join(found[key] for key in revisions if key in found)


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
    """A calendar is answered even where nothing can be written, and waits for no writer: it may keep next time."""
    try:
        with _unwilling_to_wait(), transaction.atomic():
            KeptEvent.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["session", "language"],
                update_fields=["edition", "revised_at", "written"],
            )
    except DatabaseError as error:
        logger.warning("the events of a calendar could not be kept: %s", type(error).__name__)


@contextmanager
def _unwilling_to_wait():
    """On SQLite one writer at a time has the whole file, and others wait for seconds."""
    if connection.vendor != "sqlite":
        yield
        return
    seconds = connection.settings_dict["OPTIONS"]["timeout"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000}")

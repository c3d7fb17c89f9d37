"""Every rule about sessions; their only writer.

Each verb locks the session's row first. What families were told (date, place, state) changes
only here, leaves a ``SessionChange`` and is written to each of them in the same transaction;
correcting words moves ``revised_at`` alone and writes to nobody.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.dates import HOME_ZONE, local_instant
from workshops import booking, notices
from workshops.models import (
    ActivityPage,
    Course,
    Registration,
    RegistrationMode,
    Session,
    SessionChange,
    State,
)
from workshops.refusals import Refusal
from workshops.told import as_told, kind_of, search_text

UNCHANGED = object()
Kind = SessionChange.Kind

#: What ``revise`` may set: no date, no place, no state.
WORDS = {
    "capacity",
    "waiting_capacity",
    "registration_mode",
    "registration_opens_at",
    "registration_closes_at",
    "note",
}
CHOICES = {"languages", "arrangements", "facilitators"}


def zone_for(venue, territory):
    """The zone whose clocks a session follows: its venue's, else its territory's, else that of Paris."""
    if venue is not None:
        return venue.time_zone
    return territory.time_zone if territory is not None else HOME_ZONE


@transaction.atomic
def create(
    *, activity, day, start, end, venue=None, join_url="", territory=None, by=None, course=None, **settings
):
    """A draft. ``day``, ``start`` and ``end`` are a date and hours as the session's own clocks show them.

    An ``end`` before ``start`` is on the next day. ``settings``: what ``revise`` takes.
    Raises ``Refusal`` for an hour that does not exist.
    """
    territory = territory or (venue.territory if venue else None)
    activity = _source(activity)
    if course is not None and course.activity_id != activity.pk:
        raise Refusal(_("Toutes les dates d’un parcours sont du même atelier."))
    session = Session(activity=activity, venue=venue, join_url=join_url, territory=territory, course=course)
    _set_time(session, day, start, end)
    session.save()
    _apply(session, settings)
    return session


def create_course(activity):
    """The thread that holds several dates together; give it to ``create`` as ``course``."""
    return Course.objects.create(activity=_source(activity))


@transaction.atomic
def propose(session, *, by):
    """A facilitator's draft, to be read and published by an editor."""
    session = _lock(session)
    if session.state != State.DRAFT:
        raise Refusal(_("Seul un brouillon peut être proposé."))
    _ensure_somewhere(session)
    session.state = State.PROPOSED
    session.save(update_fields=["state"])
    return session


@transaction.atomic
def publish(session, *, by):
    """Open to families. A published session is never a draft again and never deleted."""
    session = _lock(session)
    if session.state not in {State.DRAFT, State.PROPOSED}:
        raise Refusal(_("Cette séance est déjà publiée."))
    if session.course_id and Registration.objects.active().filter(session__course=session.course_id).exists():
        raise Refusal(
            _("Des familles sont déjà inscrites à ce parcours : une date ne peut plus s’y ajouter.")
        )
    if not session.activity.live:
        raise Refusal(_("Publiez d’abord la page de l’atelier ou de l’événement."))
    if by is not None and session.is_over:  # nobody could come, and what is past never changes again
        raise Refusal(_("Cette date est passée : choisissez-en une à venir."))
    _ensure_somewhere(session)
    session.changed_at = session.revised_at = session.next_revision
    session.state = State.PUBLISHED
    session.save(update_fields=["state", "changed_at", "revised_at"])
    return session


@transaction.atomic
def revise(session, *, by, **settings):
    """Set words, places and choices (see ``WORDS`` and ``CHOICES``). Only families that more places let in
    are written to.

    Raises ``Refusal`` for fewer places than are taken.
    """
    session = _lock(session)
    _apply(session, settings)
    return _with_those_waiting(session)


@transaction.atomic
def move(
    session,
    *,
    reason,
    by,
    day=None,
    start=None,
    end=None,
    venue=UNCHANGED,
    join_url=UNCHANGED,
    territory=UNCHANGED,
):
    """Another date, hour, place, link or territory. Published: every family concerned is told, with ``reason``.

    A postponed session that gets its new date is published again. Raises ``Refusal`` for a cancelled
    session, a missing reason, a past date, or an hour that does not exist.
    """
    session = _lock(session)
    if session.is_cancelled:
        raise Refusal(_("Cette séance est annulée : elle ne peut plus changer."))
    if session.is_public and session.is_over:
        raise Refusal(_("Cette séance est passée : sa date et son lieu ne changent plus."))
    before = as_told(session)
    for name, given in {"territory": territory, "venue": venue, "join_url": join_url}.items():
        if given is not UNCHANGED:
            setattr(session, name, given)
    if session.is_public:
        _ensure_somewhere(session)
    _ensure_link_stays_private(session)
    local = session.starts_at.astimezone(ZoneInfo(session.time_zone))
    local_end = session.ends_at.astimezone(ZoneInfo(session.time_zone))
    _set_time(session, day or local.date(), start or local.time(), end or local_end.time())
    if session.is_public and session.ends_at <= timezone.now():
        raise Refusal(_("Cette date est passée : choisissez-en une à venir."))
    told = as_told(session)
    if not session.is_public or (told == before and not session.is_postponed):
        return _save_words(session)
    return _change(session, kind_of(before, told), State.PUBLISHED, reason=reason, by=by, before=before)


@transaction.atomic
def cancel(session, *, reason, by):
    """It will not be held. Registrations keep their status: the session's state rules everywhere."""
    session = _lock(session)
    if session.is_cancelled:
        return session
    if not session.is_public:
        raise Refusal(_("Cette séance n’est pas publiée : supprimez le brouillon."))
    if session.is_over:
        raise Refusal(_("Cette séance est passée : elle ne peut plus être annulée."))
    return _change(session, Kind.CANCELLED, State.CANCELLED, reason=reason, by=by)


@transaction.atomic
def postpone(session, *, reason, by):
    """It will be held, on a date not known yet. ``move`` gives it that date."""
    session = _lock(session)
    if session.state != State.PUBLISHED:
        raise Refusal(_("Seule une séance publiée peut être reportée."))
    if session.is_over:
        raise Refusal(_("Cette séance est passée : elle ne peut plus être reportée."))
    return _change(session, Kind.POSTPONED, State.POSTPONED, reason=reason, by=by)


@transaction.atomic
def delete_draft(session, *, by):
    """Only what families never saw may go."""
    session = _lock(session)
    if session.is_public:
        raise Refusal(_("Une séance publiée ne se supprime pas : annulez-la, les familles seront prévenues."))
    session.delete()


def _source(activity):
    """The French page: sessions hang on it, so that every translation finds them."""
    return ActivityPage.objects.get(pk=activity.source.pk)


def _lock(session):
    """With the other dates of its course, since the families on it are the same."""
    line = Session.objects.lock_line(session)
    locked = next((date for date in line if date.pk == session.pk), None)
    if locked is None:
        raise Refusal(_("Cette séance a été supprimée entre-temps."))
    return locked


def _set_time(session, day, start, end):
    zone = zone_for(session.venue, session.territory)
    if zone is None:
        raise Refusal(_("Nous n’avons pas encore l’heure de ce département."))
    if start == end:
        raise Refusal(_("La séance doit finir après avoir commencé."))
    try:
        session.starts_at = local_instant(day, start, zone)
        session.ends_at = local_instant(day if end > start else day + timedelta(days=1), end, zone)
    except ValueError as error:
        raise Refusal(str(error)) from error
    session.time_zone, session.local_date = zone, day


def _ensure_somewhere(session):
    if session.venue_id is None and not session.join_url:
        raise Refusal(_("Pour être publiée, la séance a besoin d’un lieu ou d’un lien de visioconférence."))


def _apply(session, settings):
    for name, value in settings.items():
        if name in WORDS:
            setattr(session, name, value)
        elif name in CHOICES:
            getattr(session, name).set(value)
        else:
            raise TypeError(f"{name} is not a word or a setting of a session")
    _ensure_link_stays_private(session)
    opens, closes = session.registration_opens_at, session.registration_closes_at
    if opens and closes and closes <= opens:
        raise Refusal(_("Les inscriptions doivent se fermer après s’être ouvertes."))
    if session.capacity is not None and session.capacity < session.places_taken:
        raise Refusal(
            _("%(taken)s places sont déjà prises : il n’est pas possible de descendre au-dessous.")
            % {"taken": session.places_taken}
        )
    if session.registration_mode == RegistrationMode.NONE and session.registrations.active().exists():
        raise Refusal(_("Des familles sont inscrites : l’entrée ne peut plus devenir libre."))
    _save_words(session)


def _ensure_link_stays_private(session):
    """Everybody reads the note, in public calendars too; the link is for families who have their places.

    Of the words that stand beside a link, those alone: the others are the workshop's and the venue's.
    """
    address = session.join_url.casefold().partition("://")[2].partition("?")[0].rstrip("/")
    if "/" in address and address in session.note.casefold():
        raise Refusal(
            _("Tout le monde lit « à savoir » : retirez-en le lien, les familles inscrites le reçoivent.")
        )


def _save_words(session):
    session.search_text = search_text(session)
    session.revised_at = session.next_revision
    session.save()
    return session


def _change(session, kind, state, *, reason, by, before=None):
    if not reason.strip():
        raise Refusal(_("Donnez la raison du changement : elle est écrite aux familles."))
    before = before or as_told(session)
    session.state = state
    session.sequence += 1
    session.changed_at = timezone.now()
    _save_words(session)
    change = SessionChange.objects.create(
        session=session, kind=kind, made_by=by, reason=reason, before=before, after=as_told(session)
    )
    if state == State.PUBLISHED and any(
        before[name] != change.after[name] for name in ("starts_at", "state")
    ):
        booking.date_changed(session)
    notices.session_changed(change)
    return _with_those_waiting(session)


def _with_those_waiting(session):
    """What a verb ends with. The revision is dated anew, since letters took their time: a calendar read meanwhile,
    and asked for again by that date, would never learn of it.
    """
    booking.places_changed(session)
    session.refresh_from_db(fields=["places_taken"])
    session.revised_at = max(session.revised_at, timezone.now())
    session.save(update_fields=["revised_at"])
    return session

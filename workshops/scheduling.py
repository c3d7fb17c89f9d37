"""Every rule about sessions; their only writer.

Each verb locks the session's row first. What families were told (date, place, state) changes
only here, leaves a ``SessionChange`` and is written to each of them in the same transaction;
correcting words moves ``revised_at`` alone and writes to nobody. What can be done, and what a session may be, says
``session_rules``.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.dates import HOME_ZONE, local_instant
from workshops import booking, notices, session_rules
from workshops.models import ActivityPage, Course, Session, SessionChange, State
from workshops.refusals import Refusal, ensure
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
MOMENTS = {"registration_opens_at", "registration_closes_at"}


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

    An ``end`` before ``start`` is on the next day. ``settings``: what ``revise`` takes. ``by`` None: the site itself,
    whose sessions may be past. Raises ``Refusal`` for an hour that does not exist, a date that is past, and what
    ``session_rules`` says a session may not be.
    """
    territory = territory or (venue.territory if venue else None)
    activity = _source(activity)
    if course is not None and course.activity_id != activity.pk:
        raise Refusal(_("Toutes les dates d’un parcours sont du même atelier."))
    session = Session(activity=activity, venue=venue, join_url=join_url, territory=territory, course=course)
    _set_time(session, day, start, end)
    session_rules.ensure_time(session, by=by)
    session_rules.ensure_link(session)
    session.save()
    _apply(session, settings)
    session_rules.ensure_registration_period(session)
    return _save_words(session)


def create_course(activity):
    """The thread that holds several dates together; give it to ``create`` as ``course``."""
    return Course.objects.create(activity=_source(activity))


@transaction.atomic
def propose(session, *, by):
    """A facilitator's draft, to be read and published by an editor."""
    session = _lock(session)
    ensure(session_rules.why_not_propose(session) or session_rules.why_nowhere(session))
    session.state = State.PROPOSED
    session.save(update_fields=["state"])
    return session


@transaction.atomic
def publish(session, *, by):
    """Open to families. A published session is never a draft again and never deleted."""
    session = _lock(session)
    ensure(session_rules.why_not_publish(session, by=by))
    session.changed_at = session.revised_at = session.next_revision
    session.state = State.PUBLISHED
    session.save(update_fields=["state", "changed_at", "revised_at"])
    return session


@transaction.atomic
def revise(session, *, by, **settings):
    """Set words, places and choices (see ``WORDS`` and ``CHOICES``). Only families that more places let in
    are written to.

    Raises ``Refusal`` for a cancelled session, and for fewer places than are taken.
    """
    session = _lock(session)
    ensure(session_rules.why_not_revise(session))
    _apply(session, settings)
    if MOMENTS & {*settings}:
        session_rules.ensure_registration_period(session)
    _save_words(session)
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
    **settings,
):
    """Another date, hour, place, link or territory. Published: every family concerned is told, with ``reason``.

    ``settings``: what ``revise`` takes, set with it. A postponed session that gets its new date is published again.
    Raises ``Refusal`` for a session that is cancelled or past, a missing reason, a past date, or an hour that does
    not exist. A session that has begun keeps its start.
    """
    session = _lock(session)
    ensure(session_rules.why_not_move(session))
    before, was = as_told(session), session.starts_at
    for name, given in {"territory": territory, "venue": venue, "join_url": join_url}.items():
        if given is not UNCHANGED:
            setattr(session, name, given)
    if session.is_public:
        ensure(session_rules.why_nowhere(session), "venue")
    local = session.starts_at.astimezone(ZoneInfo(session.time_zone))
    local_end = session.ends_at.astimezone(ZoneInfo(session.time_zone))
    _set_time(session, day or local.date(), start or local.time(), end or local_end.time())
    session_rules.ensure_time(session, was=was, by=by)
    _apply(session, settings)
    if session.starts_at != was or MOMENTS & {*settings}:
        session_rules.ensure_registration_period(session)
    told = as_told(session)
    if not session.is_public or (told == before and not session.is_postponed):
        _save_words(session)
        return _with_those_waiting(session) if settings else session
    return _change(session, kind_of(before, told), State.PUBLISHED, reason=reason, by=by, before=before)


@transaction.atomic
def cancel(session, *, reason, by):
    """It will not be held. Registrations keep their status: the session's state rules everywhere."""
    session = _lock(session)
    if session.is_cancelled:
        return session
    ensure(session_rules.why_not_cancel(session))
    return _change(session, Kind.CANCELLED, State.CANCELLED, reason=reason, by=by)


@transaction.atomic
def postpone(session, *, reason, by):
    """It will be held, on a date not known yet. ``move`` gives it that date."""
    session = _lock(session)
    ensure(session_rules.why_not_postpone(session))
    return _change(session, Kind.POSTPONED, State.POSTPONED, reason=reason, by=by)


@transaction.atomic
def delete_draft(session, *, by):
    """Only what families never saw may go."""
    session = _lock(session)
    ensure(session_rules.why_not_delete(session))
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
    session_rules.ensure_year(day)
    zone = zone_for(session.venue, session.territory)
    if zone is None:
        raise Refusal(_("Nous n’avons pas encore l’heure de ce département."), "venue")
    if start == end:
        raise Refusal(_("La séance doit finir après avoir commencé."), "end")
    session.starts_at = _instant(day, start, zone, "start")
    session.ends_at = _instant(day if end > start else day + timedelta(days=1), end, zone, "end")
    session.time_zone, session.local_date = zone, day


def _instant(day, hour, zone, field):
    try:
        return local_instant(day, hour, zone)
    except ValueError as error:
        raise Refusal(str(error), field) from error


def _apply(session, settings):
    """Set words and choices; the caller saves."""
    for name, value in settings.items():
        if name in WORDS:
            setattr(session, name, value)
        elif name in CHOICES:
            getattr(session, name).set(value)
        else:
            raise TypeError(f"{name} is not a word or a setting of a session")
    session_rules.ensure_link(session)
    session_rules.ensure_note(session)
    session_rules.ensure_places(session)


def _save_words(session):
    session.search_text = search_text(session)
    session.revised_at = session.next_revision
    session.save()
    return session


def _change(session, kind, state, *, reason, by, before=None):
    session_rules.ensure_reason(reason)
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

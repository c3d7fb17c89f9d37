"""What the worker does by itself, at intervals. Each may be done again at any time, and by any worker."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from outbox.files import forget_files
from outbox.models import Channel, Message
from outbox.schedule import periodic
from privacy.limits import forget_old_tries
from privacy.retention import purge
from workshops import booking, feeds, notices, page_schedule
from workshops.letters import cause_key, ways_to
from workshops.models import Registration, Session, State

#: By the session's own clock: awake, and before the day is over.
REMINDER_HOUR = time(10)
REMINDERS = (3, 1)
#: Who was told something this lately needs no reminder of it.
JUST_TOLD = timedelta(hours=24)
#: When thanks go out, and until when they still make sense.
AFTER_THE_END = timedelta(minutes=15)
TOO_LATE_FOR_THANKS = timedelta(days=7)
#: Families looked at in one statement.
CHUNK = 500


@periodic("lapse offers", every=timedelta(minutes=1))
def lapse_offers():
    booking.lapse_offers()


@periodic("scheduled pages", every=timedelta(seconds=10))
def publish_and_expire_pages():
    page_schedule.publish_and_expire()


@periodic("reminders", every=timedelta(minutes=10))
def send_reminders():
    """Three days and the day before, to families with their places that were not just written to."""
    now = timezone.now()
    for days in REMINDERS:
        today = now.date()
        near = Session.objects.filter(
            state=State.PUBLISHED,
            starts_at__gt=now,
            local_date__range=(today - timedelta(days=1), today + timedelta(days=days + 1)),
        )
        due = {session.pk: _told_before(session, days) for session in near if _is_due(session, days, now)}
        unwritten = _without_message("reminder", Value(f":{days}:"), _text("session__sequence"))
        sessions = _with_somebody_to_tell(unwritten, told_before=due)
        booking.each_by_itself(sessions, lambda session, days=days: _remind(session, days))


def reminder_due_at(session, days):
    """The instant (UTC) of the reminder ``days`` before a session."""
    day = session.local_date - timedelta(days=days)
    return datetime.combine(day, REMINDER_HOUR, ZoneInfo(session.time_zone)).astimezone(ZoneInfo("UTC"))


@periodic("thanks", every=timedelta(minutes=10))
def send_thanks():
    """After the last date of a family, to those who were not noted absent."""
    now = timezone.now()
    to_come = Session.objects.filter(
        course=OuterRef("course"),
        state__in=[State.PUBLISHED, State.POSTPONED],
        starts_at__gt=OuterRef("starts_at"),
    )
    over = Session.objects.filter(
        ~Exists(to_come),
        state=State.PUBLISHED,
        ends_at__range=(now - TOO_LATE_FOR_THANKS, now - AFTER_THE_END),
    )
    unwritten = _without_message("thanks").filter(absent=False, session__in=over)
    booking.each_by_itself(_with_somebody_to_tell(unwritten), _thank)


@periodic("purge", every=timedelta(hours=6))
def purge_personal_data():
    purge()
    forget_old_tries()
    forget_files()
    feeds.forget_old_events()


def _is_due(session, days, now):
    """From its own hour on, and until the next reminder's."""
    later = [reminder_due_at(session, fewer) for fewer in REMINDERS if fewer < days]
    return reminder_due_at(session, days) <= now < min([*later, session.starts_at])


def _told_before(session, days):
    """Who was told something since then needs no such reminder."""
    return reminder_due_at(session, days) - JUST_TOLD


def _without_message(kind, *more):
    """Registrations with their places and no message of this kind yet, by any channel, found by its cause.

    ``more``: what a cause says after the registration's key, as expressions (see ``letters.cause_key``).
    """
    cause = Concat(Value(f"{kind}:"), _text("enrolment_id"), Value(":"), _text("pk"), *more)
    rows = _confirmed().annotate(cause=cause)
    for channel in Channel:
        written = Message.objects.filter(cause=Concat(OuterRef("cause"), Value(f":{channel}")))
        rows = rows.filter(~Exists(written))
    return rows


def _text(name):
    return Cast(name, CharField())


def _with_somebody_to_tell(rows, told_before=None):
    """The sessions of ``rows`` with a family that can be reached: they alone are locked.

    ``told_before``: ``{session key: instant}``, for those sessions alone; a family that was told something
    since is left out.
    """
    if told_before is not None:
        rows = rows.filter(session__in=list(told_before))
    rows, found = list(rows.select_related("enrolment")), set()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        ways = ways_to(row.enrolment for row in chunk)
        told = notices.last_told(row.enrolment for row in chunk) if told_before is not None else {}
        found |= {
            row.session_id
            for row in chunk
            if ways[row.enrolment_id]
            and not (row.enrolment_id in told and told[row.enrolment_id] >= told_before[row.session_id])
        }
    return Session.objects.filter(pk__in=found).order_by("pk")


def _remind(session, days):
    """Under the session's lock: nobody is reminded of a place that was given back meanwhile."""
    (session,) = Session.objects.lock(session)
    told_before = _told_before(session, days)
    if session.state != State.PUBLISHED:
        return
    for row in _to_tell(session, "reminder", lambda row: notices.reminder_cause(row, days)):
        if not notices.has_been_told(row.enrolment, since=told_before):
            notices.reminder(row, days)


def _thank(session):
    Session.objects.lock(session)
    for row in _to_tell(session, "thanks", lambda row: row.pk):
        if not row.absent:
            notices.thanks(row)


def _confirmed():
    """Families with their places that want to be written to."""
    return Registration.objects.confirmed().filter(
        enrolment__anonymised_at__isnull=True, enrolment__has_no_reminders=False
    )


def _to_tell(session, kind, cause_of):
    """Those of a locked session that have no such message yet."""
    rows = _confirmed().filter(session=session).select_related("enrolment", "session")
    causes = {
        cause_key(kind, row.enrolment, cause_of(row), channel): row for row in rows for channel in Channel
    }
    written = set(Message.objects.filter(cause__in=causes).values_list("cause", flat=True))
    done = {causes[cause].pk for cause in written}
    return [row for row in rows if row.pk not in done]

"""What the worker does by itself, at intervals. Each may be done again at any time, and by any worker."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from outbox.files import forget_files
from outbox.models import Channel, Message
from outbox.schedule import periodic
from privacy.limits import forget_old_tries
from privacy.retention import purge
from workshops import booking, feeds, notices, page_schedule
from workshops.letters import cause_key
from workshops.models import Registration, Session, State

#: By the session's own clock: awake, and before the day is over.
REMINDER_HOUR = time(10)
REMINDERS = (3, 1)
#: Who was told something this lately needs no reminder of it.
JUST_TOLD = timedelta(hours=24)
#: When thanks go out, and until when they still make sense.
AFTER_THE_END = timedelta(minutes=15)
TOO_LATE_FOR_THANKS = timedelta(days=7)


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
        due = [session for session in near if _is_due(session, days, now)]
        booking.each_by_itself(due, lambda session, days=days: _remind(session, days))


def reminder_due_at(session, days):
    """The instant (UTC) of the reminder ``days`` before a session."""
    day = session.local_date - timedelta(days=days)
    return datetime.combine(day, REMINDER_HOUR, ZoneInfo(session.time_zone)).astimezone(ZoneInfo("UTC"))


@periodic("thanks", every=timedelta(minutes=10))
def send_thanks():
    """After the last date of a family, to those who were not noted absent."""
    now = timezone.now()
    over = Session.objects.filter(
        state=State.PUBLISHED, ends_at__range=(now - TOO_LATE_FOR_THANKS, now - AFTER_THE_END)
    )
    booking.each_by_itself([session for session in over if not _goes_on(session)], _thank)


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


def _goes_on(session):
    """Whether its course has another date to come."""
    if session.course_id is None:
        return False
    dates = Session.objects.filter(course=session.course_id, state__in=[State.PUBLISHED, State.POSTPONED])
    return dates.filter(starts_at__gt=session.starts_at).exists()


def _remind(session, days):
    """Under the session's lock: nobody is reminded of a place that was given back meanwhile."""
    (session,) = Session.objects.lock(session)
    told_before = reminder_due_at(session, days) - JUST_TOLD
    if session.state != State.PUBLISHED:
        return
    for row in _confirmed(session, "reminder", lambda row: notices.reminder_cause(row, days)):
        if not notices.has_been_told(row.enrolment, since=told_before):
            notices.reminder(row, days)


def _thank(session):
    Session.objects.lock(session)
    for row in _confirmed(session, "thanks", lambda row: row.pk):
        if not row.absent:
            notices.thanks(row)


def _confirmed(session, kind, cause_of):
    """Families with their places that can be reached, want to be, and have no such message yet."""
    rows = (
        Registration.objects.confirmed()
        .filter(session=session, enrolment__anonymised_at__isnull=True, enrolment__has_no_reminders=False)
        .select_related("enrolment", "session")
    )
    causes = {
        cause_key(kind, row.enrolment, cause_of(row), channel): row for row in rows for channel in Channel
    }
    written = set(Message.objects.filter(cause__in=causes).values_list("cause", flat=True))
    done = {causes[cause].pk for cause in written}
    return [row for row in rows if row.pk not in done]

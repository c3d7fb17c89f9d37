"""What follows, in the same transaction, for the families that wait.

A freed place goes to the first whole family that fits; one passed over keeps its rank. The place
is held for it until it answers or a transaction lapses the offer, never by the clock alone.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import ngettext

from workshops import notices
from workshops.booking.parties import Full
from workshops.booking.rows import SYSTEM, Verb, count_places, set_status
from workshops.letters import reached_at
from workshops.models import Registration, Status

LONGEST = timedelta(hours=48)
BEFORE_START = timedelta(hours=2)
SHORTEST = timedelta(hours=1)
MORNING, EVENING = time(8), time(22)


def deadline_of_an_offer(session, now=None):
    """Until when a family may answer (UTC), or None where it is too late to ask.

    The latest instant within 48 hours and two hours before the start at which one is awake: between
    8 h and 22 h on the session's own clock. Less than an hour to answer is no offer.
    """
    now = (now or timezone.now()).astimezone(UTC)  # 48 hours are hours, whatever the clocks do
    zone = ZoneInfo(session.time_zone)
    local = min(now + LONGEST, session.starts_at - BEFORE_START).astimezone(zone)
    if local.time() > EVENING:
        local = datetime.combine(local.date(), EVENING, zone)
    elif local.time() < MORNING:
        local = datetime.combine(local.date() - timedelta(days=1), EVENING, zone)
    deadline = local.astimezone(UTC)
    return deadline if deadline - now >= SHORTEST else None


def deadline_for(enrolment, session, kind=""):
    """The same for one family, from when it can read what is written now; None where it is too late, or
    where nothing written reaches it. ``kind``: see ``letters.reached_at``.
    """
    read_at = reached_at(enrolment, session.time_zone, kind)
    return read_at and deadline_of_an_offer(session, read_at)


def follow(dates):
    """Lapse what was not answered in time, then offer what is free. ``dates``: locked, joined, by date.

    Nothing moves while a date is postponed: nobody could say whether they can come.
    """
    if not dates or any(date.is_postponed for date in dates):
        return
    lapse(dates)
    if not dates[0].has_begun:
        _offer(dates)


def renew(dates):
    """The date has changed: families that were asked have the time to answer anew, or wait again."""
    for enrolment, rows in _by_family(Registration.objects.offered().filter(session__in=dates)).items():
        if deadline := deadline_for(enrolment, dates[0]):
            Registration.objects.filter(pk__in=[row.pk for row in rows]).update(offered_until=deadline)
        else:
            set_status(rows, Status.WAITING, Verb.WITHDRAWN, SYSTEM)
    count_places(dates)


def fits_before_those_waiting(session, heads):
    """A newcomer is confirmed only if no waiting family fits the free places."""
    return session.is_open_to_newcomers and (session.places_left is None or heads <= session.places_left)


def ensure_fits_capacity(dates, party):
    for date in dates:
        if date.capacity is not None and party.heads > date.capacity:
            raise Full(
                ngettext(
                    "Cette séance accueille %(count)s personne au plus.",
                    "Cette séance accueille %(count)s personnes au plus.",
                    date.capacity,
                )
                % {"count": date.capacity}
            )


def fits(dates, heads):
    return all(date.places_left is None or heads <= date.places_left for date in dates)


def lapse(dates):
    """Take back what was not answered in time."""
    overdue = Registration.objects.offered().filter(session__in=dates, offered_until__lte=timezone.now())
    families = _by_family(overdue)
    for enrolment, rows in families.items():
        set_status(rows, Status.CANCELLED, Verb.LAPSED, SYSTEM)
        notices.offer_lapsed(enrolment, rows)
    if families:
        count_places(dates)


def _by_family(registrations):
    families = {}
    for row in registrations.select_related("enrolment"):
        families.setdefault(row.enrolment, []).append(row)
    return families


def _offer(dates):
    """One that nothing written reaches in time is passed over: the team is asked to telephone."""
    if any(date.places_left == 0 for date in dates) or deadline_of_an_offer(dates[0]) is None:
        return
    for row in dates[0].registrations.waiting().select_related("enrolment"):
        if not fits(dates, row.heads):
            continue
        if deadline := deadline_for(row.enrolment, dates[0], kind="offered"):
            make_offer(row.enrolment, dates, deadline, SYSTEM)
        else:
            notices.to_telephone(row)


def make_offer(enrolment, dates, deadline, author, *, user=None, reason=""):
    """Hold the places of a waiting family on all its dates, and ask it."""
    rows = list(enrolment.registrations.waiting().filter(session__in=dates))
    set_status(rows, Status.OFFERED, Verb.OFFERED, author, user=user, until=deadline, reason=reason)
    count_places(dates)
    notices.offered(enrolment, rows)

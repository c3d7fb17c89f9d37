"""Preconditions of acts on a registration: asked by the verbs, under their locks, and by whoever offers an act.

``why_not_*``: "" where it can be done, else the sentence that says why it cannot. ``sessions``: the locked dates, where
one has them.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from workshops.booking.rows import by_date, dates_of, joined
from workshops.booking.waiting import deadline_for, fits
from workshops.models import Status


def to_come(enrolment, sessions=None):
    """The joined dates of its course; of them, those of its active rows to come; and these rows. By date."""
    sessions = dates_of(enrolment) if sessions is None else sessions
    open_ones = {key: one for key, one in sessions.items() if not one.is_cancelled and not one.has_begun}
    rows = [row for row in enrolment.registrations.active() if row.session_id in open_ones]
    for row in rows:
        row.session = open_ones[row.session_id]
    rows.sort(key=lambda row: (row.session.starts_at, row.pk))
    return joined(sessions.values()), by_date(row.session for row in rows), rows


def why_not_change(enrolment, sessions=None):
    _line, _dates, rows = to_come(enrolment, sessions)
    return "" if rows else _("Cette inscription ne peut plus être changée.")


def why_not_cancel(enrolment, sessions=None):
    sessions = dates_of(enrolment) if sessions is None else sessions
    active = [sessions[row.session_id] for row in enrolment.registrations.active()]
    ours = [session for session in active if not session.is_cancelled]
    if not active:
        return _("Cette inscription est déjà annulée.")
    if not ours:
        return _("Cette séance est annulée : vous n’avez rien à faire.")
    if all(session.has_begun for session in ours):
        return _("Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici.")
    return ""


def why_not_offer(enrolment, sessions=None, *, agreed=True):
    """Out of turn. ``agreed``: the family has said yes, and may then be one that was asked already."""
    line, dates, rows = to_come(enrolment, sessions)
    wanted = {Status.WAITING, Status.OFFERED} if agreed else {Status.WAITING}
    if not rows or rows[0].status not in wanted:
        return _("Cette famille n’est plus sur la liste d’attente.")
    if any(date.is_postponed for date in dates):
        return _("La séance est reportée : attendez sa nouvelle date.")
    if line[0].has_begun:
        return _("Ce parcours a déjà commencé.")
    return ""


def why_no_room(enrolment):
    """For a family that waits; an offer whose time is over holds no place any more."""
    _line, dates, rows = to_come(enrolment)
    if not rows or rows[0].status != Status.WAITING or fits(dates, rows[0].heads):
        return ""
    overdue = any(
        date.registrations.offered().filter(offered_until__lte=timezone.now()).exists() for date in dates
    )
    return "" if overdue else no_room()


def why_only_agreed(enrolment):
    """Why a place can only be given to a family that has said yes; "" where it can also be asked."""
    _line, dates, rows = to_come(enrolment)
    if rows and rows[0].status == Status.OFFERED:
        return _("Une place lui est déjà proposée.")
    return "" if dates and deadline_for(enrolment, dates[0]) else too_late_to_ask()


def no_room():
    return _("Il n’y a pas assez de places libres pour cette famille.")


def too_late_to_ask():
    return _("C’est trop tard pour attendre une réponse : téléphonez à la famille d’abord.")

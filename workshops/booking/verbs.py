"""What families and staff do with places once they have joined.

Every verb locks first, writes, tells, and sees to those who wait.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_base.edit_conflicts import changes_between
from privacy.retention import erase as erase_rows
from workshops import notices
from workshops.booking.parties import Changed, Closed, Full, Party, ensure_party
from workshops.booking.possible import (
    no_room,
    to_come,
    too_late_to_ask,
    why_not_cancel,
    why_not_change,
    why_not_offer,
)
from workshops.booking.rows import (
    FAMILY,
    STAFF,
    Verb,
    count_places,
    joined,
    lock_enrolment,
    set_status,
    write_event,
)
from workshops.booking.waiting import (
    deadline_for,
    ensure_fits_capacity,
    fits,
    fits_before_those_waiting,
    follow,
    lapse,
    make_offer,
)
from workshops.models import Enrolment, RegistrationEvent, Status
from workshops.refusals import Refusal, ensure


@transaction.atomic
def change(enrolment, *, party, by=FAMILY, user=None, was=None):
    """Another party on every date to come; more heads only if there are places for them.

    ``was``: what the form showed of it, by field; raises ``Changed`` where it is something else by now.
    What frees is for the waiting list. Raises ``Closed`` or ``Full`` too; then nothing is written.
    """
    sessions = lock_enrolment(enrolment)
    line, dates, rows = to_come(enrolment, sessions)
    if why_not := why_not_change(enrolment, sessions):
        raise Closed(why_not)
    ensure_party(party)
    if was and (changes := changes_between(was, Party.of(rows[0]).row)):
        raise Changed(changes)
    if all(Party.of(row) == party for row in rows):
        return enrolment
    before = rows[0].party_words
    more = party.heads - rows[0].heads
    ensure_fits_capacity(dates, party)
    if more > 0:
        _ensure_open_for_more(dates)
        if rows[0].holds_places:
            _ensure_places_for(dates, more)
    for row in rows:
        for name, value in party.row.items():
            setattr(row, name, value)
        row.save(update_fields=list(party.row))
        write_event(row, Verb.CHANGED, by, user=user)
    enrolment.consent_at = timezone.now() if party.needs or party.message else None
    enrolment.save(update_fields=["consent_at"])
    count_places(dates)
    if rows[0].party_words != before:
        notices.changed(enrolment)
    follow(line)
    return enrolment


@transaction.atomic
def cancel(enrolment, *, by=FAMILY, user=None, reason=""):
    """Give back the places of every date still to come. A second time changes nothing.

    Raises ``Closed`` when every date has begun. What frees is for the waiting list.
    """
    sessions = lock_enrolment(enrolment)
    if not enrolment.registrations.active().exists():
        return enrolment
    if why_not := why_not_cancel(enrolment, sessions):
        raise Closed(why_not)
    _line, _dates, rows = to_come(enrolment, sessions)
    verb = Verb.DECLINED if by == FAMILY and rows[0].status == Status.OFFERED else Verb.CANCELLED
    set_status(rows, Status.CANCELLED, verb, by, user=user, reason=reason)
    count_places(sessions[row.session_id] for row in rows)
    notices.cancelled(enrolment, rows, by_staff=by == STAFF, reason=reason)
    follow(joined(sessions.values()))
    return enrolment


@transaction.atomic
def accept(enrolment):
    """The family takes the places that are held for it. A second time changes nothing.

    Raises ``Closed`` where they are held no more.
    """
    line, dates, rows = to_come(enrolment, lock_enrolment(enrolment))
    offered = [row for row in rows if row.status == Status.OFFERED]
    if not offered:
        if rows and rows[0].status == Status.CONFIRMED:
            return enrolment
        raise Closed(_("Cette place n’est plus gardée pour vous. Vous pouvez vous remettre sur la liste."))
    set_status(offered, Status.CONFIRMED, Verb.ACCEPTED, FAMILY)
    count_places(dates)
    notices.registered(enrolment)
    follow(line)
    return enrolment


@transaction.atomic
def offer(enrolment, *, user, reason, agreed=False):
    """Ask a waiting family out of turn, for a reason that stays written. ``agreed``: it has said yes already.

    Raises ``Refusal`` where it does not fit, does not wait, or it is too late to wait for an answer.
    """
    sessions = lock_enrolment(enrolment)
    line, dates, rows = to_come(enrolment, sessions)
    ensure(why_not_offer(enrolment, sessions, agreed=agreed))
    lapse(line)
    if rows[0].status == Status.WAITING and not fits(dates, rows[0].heads):
        raise Refusal(no_room())
    if agreed:
        set_status(rows, Status.CONFIRMED, Verb.GIVEN, STAFF, user=user, reason=reason)
        count_places(dates)
        notices.registered(enrolment)
    elif deadline := deadline_for(enrolment, dates[0]):
        make_offer(enrolment, dates, deadline, STAFF, user=user, reason=reason)
    else:
        raise Refusal(too_late_to_ask())
    follow(line)
    return enrolment


@transaction.atomic
def erase(enrolment):
    """The family wants to be known no more: its places go to others, its data are blanked now.

    The counts stay. Nothing is sent: there is nobody to tell any more.
    """
    sessions = lock_enrolment(enrolment)
    rows = [row for row in enrolment.registrations.active() if not sessions[row.session_id].has_begun]
    set_status(rows, Status.CANCELLED, Verb.CANCELLED, FAMILY)
    for row in enrolment.registrations.all():
        write_event(row, Verb.ERASED, FAMILY)
    count_places(sessions[row.session_id] for row in rows)
    notices.forget(enrolment)
    erase_rows(Enrolment.objects.filter(pk=enrolment.pk))
    erase_rows(enrolment.registrations.all())
    erase_rows(RegistrationEvent.objects.filter(registration__enrolment=enrolment))
    follow(joined(sessions.values()))


def _ensure_open_for_more(dates):
    if any(date.registration_closing <= timezone.now() and not date.is_postponed for date in dates):
        raise Closed(_("Les inscriptions sont closes : vous pouvez venir moins nombreux, mais pas plus."))


def _ensure_places_for(dates, more):
    for date in dates:
        if not fits_before_those_waiting(date, more):
            left = date.places_left if date.is_open_to_newcomers else 0
            words = ngettext(
                "Il ne reste que %(count)s place : votre inscription n’a pas changé.",
                "Il ne reste que %(count)s places : votre inscription n’a pas changé.",
                left,
            )
            nothing = _("Il ne reste plus de place : votre inscription n’a pas changé.")
            raise Full(words % {"count": left} if left else nothing)

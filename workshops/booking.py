"""Every rule about places; the only writer of registrations and of places taken.

Each verb begins by locking the rows of the sessions concerned, in key order, so two families
never both read the last place as free. A refusal is an exception whose message the family reads.
"""

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops import notices
from workshops.models import Enrolment, Registration, RegistrationEvent, Session, State, Status
from workshops.models.contacts import email_key, new_code, new_token, phone_key
from workshops.refusals import Refusal

FAMILY = RegistrationEvent.Author.FAMILY
STAFF = RegistrationEvent.Author.STAFF
Verb = RegistrationEvent.Verb


class Closed(Refusal):
    """Registration is not open: not yet, no longer, or the session is cancelled or postponed."""


class Full(Refusal):
    """No place, and the waiting list takes nobody more."""


@dataclass(frozen=True)
class Contact:
    """Who to tell. ``phone`` as E.164; one of ``email`` and ``phone``, or neither with a helper."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "fr"

    @property
    def key(self):
        """The same for the same family: by e-mail if given, else by phone."""
        return Enrolment(email_key=email_key(self.email), phone_key=phone_key(self.phone)).contact_key


@dataclass(frozen=True)
class Party:
    """Who comes, in heads, and what would help them."""

    adults: int = 1
    children: int = 0
    needs: list = field(default_factory=list)
    message: str = ""

    @property
    def heads(self):
        return self.adults + self.children


class Answer(NamedTuple):
    """``known``: this contact was registered already by another form; show a stranger nothing."""

    enrolment: Enrolment
    known: bool = False


@transaction.atomic
def register(session, *, contact, party, key="", helper=None):
    """Give ``party`` its places on every date of ``session``'s course, or a rank on the waiting list.

    ``key``: the form's one-time key; the same form sent twice registers once.
    Raises ``Closed`` or ``Full``; then nothing is written.
    """
    dates = _lock(session)
    form_key = _form_key(session, key, contact)
    if form_key and (sent := Enrolment.objects.filter(form_key=form_key).first()):
        return Answer(sent)
    if known := _known(dates, contact):
        _write_event(known, Verb.ASKED_AGAIN, FAMILY)
        notices.link_again(known.enrolment)
        return Answer(known.enrolment, known=True)
    _ensure_open(session, dates)
    status = _status_for(dates, party)
    enrolment = _enrol(session, contact, form_key, party, helper)
    for date in dates:
        _place(enrolment, date, party, status, helper)
        _count_places(date)
    notices.registered(enrolment)
    return Answer(enrolment)


@transaction.atomic
def cancel(enrolment, *, by=FAMILY, user=None):
    """Give back the places of every date still to come. A second time changes nothing.

    Raises ``Closed`` when every date has begun. What frees is for the waiting list.
    """
    sessions = [registration.session for registration in enrolment.registrations.select_related("session")]
    locked = {session.pk: session for session in Session.objects.lock(*sessions)}
    active = list(enrolment.registrations.active().filter(session__in=locked))
    if not active:
        return enrolment
    ours = [row for row in active if not locked[row.session_id].is_cancelled]
    if not ours:
        raise Closed(_("Cette séance est annulée : vous n’avez rien à faire."))
    to_come = [row for row in ours if not locked[row.session_id].has_begun]
    if not to_come:
        raise Closed(_("Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici."))
    for registration in to_come:
        registration.status = Status.CANCELLED
        registration.cancelled_at = timezone.now()
        registration.save(update_fields=["status", "cancelled_at"])
        _write_event(registration, Verb.CANCELLED, by, user)
        _count_places(locked[registration.session_id])
    notices.cancelled_by_family(enrolment, to_come)
    return enrolment


def _lock(session):
    """The dates that ``session`` is joined with, itself included, locked, soonest first."""
    dates = [session]
    if session.course_id:
        joined = [State.PUBLISHED, State.POSTPONED]
        dates = list(Session.objects.filter(course=session.course_id, state__in=joined))
    return sorted(Session.objects.lock(*dates), key=lambda date: (date.starts_at, date.pk))


def _form_key(session, key, contact):
    """One form, filled once: the same key with another family in it is another form."""
    if not key:
        return None
    parts = "\n".join((session.ref, key, contact.key, contact.name))
    return hashlib.sha256(parts.encode()).hexdigest()


def _known(dates, contact):
    """A place or rank this contact already has on one of the dates."""
    if not contact.key:
        return None
    rows = Registration.objects.active().filter(session__in=dates, contact_key=contact.key)
    return rows.select_related("enrolment").first()


def _ensure_open(session, dates):
    asked = next((date for date in dates if date.pk == session.pk), None)
    if session.is_cancelled or (asked and asked.is_cancelled):
        raise Closed(_("Cette séance est annulée : on ne peut plus s’y inscrire."))
    if asked is None:
        raise Closed(_("Cette séance n’est pas ouverte aux inscriptions."))
    if asked.is_postponed:
        raise Closed(_("Cette séance est reportée : les inscriptions rouvriront avec la nouvelle date."))
    for date in dates:
        _ensure_date_open(date)


def _ensure_date_open(date):
    registration = date.registration
    if not date.is_public:
        raise Closed(_("Cette séance n’est pas ouverte aux inscriptions."))
    if registration == "none":
        raise Closed(_("L’entrée est libre : venez sans vous inscrire."))
    if registration == "not_yet":
        raise Closed(_("Les inscriptions ouvrent le %(moment)s.") % {"moment": date.registration_opens})
    if registration == "closed" and not date.is_postponed:
        raise Closed(_("Les inscriptions sont closes pour cette séance."))


def _status_for(dates, party):
    """CONFIRMED if the party fits on every date and no waiting family would; else WAITING.

    Raises ``Full`` where it cannot even wait.
    """
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
    if all(_fits_before_those_waiting(date, party) for date in dates):
        return Status.CONFIRMED
    for date in dates:
        if (
            date.waiting_capacity is not None
            and date.registrations.waiting().count() >= date.waiting_capacity
        ):
            raise Full(_full_words(date))
    return Status.WAITING


def _full_words(date):
    if date.is_open_to_newcomers:
        return ngettext(
            "Il reste %(count)s place : ce n’est pas assez pour vous tous, et la liste d’attente est complète.",
            "Il reste %(count)s places : ce n’est pas assez pour vous tous, et la liste d’attente est complète.",
            date.places_left,
        ) % {"count": date.places_left}
    return _("C’est complet, et la liste d’attente aussi. D’autres dates existent peut-être.")


def _fits_before_those_waiting(session, party):
    """A newcomer is confirmed only if no waiting family fits the free places."""
    return session.is_open_to_newcomers and (
        session.places_left is None or party.heads <= session.places_left
    )


def _enrol(session, contact, form_key, party, helper):
    """The family's act. After a cancellation the same row, with a new link and a new code."""
    enrolment = _cancelled_before(session, contact) or Enrolment()
    enrolment.name = contact.name
    enrolment.email, enrolment.email_key = contact.email, email_key(contact.email)
    enrolment.phone, enrolment.phone_key = contact.phone, phone_key(contact.phone)
    enrolment.language = contact.language
    enrolment.token, enrolment.code = new_token(), _free_code()
    enrolment.form_key = form_key
    enrolment.helper = helper
    enrolment.consent_at = timezone.now() if party.needs or party.message else None
    enrolment.save()
    return enrolment


def _free_code():
    """One that no family has; the constraint is the backstop."""
    while Enrolment.objects.filter(code=(code := new_code())).exists():
        continue
    return code


def _cancelled_before(session, contact):
    if not contact.key:
        return None
    rows = session.registrations.filter(
        contact_key=contact.key, status=Status.CANCELLED, enrolment__anonymised_at__isnull=True
    ).select_related("enrolment")
    previous = rows.first()
    if previous is None or previous.enrolment.registrations.active().exists():
        return None
    return previous.enrolment


def _place(enrolment, session, party, status, helper):
    """One date's row of the enrolment, at the end of the line."""
    registration, created = Registration.objects.update_or_create(
        enrolment=enrolment,
        session=session,
        defaults={
            "contact_key": enrolment.contact_key,
            "adults": party.adults,
            "children": party.children,
            "needs": party.needs,
            "message": party.message,
            "status": status,
            "rank": session.registrations.next_rank(),
            "cancelled_at": None,
        },
    )
    verb = Verb.REGISTERED if created else Verb.REGISTERED_AGAIN
    _write_event(registration, verb, STAFF if helper else FAMILY, helper)


def _count_places(session):
    """The counter is read again from the rows, so it cannot drift."""
    session.places_taken = session.registrations.holding().heads()
    Session.objects.filter(pk=session.pk).update(places_taken=session.places_taken)


def _write_event(registration, verb, author, user=None):
    RegistrationEvent.objects.create(
        registration=registration,
        verb=verb,
        author=author,
        user=user,
        status=registration.status,
        heads=registration.heads,
    )

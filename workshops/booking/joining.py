"""How a family joins: places on every date, or a rank on the waiting list. Once is once."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox import jobs
from workshops import notices
from workshops.booking.parties import Answer, Closed, Full, Party, ensure_party, reading
from workshops.booking.rows import (
    FAMILY,
    STAFF,
    Verb,
    by_date,
    count_places,
    joined,
    lock,
    still_known,
    write_event,
)
from workshops.booking.waiting import ensure_fits_capacity, fits_before_those_waiting, follow
from workshops.models import Enrolment, Registration, Session, Status
from workshops.models.contacts import email_key, new_code, new_token, phone_key, region_of
from workshops.models.typed_contacts import read_name

SEND_LINKS = "send links"


@transaction.atomic
def register(session, *, contact, party, key="", helper=None, helper_name=""):
    """Give ``party`` its places on every date of ``session``'s course, or a rank on the waiting list.

    ``key``: the form's one-time key; the same form sent twice registers once. ``helper``: the account
    of who registers the family, ``helper_name``: who it is, where there is none.
    Raises ``Closed``, ``Full`` or ``Unreadable``; then nothing is written.
    """
    ensure_party(party)
    contact = contact.read(region_of(session))
    with reading():
        helper_name = read_name(helper_name)
    dates = lock(session)
    if sent := sent_before(session, contact, key):
        return Answer(sent)
    if known := _known(dates, contact.key):
        return _told_again(known, helper)
    enrolment = _enrol(session, contact, form_key(session, contact, key))
    enrolment.helper, enrolment.helper_name = helper, helper_name
    return _join(enrolment, session, dates, party, helper)


@transaction.atomic
def register_again(enrolment):
    """A family that cancelled or did not answer in time asks once more, at the end of the line.

    Its page and its code stay: it may have nothing but its slip. A second time changes nothing.
    Raises ``Closed`` or ``Full``; then nothing is written.
    """
    rows = enrolment.registrations.select_related("session").order_by("session__starts_at")
    row = next((row for row in rows if not row.session.is_cancelled), rows[0])
    dates = lock(row.session)
    enrolment = Enrolment.objects.filter(pk=enrolment.pk, anonymised_at__isnull=True).first()
    if enrolment is None:
        raise Closed(_("Cette inscription ne peut plus être changée."))
    if enrolment.is_active:
        return Answer(enrolment)
    if known := _known(dates, enrolment.contact_key):
        return _told_again(known)
    return _join(enrolment, row.session, dates, Party.of(row))


def why_not_register(session):
    """ "" where a family could join now, be it on the waiting list; else what it would be told."""
    line = list(Session.objects.line(session))
    dates = by_date({*joined(line), *(date for date in line if date.pk == session.pk)})
    try:
        _ensure_open(session, dates)
    except Closed as closed:
        return str(closed)
    if dates[0].registration != "full":
        return ""
    return _full_words(next(date for date in dates if date.is_waiting_list_full))


def sent_before(session, contact, key):
    """What the same form has made already, or None."""
    one_time = form_key(session, contact, key)
    return Enrolment.objects.filter(form_key=one_time).first() if one_time else None


def ask_for_links(*, email_key="", phone_key=""):
    """Have the worker send them: the request itself does the same whether or not the contact is known."""
    jobs.put(SEND_LINKS, email_key=email_key, phone_key=phone_key)


@jobs.job(SEND_LINKS)
def send_links(*, email_key="", phone_key=""):
    """Send a contact the link of each of its enrolments, one an hour at most; nothing to who has none."""
    for enrolment in Enrolment.objects.of_contact(email_key=email_key, phone_key=phone_key):
        with transaction.atomic():
            if known := still_known(enrolment):
                write_event(known.registrations.order_by("pk").first(), Verb.ASKED_AGAIN, FAMILY)
                notices.link_again(known, by_phone=bool(phone_key))


def form_key(session, contact, key):
    """One form, filled once: the same key with another family in it is another form. None without a key."""
    if not key:
        return None
    parts = "\n".join((session.ref, key, contact.key, contact.name))
    return hashlib.sha256(parts.encode()).hexdigest()


def _known(dates, contact_key):
    """A place or rank this contact already has on one of the dates."""
    if not contact_key:
        return None
    rows = Registration.objects.active().filter(session__in=dates, contact_key=contact_key)
    return rows.select_related("enrolment").first()


def _told_again(known, helper=None):
    """Nothing changes; the link goes to the contact."""
    write_event(known, Verb.ASKED_AGAIN, STAFF if helper else FAMILY, user=helper)
    notices.link_again(known.enrolment, by_staff=bool(helper))
    return Answer(known.enrolment, known=True)


def _join(enrolment, session, dates, party, helper=None):
    """``enrolment`` on every date, at the end of the line. Under the dates' lock."""
    follow(joined(dates))
    _ensure_open(session, dates)
    status = _status_for(dates, party)
    enrolment.consent_at = timezone.now() if party.needs or party.message else None
    enrolment.save()
    for date in dates:
        _place(enrolment, date, party, status, helper)
    count_places(dates)
    notices.registered(enrolment)
    return Answer(enrolment)


def _ensure_open(session, dates):
    asked = next((date for date in dates if date.pk == session.pk), None)
    if asked and asked.is_cancelled:
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
    ensure_fits_capacity(dates, party)
    if all(fits_before_those_waiting(date, party.heads) for date in dates):
        return Status.CONFIRMED
    for date in dates:
        if date.is_waiting_list_full:
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


def _enrol(session, contact, one_time):
    """The family's act. After a cancellation the same row, with a new link and a new code."""
    enrolment = _cancelled_before(session, contact) or Enrolment()
    enrolment.name = contact.name
    enrolment.email, enrolment.email_key = contact.email, email_key(contact.email)
    enrolment.phone, enrolment.phone_key = contact.phone, phone_key(contact.phone)
    enrolment.language = contact.language
    enrolment.token, enrolment.code = new_token(), _free_code()
    enrolment.form_key = one_time
    enrolment.created_at, enrolment.has_no_reminders = timezone.now(), False
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
    if previous is None or previous.enrolment.is_active:
        return None
    return previous.enrolment


def _place(enrolment, session, party, status, helper):
    """One date's row of the enrolment, at the end of the line."""
    registration, created = Registration.objects.update_or_create(
        enrolment=enrolment,
        session=session,
        defaults={
            "contact_key": enrolment.contact_key,
            **party.row,
            "status": status,
            "rank": session.registrations.next_rank(),
            "cancelled_at": None,
            "offered_until": None,
        },
    )
    verb = Verb.REGISTERED if created else Verb.REGISTERED_AGAIN
    write_event(registration, verb, STAFF if helper else FAMILY, user=helper)

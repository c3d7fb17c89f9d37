"""How places are written: rows, the counter beside them, and the history of who did what."""

from django.utils import timezone

from workshops.models import Enrolment, RegistrationEvent, Session, State, Status

FAMILY = RegistrationEvent.Author.FAMILY
STAFF = RegistrationEvent.Author.STAFF
SYSTEM = RegistrationEvent.Author.SYSTEM
Verb = RegistrationEvent.Verb


def lock(session):
    """The dates that ``session`` is joined with, itself included, locked, soonest first."""
    line = Session.objects.lock_line(session)
    return by_date({*joined(line), *(date for date in line if date.pk == session.pk)})


def joined(sessions):
    """Those of a course that are joined together: what is cancelled is out of it, or not in it yet."""
    return by_date(one for one in sessions if one.state in {State.PUBLISHED, State.POSTPONED})


def lock_enrolment(enrolment):
    """``{key: session}`` of all its dates, locked with the rest of their course."""
    first = enrolment.registrations.select_related("session").order_by("pk").first()
    return {session.pk: session for session in Session.objects.lock_line(first.session)}


def dates_of(enrolment):
    """The same as one reads them, for who only asks."""
    first = enrolment.registrations.select_related("session").order_by("pk").first()
    return {session.pk: session for session in Session.objects.line(first.session)}


def still_known(enrolment):
    """The same, locked and read again; None if it was erased meanwhile."""
    lock_enrolment(enrolment)
    return Enrolment.objects.filter(pk=enrolment.pk, anonymised_at__isnull=True).first()


def by_date(sessions):
    return sorted(sessions, key=lambda session: (session.starts_at, session.pk))


def set_status(registrations, status, verb, author, *, user=None, until=None, reason=""):
    """The same for every date of a family: none is split. ``until``: the deadline of an offer."""
    now = timezone.now()
    for registration in registrations:
        registration.status = status
        registration.offered_until = until
        registration.cancelled_at = now if status == Status.CANCELLED else None
        registration.save(update_fields=["status", "offered_until", "cancelled_at"])
        write_event(registration, verb, author, user=user, reason=reason)


def count_places(sessions):
    """The counters are read again from the rows, so they cannot drift."""
    for session in sessions:
        session.places_taken = session.registrations.holding().heads()
        Session.objects.filter(pk=session.pk).update(places_taken=session.places_taken)
        session.forget_waiting_families()


def write_event(registration, verb, author, *, user=None, reason=""):
    RegistrationEvent.objects.create(
        registration=registration,
        verb=verb,
        author=author,
        user=user,
        status=registration.status,
        heads=registration.heads,
        reason=reason,
    )

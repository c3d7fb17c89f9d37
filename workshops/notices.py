"""Composes what we write to families; hands it to the outbox in the transaction that causes it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content import languages
from outbox.queue import enqueue
from workshops import calendar
from workshops.models import Status
from workshops.models.presentation import present


def registered(enrolment):
    """« Votre inscription est confirmée », with the calendar; or « vous êtes sur la liste d’attente »."""
    registrations = [
        row for row in _registrations(enrolment) if row.is_active and not row.session.is_cancelled
    ]
    first = registrations[0]
    confirmed = first.status == Status.CONFIRMED
    with translation.override(enrolment.language):
        subject = _("Inscription confirmée : %(title)s") if confirmed else _("Liste d’attente : %(title)s")
        _write(
            enrolment,
            "registered",
            subject=subject % {"title": first.session.title},
            cause=f"registered:{enrolment.pk}:{'.'.join(str(row.rank) for row in registrations)}",
            context={"registrations": registrations, "status": first.status},
            calendar=calendar.for_families([r.session for r in registrations]) if confirmed else "",
        )


def link_again(enrolment):
    """Someone typed this contact again: the link goes to the contact, one an hour at most."""
    registrations = _registrations(enrolment)
    with translation.override(enrolment.language):
        _write(
            enrolment,
            "link_again",
            subject=_("Vous êtes déjà inscrit : %(title)s") % {"title": registrations[0].session.title},
            cause=f"link_again:{enrolment.pk}:{timezone.now():%Y%m%d%H}",
            context={"registrations": registrations, "status": registrations[0].status},
        )


def cancelled_by_family(enrolment, cancelled):
    """« Votre inscription est annulée », so that they know it worked."""
    registrations = [r for r in _registrations(enrolment) if r.pk in {row.pk for row in cancelled}]
    with translation.override(enrolment.language):
        _write(
            enrolment,
            "cancelled_by_family",
            subject=_("Inscription annulée : %(title)s") % {"title": registrations[0].session.title},
            cause=f"cancelled_by_family:{enrolment.pk}:{'.'.join(str(row.rank) for row in registrations)}",
            context={"registrations": registrations, "status": Status.CANCELLED},
        )


def session_changed(change):
    """Who, why, what instead: to every family with a place or a rank."""
    rows = change.session.registrations.active().select_related("enrolment").order_by("pk")
    for registration in rows:
        enrolment = registration.enrolment
        with translation.override(enrolment.language):
            registrations = [r for r in _registrations(enrolment) if r.pk == registration.pk]
            title = registrations[0].session.title
            _write(
                enrolment,
                "session_changed",
                subject=_SUBJECTS[change.kind]() % {"title": title},
                cause=f"session_changed:{change.pk}:{registration.pk}",
                context={"registrations": registrations, "status": registration.status, "change": change},
                calendar=_calendar_again(registrations[0]),
            )


def _calendar_again(registration):
    """The same event, as it is now, for a family that has it in its calendar."""
    return calendar.for_families([registration.session]) if registration.status == Status.CONFIRMED else ""


_SUBJECTS = {
    "moved": lambda: _("Changement : %(title)s"),
    "online": lambda: _("En ligne : %(title)s"),
    "link": lambda: _("Nouveau lien : %(title)s"),
    "on_site": lambda: _("Sur place : %(title)s"),
    "postponed": lambda: _("Reporté : %(title)s"),
    "cancelled": lambda: _("Annulé : %(title)s"),
}


def _registrations(enrolment):
    """Its rows by date, each with its session as one reads it."""
    rows = list(enrolment.registrations.with_sessions())
    with translation.override(enrolment.language):
        present(row.session for row in rows)
    return rows


def _write(enrolment, kind, *, subject, cause, context, calendar=""):
    """One e-mail, text and HTML. A family without an address reads its page, or its slip."""
    if not enrolment.email:
        return
    path = languages.path_in(enrolment.language, f"/inscriptions/{enrolment.token}/")
    context = {
        "enrolment": enrolment,
        "session": context["registrations"][0].session,
        "url": settings.BASE_URL + path,
        "site_url": settings.BASE_URL,
        **context,
    }
    enqueue(
        kind=kind,
        recipient=enrolment.email,
        language=enrolment.language,
        subject=subject,
        text=render_to_string(f"emails/{kind}.txt", context),
        html=render_to_string(f"emails/{kind}.html", context),
        calendar=calendar,
        cause=cause,
        about=f"enrolment:{enrolment.pk}",
    )

"""What we tell families, and when: each cause writes once, in the transaction that makes it.

How a notice becomes an e-mail or a text message is ``letters``'.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Least
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content import languages
from outbox.files import forget_files
from outbox.models import CLOCK_SKEW, Channel, Message
from privacy.retention import erase
from workshops import message_limits, own_data
from workshops.letters import (
    Letter,
    Reached,
    registrations_of,
    speaking_to,
    team_cause_key,
    team_letter,
)
from workshops.models import RegistrationEvent, Status
from workshops.models.keeping import SHORTLY

#: What anybody may ask for.
TELLS_NOTHING = ["link_again", "all_data"]


def registered(enrolment):
    """« Votre inscription est confirmée », with the invitation; or « vous êtes sur la liste d’attente »."""
    with speaking_to(enrolment):
        rows = _standing(enrolment)
        confirmed = rows[0].status == Status.CONFIRMED
        subject = _("Inscription confirmée : %(title)s") if confirmed else _("Liste d’attente : %(title)s")
        # A date that was postponed comes with its new one.
        standing = [row for row in rows if confirmed and not row.session.is_postponed]
        event = _latest(enrolment)
        invites = next(iter(standing), None)
        letter = Letter("registered", subject, rows, invites=invites, by_staff=event.is_by_staff)
        letter.send(enrolment, cause=str(event.pk))
        _other_dates(enrolment, standing[1:], event)


def changed(enrolment):
    """« Vous serez 2 adultes et 1 enfant »."""
    with speaking_to(enrolment):
        event, subject = _latest(enrolment), _("Inscription changée : %(title)s")
        letter = Letter("changed", subject, _standing(enrolment), by_staff=event.is_by_staff)
        letter.send(enrolment, cause=str(event.pk))


def offered(enrolment, offered):
    """« Une place est gardée pour vous, répondez avant… »."""
    with speaking_to(enrolment):
        event, subject = _latest(enrolment), _("Une place pour vous : %(title)s")
        letter = Letter("offered", subject, _these(enrolment, offered), by_staff=event.is_by_staff)
        letter.send(enrolment, cause=str(event.pk), is_urgent=True)


def offer_lapsed(enrolment, lapsed):
    """« Nous n’avons pas eu votre réponse »; the family may ask again."""
    with speaking_to(enrolment):
        letter = Letter("offer_lapsed", _("Place non gardée : %(title)s"), _these(enrolment, lapsed))
        letter.send(enrolment, cause=str(_latest(enrolment).pk))


def cancelled(enrolment, cancelled, *, by_staff=False, reason=""):
    """« Votre inscription est annulée », and who did it, so that they know it worked."""
    with speaking_to(enrolment):
        rows = _these(enrolment, cancelled)
        given_back = [row for row in rows if row.gave_places_back]
        event, invites = _latest(enrolment), next(iter(given_back), None)
        subject = _("Inscription annulée : %(title)s")
        letter = Letter("cancelled", subject, rows, invites=invites, by_staff=by_staff)
        letter.send(enrolment, cause=str(event.pk), by_staff=by_staff, reason=reason)
        _other_dates(enrolment, given_back[1:], event)
    _keep_briefly(enrolment)


def link_again(enrolment, *, by_phone=False, by_staff=False):
    """Someone typed this contact again: the link goes there, one an hour at most. ``by_phone``: the number
    was typed, so it goes to the number if it can. ``by_staff``: one of the team typed it.
    """
    lately = timezone.now() - timedelta(hours=1)
    if _about(enrolment).written_since(lately).filter(kind="link_again").exists():
        return
    with speaking_to(enrolment):
        subject, rows = _("Votre inscription : %(title)s"), registrations_of(enrolment)
        letter = Letter("link_again", subject, rows, by_staff=by_staff)
        letter.send(enrolment, cause=f"{timezone.now():%Y%m%d%H}", prefers=Channel.SMS if by_phone else "")


def session_changed(change):
    """Who, why, what instead: to every family with a place or a rank, and to those who run the session."""
    active = list(change.session.registrations.active().select_related("enrolment").order_by("pk"))
    for registration in active:
        enrolment = registration.enrolment
        with speaking_to(enrolment):
            rows = _these(enrolment, [registration])
            keeps = registration.status == Status.CONFIRMED
            letter = Letter("session_changed", _subject_of(change), rows, invites=rows[0] if keeps else None)
            letter.send(enrolment, cause=f"{change.pk}", is_urgent=True, change=change)
    _tell_the_team(change, Reached.of(row.enrolment for row in active))


def _tell_the_team(change, reached):
    """Its facilitators too, but for the one who did it. ``reached``: how its families hear of it."""
    session = change.session
    with translation.override(languages.default()):
        for person in session.facilitators.filter(is_active=True).exclude(pk=change.made_by_id):
            team_letter(
                person,
                "team_session_changed",
                subject=_subject_of(change) % {"title": session.title},
                cause=f"{change.pk}",
                session=session,
                context={"change": change, "reached": reached},
            )


def to_telephone(registration):
    """A place is free for a family that nothing written reaches in time: those who run the session may call."""
    session = registration.session
    with translation.override(languages.default()):
        cause = f"{registration.pk}:{registration.rank}"
        for person in session.facilitators.filter(is_active=True):
            key = team_cause_key("team_telephone", person, cause)
            if not message_limits.allows("team_telephone", Channel.EMAIL, person.email, cause=key):
                continue
            team_letter(
                person,
                "team_telephone",
                subject=_("Une famille à prévenir : %(title)s") % {"title": session.title},
                cause=cause,
                session=session,
                context={"registration": registration},
            )


def reminder(registration, days):
    """« C’est dans trois jours », « c’est demain »: when, where, what to bring, how to give the place back."""
    enrolment = registration.enrolment
    with speaking_to(enrolment):
        subject = _("C’est demain : %(title)s") if days == 1 else _("Dans trois jours : %(title)s")
        letter = Letter("reminder", subject, _these(enrolment, [registration]), is_optional=True)
        letter.send(enrolment, cause=reminder_cause(registration, days), days=days)


def reminder_cause(registration, days):
    """One for each date that the session has had."""
    return f"{registration.pk}:{days}:{registration.session.sequence}"


def thanks(registration):
    """After the last date: the guides that go with it, and three questions."""
    enrolment = registration.enrolment
    with speaking_to(enrolment):
        rows = _these(enrolment, [registration])
        guides = rows[0].session.activity.guide_list
        letter = Letter("thanks", _("Merci d’être venus : %(title)s"), rows, is_optional=True)
        letter.send(enrolment, cause=f"{registration.pk}", guides=guides)


def has_been_told(enrolment, *, since):
    """Whether it was written to since then; a link that anybody may ask for tells nothing."""
    told = _about(enrolment).exclude(kind__in=TELLS_NOTHING)
    return told.written_since(since).exists()


def last_told(enrolments):
    """The same for many, in one query: ``{enrolment key: when it was last written to}``."""
    about = {f"enrolment:{enrolment.pk}": enrolment.pk for enrolment in enrolments}
    told = Message.objects.filter(about__in=about, created_at__lt=timezone.now() + CLOCK_SKEW)
    latest = (
        told.exclude(kind__in=TELLS_NOTHING).values("about").annotate(latest=Max("created_at")).order_by()
    )
    return {about[row["about"]]: row["latest"] for row in latest}


def all_data(enrolment):
    """« Toutes nos données »: by e-mail to the contact alone, since one link shows one registration. One a day.

    Whether it was written.
    """
    with speaking_to(enrolment):
        letter = Letter(
            "all_data",
            _("Ce que nous savons de vous"),
            registrations_of(enrolment),
            by_mail_only=True,
            holds_others=True,
        )
        written = [
            {"words": own_data.in_words(one), "url": settings.BASE_URL + one.get_absolute_url()}
            for one in own_data.of_same_address(enrolment)
        ]
        return letter.send(enrolment, cause=f"{timezone.now():%Y%m%d}", written=written)


def forget(enrolment):
    """Blank every message about an enrolment, sent or not, and its copies on disk."""
    erase(_about(enrolment))
    if enrolment.email:
        erase(Message.objects.filter(kind="all_data", recipient__iexact=enrolment.email_key))
    transaction.on_commit(forget_files)


def _subject_of(change):
    return {
        "moved": _("Changement : %(title)s"),
        "online": _("En ligne : %(title)s"),
        "link": _("Nouveau lien : %(title)s"),
        "on_site": _("Sur place : %(title)s"),
        "postponed": _("Reporté : %(title)s"),
        "cancelled": _("Annulé : %(title)s"),
    }[change.kind]


def _about(enrolment):
    return Message.objects.filter(about=f"enrolment:{enrolment.pk}")


def _keep_briefly(enrolment):
    """Who comes no more is forgotten a month later, and so is what was written to them."""
    _about(enrolment).update(kept_until=Least("kept_until", Value(timezone.now() + SHORTLY)))


def _latest(enrolment):
    """What has just happened to it: its last event."""
    return RegistrationEvent.objects.filter(registration__enrolment=enrolment).order_by("-pk")[0]


def _standing(enrolment):
    """Its dates that still hold."""
    return [row for row in registrations_of(enrolment) if row.is_active and not row.session.is_cancelled]


def _these(enrolment, registrations):
    wanted = {row.pk for row in registrations}
    return [row for row in registrations_of(enrolment) if row.pk in wanted]


def _other_dates(enrolment, registrations, event):
    """Of a course, each date but the first by a mail of its own: an invitation holds one (RFC 5546 §3.2.2)."""
    for row in registrations:
        subject = _("À noter dans votre agenda : %(title)s")
        if not row.is_active:
            subject = _("À retirer de votre agenda : %(title)s")
        letter = Letter("date", subject, [row], invites=row, by_mail_only=True, by_staff=event.is_by_staff)
        letter.send(enrolment, cause=f"{row.session_id}:{event.pk}")

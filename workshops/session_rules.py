"""Preconditions of acts on a session, and bounds of its values.

``why_not_*``: one predicate an act, "" where it can be done, else the sentence that says why it cannot. The verbs of
``scheduling`` refuse with it, and whoever offers the act asks it first. ``ensure_*`` raise ``Refusal``, and name the
field that is to be mended.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from workshops.models import Registration, RegistrationMode, Session, State
from workshops.models.sessions import MOST_PLACES
from workshops.refusals import Refusal

LONGEST = timedelta(hours=12)
#: Beyond them a typing slip would overflow the calendar.
YEARS = range(2000, 2101)
LONGEST_REASON = 500
_is_web_address = URLValidator(schemes=["https"])


def why_not_revise(session):
    return _("Cette séance est annulée : elle ne peut plus changer.") if session.is_cancelled else ""


def why_not_move(session):
    """Another date, hour or place."""
    if session.is_public and session.is_over and not session.is_cancelled:
        return _("Cette séance est passée : sa date et son lieu ne changent plus.")
    return why_not_revise(session)


def why_not_propose(session):
    return "" if session.state == State.DRAFT else _("Seul un brouillon peut être proposé.")


def why_not_publish(session, *, by):
    """``by`` None: by the site itself, which may publish what is past."""
    if session.state not in {State.DRAFT, State.PROPOSED}:
        return _("Cette séance est déjà publiée.")
    if session.course_id and Registration.objects.active().filter(session__course=session.course_id).exists():
        return _("Des familles sont déjà inscrites à ce parcours : une date ne peut plus s’y ajouter.")
    if not session.activity.live:
        return _("Publiez d’abord la page de l’atelier ou de l’événement.")
    if by is not None and session.has_begun:  # nobody could come, and what is past never changes again
        return _("Cette date est passée : choisissez-en une à venir.")
    return why_nowhere(session)


def why_not_postpone(session):
    if session.state != State.PUBLISHED:
        return _("Seule une séance publiée peut être reportée.")
    return _("Cette séance est passée : elle ne peut plus être reportée.") if session.is_over else ""


def why_not_cancel(session):
    if session.is_cancelled:
        return _("Cette séance est déjà annulée.")
    if not session.is_public:
        return _("Cette séance n’est pas publiée : supprimez le brouillon.")
    return _("Cette séance est passée : elle ne peut plus être annulée.") if session.is_over else ""


def why_not_delete(session):
    if session.is_public:
        return _("Une séance publiée ne se supprime pas : annulez-la, les familles seront prévenues.")
    return ""


def why_nowhere(session):
    if session.venue_id is None and not session.join_url:
        return _("Pour être publiée, la séance a besoin d’un lieu ou d’un lien de visioconférence.")
    return ""


def ensure_year(day):
    if day.year not in YEARS:
        raise Refusal(_("Vérifiez l’année de la séance."), "day")


def ensure_time(session, *, was=None, by):
    """Its date and hours. ``was``: the start it had; it keeps it, or has one to come."""
    if session.ends_at - session.starts_at > LONGEST:
        raise Refusal(
            _("La séance durerait plus de %(hours)s heures. Vérifiez l’heure de fin.")
            % {"hours": LONGEST // timedelta(hours=1)},
            "end",
        )
    told = session.is_public or by is not None
    is_new = session.starts_at != was or session.is_postponed
    if told and (session.starts_at if is_new else session.ends_at) <= timezone.now():
        raise Refusal(_("Cette date est passée : choisissez-en une à venir."), "day")


def ensure_link(session):
    """A secure address; the note, that everybody reads, in public calendars too, does not give it away.

    Of the words that stand beside a link, those alone: the others are the workshop's and the venue's.
    """
    if not session.join_url:
        return
    try:
        _is_web_address(session.join_url)
        is_short = len(session.join_url) <= Session._meta.get_field("join_url").max_length
    except ValidationError:
        is_short = False
    if not is_short:
        raise Refusal(_("Le lien doit être une adresse complète, qui commence par https://."), "join_url")
    address = session.join_url.casefold().partition("://")[2].partition("?")[0].rstrip("/")
    if "/" in address and address in session.note.casefold():
        raise Refusal(
            _("Tout le monde lit « à savoir » : retirez-en le lien, les familles inscrites le reçoivent."),
            "note",
        )


def ensure_places(session):
    for name, least in (("capacity", 1), ("waiting_capacity", 0)):
        number = getattr(session, name)
        if number is not None and not least <= number <= MOST_PLACES:
            raise Refusal(
                _("Écrivez un nombre de %(least)s à %(most)s, ou rien : sans limite.")
                % {"least": least, "most": MOST_PLACES},
                name,
            )
    if session.capacity is not None and session.capacity < session.places_taken:
        raise Refusal(
            _("%(taken)s places sont déjà prises : il n’est pas possible de descendre au-dessous.")
            % {"taken": session.places_taken},
            "capacity",
        )
    if session.registration_mode not in RegistrationMode.values:
        raise Refusal(_("Cette sorte d’inscription n’existe pas."), "registration_mode")
    if session.registration_mode == RegistrationMode.NONE and session.registrations.active().exists():
        raise Refusal(
            _("Des familles sont inscrites : l’entrée ne peut plus devenir libre."), "registration_mode"
        )


def ensure_registration_period(session):
    """It opens before it closes, and before the session begins."""
    opens, closes = session.registration_opens_at, session.registration_closes_at
    if opens and closes and closes <= opens:
        raise Refusal(
            _("Les inscriptions doivent se fermer après s’être ouvertes."), "registration_closes_at"
        )
    if opens and opens >= session.starts_at:
        raise Refusal(
            _("Les inscriptions doivent s’ouvrir avant le début de la séance."), "registration_opens_at"
        )
    if closes and closes > session.starts_at:
        raise Refusal(
            _("Les inscriptions se ferment au plus tard au début de la séance."), "registration_closes_at"
        )


def ensure_note(session):
    longest = Session._meta.get_field("note").max_length
    if len(session.note) > longest:
        raise Refusal(_("Écrivez %(most)s signes au plus.") % {"most": longest}, "note")


def ensure_reason(reason):
    if not reason.strip():
        raise Refusal(_("Écrivez la raison du changement : les familles la liront."), "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Écrivez %(most)s signes au plus.") % {"most": LONGEST_REASON}, "reason")

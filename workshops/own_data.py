"""What the site keeps of a family, as plain data: its right of access (GDPR, article 15)."""

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content.dates import moment_words
from territories.languages import BY_CODE
from workshops.models import Enrolment, Registration
from workshops.models.presentation import present

CONTACT_FIELDS = ["name", "email", "phone", "language", "code", "helper_name"]
DATE_FIELDS = ["adults", "children", "needs", "interpreter_language", "message", "status"]


def of_enrolment(enrolment):
    """One enrolment as JSON can hold it: the contact, each date, and its history."""
    return _of([enrolment])[0]


def of_same_address(enrolment):
    """All enrolments of the same e-mail address. For that address's own eyes: written there, shown nowhere."""
    same = Q(email_key=enrolment.email_key) if enrolment.email_key else Q(pk=enrolment.pk)
    found = list(
        Enrolment.objects.filter(same, anonymised_at__isnull=True)
        .select_related("helper")
        .order_by("created_at", "pk")
    )
    _attach_dates(found)
    return found


def in_words(enrolment):
    """The same in plain words of the active language, a line for each thing: for the family to read in a mail.

    Without what was typed freely into the form: nobody proved that the address is of those who filled it.
    """
    if not hasattr(enrolment, "dates"):
        _attach_dates([enrolment])
    zone = enrolment.dates[0].session.time_zone
    spoken = BY_CODE.get(enrolment.language)
    lines = [
        _line(enrolment, "email"),
        _line(enrolment, "phone"),
        _line(enrolment, "language", spoken.label if spoken else enrolment.language),
        _line(enrolment, "code"),
        _line(enrolment, "helper", enrolment.account_words),
        _line(enrolment, "created_at", moment_words(enrolment.created_at, zone)),
        _("Accord donné le %(moment)s") % {"moment": moment_words(enrolment.consent_at, zone)}
        if enrolment.consent_at
        else "",
        _("Sans rappels") if enrolment.has_no_reminders else "",
    ]
    blocks = [lines, *(_date_in_words(row) for row in enrolment.dates)]
    return "\n\n".join("\n".join(filter(None, block)) for block in blocks)


def _date_in_words(row):
    session = row.session
    return [
        session.title,
        session.when_words,
        session.place_words,
        row.party_words,
        _line(row, "needs", row.needs_words),
        row.standing_words,
        _line(row, "came_adults"),
        _line(row, "came_children"),
        capfirst(_label(row, "absent")) if row.absent else "",
        *(_event_in_words(event, session.time_zone) for event in _history(row)),
    ]


def _event_in_words(event, zone):
    """« Le lundi 1er février 2027 à 9 h : inscription, par la famille »."""
    words = _("Le %(moment)s : %(verb)s, par %(author)s") % {
        "moment": moment_words(event.happened_at, zone),
        "verb": event.get_verb_display().lower(),
        "author": event.get_author_display().lower(),
    }
    return f"{words}. {event.reason}" if event.reason else words


def _line(row, name, value=None):
    """« Téléphone : 06 12 34 56 78 », or nothing where nothing is known."""
    value = getattr(row, name) if value is None else value
    if value in ("", None):
        return ""
    return _("%(label)s : %(value)s") % {"label": capfirst(_label(row, name)), "value": value}


def _label(row, name):
    return row._meta.get_field(name).verbose_name


def _of(enrolments):
    _attach_dates(enrolments)
    return [_enrolment(one) for one in enrolments]


def _attach_dates(enrolments):
    """``dates`` of each; a constant number of queries, whatever the number of enrolments."""
    rows = Registration.objects.with_sessions()
    prefetch_related_objects(enrolments, Prefetch("registrations", rows, to_attr="dates"))
    present(row.session for enrolment in enrolments for row in enrolment.dates)


def _enrolment(enrolment):
    return {
        **{name: getattr(enrolment, name) for name in CONTACT_FIELDS},
        "created_at": enrolment.created_at.isoformat(),
        "consent_at": enrolment.consent_at.isoformat() if enrolment.consent_at else None,
        "reminders": not enrolment.has_no_reminders,
        "registrations": [_date(row) for row in enrolment.dates],
    }


def _date(registration):
    session = registration.session
    return {
        "session": session.ref,
        "title": session.title,
        "starts_at": session.when.start_iso,
        "ends_at": session.when.end_iso,
        **{name: getattr(registration, name) for name in DATE_FIELDS},
        "offered_until": registration.offered_until.isoformat() if registration.offered_until else None,
        "came_adults": registration.came_adults,
        "came_children": registration.came_children,
        "absent": registration.absent,
        "history": [_event(event) for event in _history(registration)],
    }


def _history(registration):
    """Since it last joined: what was before may be somebody else's, who used the same address."""
    events = list(registration.events.all())
    joins = [at for at, event in enumerate(events) if event.verb in {"registered", "registered_again"}]
    return events[joins[-1] :] if joins else events


def _event(event):
    """With what staff wrote of the family: it is about the family too."""
    return {
        "what": event.verb,
        "by": event.author,
        "when": event.happened_at.isoformat(),
        "reason": event.reason,
    }

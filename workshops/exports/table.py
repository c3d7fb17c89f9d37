"""Sessions → a table for a spreadsheet: the facts of the JSON, in words."""

from django.utils.translation import gettext as _

from content import spreadsheets
from content.models import SchoolLevel
from workshops.calendar.text import one_line


def to_csv(sessions, levels):
    """Bytes: one row per session below the headings. ``levels``: from ``level_codes``."""
    rows = [_cells(session, levels.get(session.activity_id)) for session in sessions]
    return spreadsheets.to_csv([_headings(), *rows])


def _headings():
    when = [_("Date"), _("Début"), _("Date de fin"), _("Fin"), _("Fuseau horaire")]
    where = [_("Où"), _("Territoire"), _("Lieu"), _("Commune")]
    whom = [_("Langues parlées"), _("Thèmes"), _("Niveaux scolaires")]
    room = [_("Places"), _("Places restantes"), _("Familles en attente"), _("Inscription")]
    return [_("Référence"), _("Titre"), _("Sorte"), _("État"), *when, *where, *whom, *room, _("Page")]


def _cells(session, levels):
    """In the order of the headings; empty where there is no limit, no venue, no territory."""
    return [
        session.ref,
        one_line(session.title),
        _("Événement") if session.kind == "event" else _("Atelier"),
        session.get_state_display(),
        *_when(session.when),
        *_where(session),
        ", ".join(str(language.label) for language in session.spoken_languages),
        one_line(", ".join(theme.label for theme in session.themes)),
        ", ".join(str(SchoolLevel.NAMES[code]) for code in levels) if levels else _("Tous niveaux"),
        session.capacity,
        session.places_left,
        session.families_waiting,
        _registration_words(session.registration),
        session.page_url,
    ]


def _when(span):
    """Dates and hours of the session's own clocks, as spreadsheets read them; then which clocks."""
    start, end = span.start, span.end
    return [
        start.date().isoformat(),
        f"{start:%H:%M}",
        end.date().isoformat(),
        f"{end:%H:%M}",
        span.time_zone,
    ]


def _where(session):
    territory, venue = session.territory, session.venue
    return [
        session.format_label,
        one_line(territory.name) if territory else "",
        one_line(venue.name) if venue else "",
        one_line(venue.city) if venue else "",
    ]


def _registration_words(registration):
    return {
        "open": _("Inscriptions ouvertes"),
        "waiting_list": _("Liste d’attente"),
        "full": _("Complet"),
        "not_yet": _("Inscriptions pas encore ouvertes"),
        "closed": _("Inscriptions closes"),
        "none": _("Entrée libre, sans inscription"),
    }[registration]

"""Sessions that were held → the report that La Coop de la médiation numérique asks facilitators for.

Columns and words are La Coop's own, as its site exports them (repository
inclusion-numerique/coop-mediation-numerique: ``buildActivitesWorksheet.ts``, ``cra/fields/*.ts``). They are the
names of its fields and of its choices, so they stay in French in every language. No family is named.
"""

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from content import spreadsheets
from workshops.calendar.text import one_line
from workshops.models import Registration, RegistrationMode, State, WorkshopPage
from workshops.models.presentation import present

HEADINGS = [
    "Date",
    "Type",
    "Nom de l’atelier",
    "Durée (min)",
    "Durée exacte (min)",
    "Canaux d’accompagnement",
    "Lieu",
    "Commune",
    "Code INSEE",
    "Thématique(s) d’accompagnement",
    "Précisions sur la thématique",
    "Niveau de l’atelier",
    "Matériel numérique utilisé",
    "Participants inscrits",
    "Nombre de participants",
]
#: Those one may choose, in minutes; La Coop also takes another, typed in.
DURATIONS = [15, 30, 45, 60, 90, 120]
LEVELS = {
    WorkshopPage.Difficulty.BEGINNER: "Débutant",
    WorkshopPage.Difficulty.INTERMEDIATE: "Intermédiaire",
    WorkshopPage.Difficulty.ADVANCED: "Avancé",
}
THEME = "Parentalité"
_FOLLOWING = "Utiliser une plateforme de suivi scolaire"
_LEARNING = "Sites et logiciels éducatifs"
_DANGERS = "Dangers pour mon enfant & harcèlement"
#: ``{slug of our theme: what La Coop says below « Parentalité »}``; of the others it says nothing more.
PRECISIONS = {
    "suivi-scolarite": _FOLLOWING,
    "educonnect-demarches": _FOLLOWING,
    "devoirs-apprendre": _LEARNING,
    "ecrans-equilibre": _DANGERS,
    "controle-parental": _DANGERS,
    "reseaux-sociaux": _DANGERS,
    "cyberharcelement": _DANGERS,
    "jeux-video": _DANGERS,
}


def held(sessions):
    """Those of a queryset that took place, oldest first, ready to be reported; a constant number of queries."""
    held = sessions.filter(state=State.PUBLISHED).past().order_by("starts_at", "pk").with_places()
    rows = present(held.annotate(confirmed_heads=_confirmed(), came_heads=_came()))
    workshops = WorkshopPage.objects.filter(pk__in={session.activity_id for session in rows})
    difficulties = dict(workshops.values_list("pk", "difficulty"))
    for session in rows:
        session.difficulty = difficulties.get(session.activity_id, "")
    return rows


def to_csv(sessions):
    """Bytes: one row per session below the headings. ``sessions``: from ``held``."""
    return spreadsheets.to_csv([HEADINGS, *(_cells(session) for session in sessions)])


def _confirmed():
    """Adults and children who had a place for sure."""
    return Coalesce(_sum(Registration.objects.confirmed(), F("adults") + F("children")), 0)


def _came():
    """Adults and children who came; None where nobody has said yet, 0 where every family was away."""
    said = Registration.objects.filter(Q(came_adults__isnull=False) | Q(absent=True))
    return _sum(said, Coalesce(F("came_adults"), 0) + Coalesce(F("came_children"), 0))


def _sum(registrations, heads):
    here = registrations.filter(session=OuterRef("pk")).order_by().values("session")
    return Subquery(here.annotate(heads=Sum(heads)).values("heads"))


def _cells(session):
    minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    nearest = min(DURATIONS, key=lambda duration: (abs(duration - minutes), -duration))
    venue = session.venue
    return [
        session.when.start.date().isoformat(),
        "Atelier collectif",
        one_line(session.activity.title),
        nearest,
        None if minutes == nearest else minutes,
        "Lieu d’activité" if venue else "À distance",
        one_line(venue.name) if venue else None,
        one_line(venue.city) if venue else None,
        venue.commune_id if venue else None,
        THEME,
        ", ".join(_precisions(session)),
        LEVELS.get(session.difficulty),
        None,  # nobody notes which devices were used
        None if session.registration_mode == RegistrationMode.NONE else session.confirmed_heads,
        session.came_heads,
    ]


def _precisions(session):
    """Each once, in La Coop's order."""
    said = {PRECISIONS.get(theme.slug) for theme in session.themes}
    return [words for words in (_FOLLOWING, _LEARNING, _DANGERS) if words in said]

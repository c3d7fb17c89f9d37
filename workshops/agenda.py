"""The search: filters, distance, order. One queryset for page, feeds, API and embed."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import F
from django.utils.translation import gettext as _

from content.dates import date_words, parse_date
from content.models import SchoolLevel, Theme
from territories.distance import bounding_box, distance_km
from territories.folding import fold
from territories.gazetteer import Found, Typed, commune_by_insee, find_communes
from territories.models import SpokenLanguage, Territory
from workshops.models import Format, Session

DEFAULT_RADIUS = 30
LARGEST_RADIUS = 200
LONGEST_TEXT = 200
LONGEST_PAGE = 6
FILTERS = [
    "q",
    "territoire",
    "theme",
    "niveau",
    "format",
    "langue",
    "du",
    "au",
    "code_postal",
    "commune",
    "rayon",
]


@dataclass
class Place:
    """Where distances are measured from: one commune, or those that share a postal code."""

    label: str
    communes: tuple
    radius: int
    found: Found = field(default_factory=Found)

    @property
    def points(self):
        return [commune.point for commune in self.communes]

    @property
    def words(self):
        """« Épinal et 30 km autour »."""
        return _("%(place)s et %(radius)s km autour") % {"place": self.label, "radius": self.radius}


@dataclass
class Search:
    """What was asked of the agenda, read once. ``problems``: sentences; any one means no session at all.

    ``suggestions``: communes that may be meant; ``department``: INSEE code of the département that was named.
    """

    values: dict
    territory: Territory | None = None
    theme: Theme | None = None
    level: SchoolLevel | None = None
    format: str = ""
    language: SpokenLanguage | None = None
    first_day: date | None = None
    last_day: date | None = None
    place: Place | None = None
    suggestions: tuple = ()
    department: str = ""
    problems: list = field(default_factory=list)

    def query(self, **changes):
        """The query string of the same search with some values changed; None takes one away."""
        values = {name: value for name, value in {**self.values, **changes}.items() if value}
        return urlencode(values)

    def address(self, path, **changes):
        """``path`` with the query of the same search, some values changed."""
        query = self.query(**changes)
        return f"{path}?{query}" if query else path

    def meant(self, path):
        """What the place may be instead, as ``[{"label", "url"}]``: the territory that was named, then communes."""
        territories = Territory.objects.filter(code=self.department) if self.department else ()
        return [
            *(
                {
                    "label": _("%(name)s (département)") % {"name": territory.name},
                    "url": self.address(path, code_postal=None, commune=None, territoire=territory.slug),
                }
                for territory in territories
            ),
            *(
                {"label": str(commune), "url": self.address(path, code_postal=None, commune=commune.insee)}
                for commune in self.suggestions
            ),
        ]

    def words(self):
        """``{filter: words}``: each filter in force as families read it, the place left to ``place.words``."""
        said = {
            "q": f"« {self.values['q']} »" if self.values.get("q") else "",
            "territoire": self.territory and self.territory.name,
            "theme": self.theme and self.theme.label,
            "niveau": self.level and self.level.label,
            "format": self.format and Format(self.format).label,
            "langue": self.language and self.language.label,
            "du": self.first_day and _("à partir du %(day)s") % {"day": date_words(self.first_day)},
            "au": self.last_day and _("jusqu’au %(day)s") % {"day": date_words(self.last_day)},
        }
        return {name: words for name, words in said.items() if words}

    def all_words(self):
        """Every filter in force, the place first: « Épinal et 30 km autour », « Collège »."""
        return [*([self.place.words] if self.place else []), *self.words().values()]

    def sessions(self):
        """Matching sessions, past and to come."""
        if self.problems:
            return Session.objects.none()
        sessions = Session.objects.public()
        if self.territory:
            sessions = sessions.in_territory(self.territory)
        if self.format:
            sessions = sessions.in_format(self.format)
        if self.theme:
            sessions = sessions.about(self.theme)
        if self.level:
            sessions = sessions.for_level(self.level.code)
        if self.language:
            sessions = sessions.spoken_in(self.language.code)
        if self.first_day:
            sessions = sessions.filter(local_date__gte=self.first_day)
        if self.last_day:
            sessions = sessions.filter(local_date__lte=self.last_day)
        for word in fold(self.values.get("q", "")).split():
            sessions = sessions.filter(search_text__contains=_stem(word))
        return self._near(sessions)

    def results(self):
        """What the page lists: to come unless a first day is asked for; nearest first, then soonest."""
        sessions = self.sessions()
        if self.problems:
            return sessions
        if not self.first_day:
            sessions = sessions.upcoming()
        order = ["starts_at", "pk"]
        return sessions.order_by(F("distance_km").asc(), *order) if self.place else sessions.order_by(*order)

    def _near(self, sessions):
        if not self.place:
            return sessions
        columns = ("venue__latitude", "venue__longitude")
        near = sessions.filter(bounding_box(self.place.points, self.place.radius, *columns))
        near = near.annotate(distance_km=distance_km(self.place.points, *columns))
        return near.filter(distance_km__lte=self.place.radius)


def read(query):
    """A ``Search`` from a ``QueryDict`` or dict. An unknown or broken value is named in ``problems``."""
    values = {name: query.get(name, "").strip() for name in FILTERS}
    values = {name: value for name, value in values.items() if value}
    search = Search(values)
    for name, value in values.items():
        if "\x00" in value or len(value) > LONGEST_TEXT:
            values[name] = value.replace("\x00", "")[:LONGEST_TEXT]
            search.problems.append(
                _("Ce que vous cherchez est trop long ou illisible : écrivez quelques mots.")
            )
            return search
    if "q" in values and not fold(values["q"]).split():
        search.problems.append(_("Nous ne trouvons rien pour « %(value)s ».") % {"value": values["q"]})
    if not _is_page_number(query.get("page", "1") or "1"):
        search.problems.append(
            _("« %(value)s » n’est pas un numéro de page.") % {"value": query["page"][:LONGEST_TEXT]}
        )
    _read_choices(search)
    _read_days(search)
    _read_place(search)
    return search


def _is_page_number(text):
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE and int(text) > 0


def _read_choices(search):
    rows = {
        "territoire": (
            "territory",
            Territory,
            "slug",
            _("Nous ne connaissons pas le territoire « %(value)s »."),
        ),
        "theme": ("theme", Theme, "slug", _("Nous ne connaissons pas le thème « %(value)s ».")),
        "niveau": (
            "level",
            SchoolLevel,
            "code",
            _("Nous ne connaissons pas le niveau scolaire « %(value)s »."),
        ),
        "langue": ("language", SpokenLanguage, "code", _("Nous ne connaissons pas la langue « %(value)s ».")),
    }
    for name, (attribute, model, key, unknown) in rows.items():
        if value := search.values.get(name):
            found = model.objects.filter(**{key: value}).first()
            setattr(search, attribute, found)
            if found is None:
                search.problems.append(unknown % {"value": value})
    if wanted := search.values.get("format"):
        if wanted in Format.values:
            search.format = wanted
        else:
            search.problems.append(_("Nous ne connaissons pas le format « %(value)s ».") % {"value": wanted})


def _read_days(search):
    days = {}
    for name in ("du", "au"):
        if text := search.values.get(name):
            days[name] = parse_date(text)
            if days[name] is None:
                search.problems.append(
                    _("« %(value)s » n’est pas une date du calendrier. Écrivez-la ainsi : 2027-03-13.")
                    % {"value": text}
                )
    search.first_day, search.last_day = days.get("du"), days.get("au")
    if search.first_day and search.last_day and search.first_day > search.last_day:
        search.problems.append(
            _("La période finit (%(last)s) avant de commencer (%(first)s).")
            % {
                "first": date_words(search.first_day, weekday=False),
                "last": date_words(search.last_day, weekday=False),
            }
        )


def _read_place(search):
    text, insee = search.values.get("code_postal", ""), search.values.get("commune", "")
    radius = _read_radius(search)
    if insee:
        commune = commune_by_insee(insee)
        if commune is None:
            _say_place(search, insee, find_communes(insee))
        elif radius:
            search.place = Place(commune.name, (commune,), radius)
    if not text:
        return
    found = find_communes(text)
    if found.suggested or not found.communes:
        _say_place(search, text, found)
    elif radius:
        label = found.communes[0].name if len(found.communes) == 1 else found.postal_code or text
        search.place = Place(label, found.communes, radius, found)


def _say_place(search, text, found):
    """Names what was typed as what it is, and suggests what may be meant."""
    search.suggestions, search.department = found.communes, found.department
    words = {"value": text, "code": found.postal_code}
    unknown = {
        Typed.NOTHING: _("Nous ne trouvons rien pour « %(value)s »."),
        Typed.NUMBER: _("« %(value)s » n’est pas un code postal : il a cinq chiffres."),
        Typed.POSTAL_CODE: _("Nous ne connaissons pas le code postal « %(code)s »."),
        Typed.CEDEX: _(
            "Aucune commune n’a le code postal « %(code)s ». C’est peut-être un code CEDEX, celui d’une "
            "entreprise ou d’une administration : choisissez la commune."
        ),
        Typed.NAME: _("Nous ne connaissons pas la commune « %(value)s »."),
        Typed.NAME_AND_CODE: _("Dans « %(value)s », le nom et le code postal ne vont pas ensemble."),
        Typed.DEPARTMENT: _("« %(value)s » est un département : choisissez une commune."),
    }
    near = {
        Typed.POSTAL_CODE: _("« %(value)s » n’est pas le code INSEE d’une commune : choisissez la vôtre."),
        Typed.NAME: _("Nous ne connaissons pas la commune « %(value)s ». Est-ce l’une de celles-ci ?"),
    }
    sentences = unknown | near if found.communes else unknown
    search.problems.append(sentences[found.typed] % words)


def _read_radius(search):
    text = search.values.get("rayon", "")
    if not text:
        return DEFAULT_RADIUS
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LARGEST_RADIUS:
        return int(text)
    search.problems.append(
        _("« %(value)s » n’est pas une distance : choisissez de 1 à %(most)s km.")
        % {"value": text, "most": LARGEST_RADIUS}
    )
    return None


def _stem(word):
    """« ateliers » finds « atelier »: a word without its plural, looked up within words."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word

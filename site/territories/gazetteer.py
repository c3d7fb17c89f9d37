"""From what a family types to communes: « 88500 », « Épinal », « St-Dié (88) », « Marseille 3e »."""

import re
from dataclasses import dataclass

from territories.folding import fold
from territories.models import Commune

MOST_SUGGESTIONS = 12
_LONGEST_TEXT = 100
_ARTICLES = ("le ", "la ", "les ", "l ")

# All of these read folded text: no accent, no punctuation, single spaces.
_POSTAL_CODE = re.compile(r"(?<!\d)(\d\d) ?(\d{3})(?!\d)")
_CEDEX = re.compile(r" ?\bcedex\b( \d+)?")
_DEPARTMENT = re.compile(r" (2a|2b|97[1-8]|\d\d)$")
_ARRONDISSEMENT = re.compile(
    r"(?P<city>paris|lyon|marseille) (?P<number>\d\d?)(?: ?(?:er|e|eme|ieme))?(?: arrondissement)?$"
)
_ARRONDISSEMENTS = {"paris": 20, "lyon": 9, "marseille": 16}


@dataclass(frozen=True)
class Found:
    """What a text may name. ``suggested``: not exactly that, but near; ask before using them."""

    communes: tuple = ()
    suggested: bool = False

    @property
    def points(self):
        """Where to measure distances from; nowhere while we only suggest."""
        return [] if self.suggested else [commune.point for commune in self.communes]


def find_communes(text):
    """The communes that ``text`` names: a postal code, a name, or both.

    A postal code gives all its communes, by name. A name gives its homonyms, the most
    populated first; a département behind it (« Épinal (88) ») tells them apart. Failing
    that, at most twelve suggestions. Nothing known: no commune. At most two queries.
    """
    name, postal_code = _read_postal_code(fold(text[:_LONGEST_TEXT]))
    if postal_code and not name:
        return Found(tuple(Commune.objects.with_postal_code(postal_code)))
    name, departments = _read_departments(name)
    if not name:
        return Found()
    if postal_code:
        return _of_name_and_code(name, postal_code)
    return _of_name(name, departments)


def commune_by_insee(code):
    """The commune of this INSEE code ("88160", "2A004"), or ``None``."""
    code = code.strip().upper()
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        return None
    return Commune.objects.filter(insee=code).first()


def _read_postal_code(folded):
    """("epinal", "88000") from "epinal 88000", "88 000 epinal" or "88000 epinal cedex 9"."""
    folded = _CEDEX.sub("", folded)
    code = _POSTAL_CODE.search(folded)
    if not code:
        return folded, ""
    name = f"{folded[: code.start()]} {folded[code.end() :]}"
    return " ".join(name.split()), "".join(code.groups())


def _read_departments(name):
    """("epinal", ["88"]) from "epinal 88"; the arrondissement of a city is left out."""
    arrondissement = _ARRONDISSEMENT.match(name)
    if arrondissement:
        city = arrondissement["city"]
        if 1 <= int(arrondissement["number"]) <= _ARRONDISSEMENTS[city]:
            return city, []
    department = _DEPARTMENT.search(name)
    if not department:
        return name, []
    code = department[1].upper()
    # Letters and older habits still call both départements of Corsica 20.
    return name[: department.start()], ["2A", "2B"] if code == "20" else [code]


def _of_name(name, departments):
    namesakes = tuple(Commune.objects.named(name).most_populated_first())
    there = tuple(commune for commune in namesakes if commune.department in departments)
    if there or (namesakes and not departments):
        return Found(there or namesakes)
    return _suggestion(namesakes or _beginning_with(name, departments))


def _of_name_and_code(name, postal_code):
    """The code and the name should agree; where they do not, we suggest and do not choose."""
    sharing = tuple(Commune.objects.with_postal_code(postal_code))
    both = tuple(commune for commune in sharing if commune.search_name == name)
    if both:
        return Found(both)
    namesakes = tuple(Commune.objects.named(name).most_populated_first()[:MOST_SUGGESTIONS])
    return _suggestion(namesakes or sharing)


def _suggestion(communes):
    return Found(communes, suggested=bool(communes))


def _beginning_with(name, departments):
    """« saint die » suggests Saint-Dié-des-Vosges, « abymes » Les Abymes."""
    if len(name) < 2:
        return ()
    communes = Commune.objects.beginning_with(name, *(article + name for article in _ARTICLES))
    if departments:
        communes = communes.filter(department__in=departments)
    return tuple(communes.most_populated_first()[:MOST_SUGGESTIONS])

"""From what a family types to communes: « 88500 », « Épinal », « St-Dié (88) », « Marseille 3e », « 88026 »."""

import re
from dataclasses import dataclass
from enum import Enum

from territories import departments
from territories.folding import fold
from territories.models import Commune
from territories.spelling import near_misses

MOST_SUGGESTIONS = 12
_LONGEST_TEXT = 100
_ARTICLES = ("le ", "la ", "les ", "l ")

# All of these read folded text: no accent, no punctuation, single spaces.
_COUNTRY = re.compile(r"\b(?:f|fr|france) ?(?=\d\d ?\d{3}\b)")
_MISREAD_CODE = re.compile(r"\b([\doil]{2}) ?([\doil]{3})\b")
_POSTAL_CODE = re.compile(r"(?<!\d)(\d\d) ?(\d{3})(?!\d)")
_WITHOUT_ZERO = re.compile(r"(?<!\d)([1-9]) ?(\d{3})(?!\d)")
_CEDEX = re.compile(r" ?\bcedex\b( \d{1,2}\b)?")
_DEPARTMENT = re.compile(r"^(?:(2a|2b|97[1-6]|\d\d) )?(.*?)(?: (2a|2b|97[1-6]|\d\d))?$")
_DEPARTMENT_ALONE = re.compile(r"(?:departement )?(?:de la |de l |des |du |de |d |la |les |le |l )?(.+)")
_ARRONDISSEMENT = re.compile(
    r"(?P<city>paris|lyon|marseille) (?P<number>\d\d?)(?: ?(?:er|e|eme|ieme))?(?: arrondissement)?$"
)
_ARRONDISSEMENTS = {"paris": 20, "lyon": 9, "marseille": 16}
#: No public list of CEDEX codes comes with the gazetteer. Nearly all are of the biggest town around their number;
#: those that begin so are of Pointe-à-Pitre and of Ajaccio, which are not.
_CEDEX_TOWNS = {"9715": "97120", "2017": "2A004", "2018": "2A004"}


#: Corsica was 20 until 1976, and its postal codes still begin so.
_DEPARTMENT_CODES = departments.NAMES.keys() | {"20"}


class Typed(Enum):
    """What a text is, so that the answer names it as that."""

    NOTHING = "nothing"
    NUMBER = "number"
    POSTAL_CODE = "postal code"
    CEDEX = "CEDEX code"
    NAME = "name"
    NAME_AND_CODE = "name and code"
    DEPARTMENT = "département"


@dataclass(frozen=True)
class Found:
    """What a text may name. ``suggested``: not exactly that, but near; ask before using them.

    ``postal_code``: as it should have been written. ``department``: INSEE code of the one that the text names.
    """

    communes: tuple = ()
    suggested: bool = False
    typed: Typed = Typed.NOTHING
    postal_code: str = ""
    department: str = ""

    @property
    def points(self):
        """Where to measure distances from; nowhere while we only suggest."""
        return [] if self.suggested else [commune.point for commune in self.communes]


def find_communes(text):
    """The communes that ``text`` names: a postal code, a name, or both.

    A postal code gives all its communes, by name. A name gives its homonyms, the most
    populated first; a département beside it (« Épinal (88) », « Épinal, Vosges ») tells them apart. Failing
    that, at most twelve suggestions. Nothing known: no commune.
    """
    name, postal_code = _read_postal_code(_read_letters(fold(text[:_LONGEST_TEXT])))
    if postal_code:
        return _of_name_and_code(*_read_departments(name), postal_code) if name else _of_code(postal_code)
    if not name:
        return Found()
    if (code := name.upper()) in _DEPARTMENT_CODES:
        return _of_department(code)
    if name.replace(" ", "").isdigit():
        return Found(typed=Typed.NUMBER)
    return _of_name(name)


def read_postal_code(text):
    """The code alone that a text says ("88000" from "F-88 000", "01000" from "1000"); "" if it says anything else."""
    name, postal_code = _read_postal_code(_read_letters(fold(text[:_LONGEST_TEXT])))
    return "" if name else postal_code


def commune_by_insee(code):
    """The commune of this INSEE code ("88160", "2A004"), or ``None``."""
    code = code.strip().upper()
    if not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        return None
    return Commune.objects.filter(insee=code).first()


def _read_letters(folded):
    """« F-88000 » without its country, « 88OOO » with its zeros; names are left as they are."""

    def digits(found):
        written = found[0].replace(" ", "")
        if sum(map(str.isdigit, written)) < 2:
            return found[0]
        return written.translate(str.maketrans("oil", "011"))

    return _MISREAD_CODE.sub(digits, _COUNTRY.sub("", folded))


def _read_postal_code(folded):
    """("epinal", "88000") from "epinal 88000", "88 000 epinal" or "88000 epinal cedex 9"; "01000" from "1000"."""
    folded = _CEDEX.sub("", folded)
    code = _POSTAL_CODE.search(folded)
    zero = ""
    if not code and (code := _WITHOUT_ZERO.search(folded)):
        zero = "0"
    if not code:
        return folded, ""
    name = f"{folded[: code.start()]} {folded[code.end() :]}"
    return " ".join(name.split()), zero + "".join(code.groups())


def _read_departments(name):
    """("epinal", ["88"]) from "epinal 88" or "88 epinal"; the arrondissement of a city is left out."""
    arrondissement = _ARRONDISSEMENT.match(name)
    if arrondissement:
        city = arrondissement["city"]
        if 1 <= int(arrondissement["number"]) <= _ARRONDISSEMENTS[city]:
            return city, []
    before, rest, after = _DEPARTMENT.match(name).groups()
    code = (after or before or "").upper()
    if not code or not rest:
        return name, []
    # Letters and older habits still call both départements of Corsica 20.
    return rest, ["2A", "2B"] if code == "20" else [code]


def _read_department_name(name):
    """("epinal", ["88"]) from "epinal vosges" or "vosges epinal"; ("", []) where none is named."""
    words = name.split()
    for number in range(1, len(words)):
        for there, rest in ((words[number:], words[:number]), (words[:number], words[number:])):
            if code := departments.BY_NAME.get(" ".join(there)):
                return " ".join(rest), [code]
    return "", []


def _of_code(postal_code):
    communes = tuple(Commune.objects.with_postal_code(postal_code))
    if not communes and postal_code.endswith(
        "000"
    ):  # Paris, Lyon and Marseille have one for each arrondissement
        arrondissements = Commune.objects.filter(postal_codes__code__startswith=postal_code[:4])
        communes = tuple(arrondissements.distinct())
    if communes:
        return Found(communes, typed=Typed.POSTAL_CODE, postal_code=postal_code)
    communes = _towns_around(postal_code)
    typed = Typed.CEDEX if communes else Typed.POSTAL_CODE
    return Found(communes, suggested=bool(communes), typed=typed, postal_code=postal_code)


def _towns_around(postal_code):
    """The towns whose CEDEX code this may be: that of the general code below it, then the département's biggest."""
    there = Commune.objects.in_department(departments.of_postal_code(postal_code)).most_populated_first()
    general = there.with_postal_code(f"{postal_code[:3]}00").first()
    known = there.filter(insee=_CEDEX_TOWNS.get(postal_code[:4], "")).first()
    likeliest = [town for town in (known, general) if town]
    return tuple(dict.fromkeys([*likeliest, *there[:MOST_SUGGESTIONS]]))[:MOST_SUGGESTIONS]


def _of_department(code):
    """What to choose from where only a département is named."""
    codes = ["2A", "2B"] if code == "20" else [code]
    communes = Commune.objects.filter(department__in=codes).most_populated_first()[:MOST_SUGGESTIONS]
    return Found(tuple(communes), suggested=True, typed=Typed.DEPARTMENT, department=codes[0])


def _of_name(typed):
    name, codes = _read_departments(typed)
    named = departments.BY_NAME.get(name, "")
    if named and codes == [named]:  # « Vienne (86) » is not Vienne in Isère
        return _of_department(named)
    namesakes = tuple(Commune.objects.named(name).most_populated_first())
    there = tuple(commune for commune in namesakes if commune.department in codes)
    if there or (namesakes and not codes):
        return Found(there or namesakes, typed=Typed.NAME, department=named)
    alone = _DEPARTMENT_ALONE.fullmatch(name)[1]
    if not codes and (named := departments.BY_NAME.get(alone, "") or alone.upper()) in _DEPARTMENT_CODES:
        return _of_department(named)
    if name.endswith(" france"):
        return _of_name(typed.removesuffix(" france"))
    if not codes:
        rest, codes = _read_department_name(name)
        if rest:
            name = rest
            there = tuple(Commune.objects.named(name).filter(department__in=codes))
            if there:
                return Found(there, typed=Typed.NAME)
            namesakes = tuple(Commune.objects.named(name).most_populated_first())
    nearest = namesakes or _beginning_with(name, codes) or near_misses(name, codes) or _among_words(typed)
    return _suggestion(nearest, Typed.NAME)


def _of_name_and_code(name, codes, postal_code):
    """The code and the name should agree; where they do not, we suggest and do not choose.

    A code that no commune has is the name's CEDEX code if it is of the same département.
    """
    sharing = tuple(Commune.objects.with_postal_code(postal_code))
    both = tuple(commune for commune in sharing if commune.search_name == name)
    if both:
        return Found(both, typed=Typed.NAME_AND_CODE, postal_code=postal_code)
    namesakes = tuple(Commune.objects.named(name).most_populated_first()[:MOST_SUGGESTIONS])
    if not sharing:
        department = departments.of_postal_code(postal_code)
        there = tuple(commune for commune in namesakes if commune.department == department)
        if there:
            return Found(there, typed=Typed.NAME_AND_CODE, postal_code=postal_code)
    return _suggestion(namesakes or sharing or _of_name(name).communes, Typed.NAME_AND_CODE)


def _suggestion(communes, typed):
    return Found(communes[:MOST_SUGGESTIONS], suggested=bool(communes), typed=typed)


def _beginning_with(name, codes):
    """« saint die » suggests Saint-Dié-des-Vosges, « abymes » Les Abymes."""
    if len(name) < 2:
        return ()
    communes = Commune.objects.beginning_with(name, *(article + name for article in _ARTICLES))
    if codes:
        communes = communes.filter(department__in=codes)
    return tuple(communes.most_populated_first()[:MOST_SUGGESTIONS])


def _among_words(name):
    """« mairie Épinal », « Épinal centre »: the first or the last words may be a name."""
    words = name.split()
    parts = {" ".join(part) for number in range(1, len(words)) for part in (words[:number], words[number:])}
    longest = sorted((part for part in parts if len(part) >= 4), key=len)
    communes = Commune.objects.filter(search_name__in=longest).most_populated_first() if longest else ()
    return tuple(communes[:MOST_SUGGESTIONS])

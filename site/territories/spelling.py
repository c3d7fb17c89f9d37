"""Names of communes nearly as they were typed: « epinnal » is Épinal.

The folded names are kept in memory, some megabytes for each process, as long as the gazetteer is the same. Letters are
compared without spaces, so that « Pointeapitre » is Pointe-à-Pitre.
"""

from collections import defaultdict
from itertools import pairwise

from territories.models import Commune, LoadedFile, Territory

MOST_NEAR = 5
_kept = {}


def near_misses(name, departments=()):
    """The communes whose folded name is the nearest to ``name``, if near at all; those of our territories first.

    At most three queries (four the first time in a process); some milliseconds.
    """
    typed = name.replace(" ", "")
    most = _most_slips(len(typed))
    names = _names() if most else {}
    for slips in range(most + 1):
        if found := _with_slips(typed, slips, names, departments):
            ours = set(Territory.objects.values_list("code", flat=True))
            communes = Commune.objects.in_bulk(found).values()
            likeliest = sorted(
                communes, key=lambda one: (one.department not in ours, -one.population, one.insee)
            )
            return tuple(likeliest[:MOST_NEAR])
    return ()


def _most_slips(length):
    """How many slips are still the same name: none in three letters, three in a dozen."""
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 12 else 3


def _with_slips(typed, slips, names, departments):
    """INSEE codes of the names at exactly this distance, given that none is nearer."""
    pairs, missing, found = _pairs(typed), 2 * slips + 1, []
    for length in range(len(typed) - slips, len(typed) + slips + 1):
        for insee, letters, others, department in names.get(length, ()):
            if (pairs & ~others).bit_count() > missing or (departments and department not in departments):
                continue
            if _distance(typed, letters, slips) <= slips:
                found.append(insee)
    return found


def _names():
    """``{length: [(insee, letters, pairs, department)]}``, read again when another gazetteer was loaded."""
    loaded = tuple(LoadedFile.objects.order_by("name").values_list("name", "fingerprint"))
    if loaded in _kept:
        return _kept[loaded]
    by_length = defaultdict(list)
    rows = Commune.objects.order_by("insee").values_list("insee", "search_name", "department")
    for insee, folded, department in rows:
        letters = folded.replace(" ", "")
        by_length[len(letters)].append((insee, letters, _pairs(letters), department))
    _kept.clear()
    if loaded:
        _kept[loaded] = by_length
    return by_length


def _pairs(letters):
    """The pairs of letters of a name, its ends among them, as bits: a slip changes two or three of them."""
    bits = 0
    for one, other in pairwise(f" {letters} "):
        bits |= 1 << ((ord(one) * 37 + ord(other)) % 509)
    return bits


def _distance(one, other, most):
    """Letters to add, leave out, change or swap with the next (Damerau, restricted); ``most`` + 1 for any more."""
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]

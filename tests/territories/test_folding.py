"""One spelling for the names of places, however they are typed."""

import pytest

from territories.folding import fold

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Épinal", "epinal"),
        ("ÉPINAL", "epinal"),
        ("E\u0301pinal", "epinal"),
        ("  Saint - Dié   des Vosges ", "saint die des vosges"),
        ("St-Dié", "saint die"),
        ("Ste Colombe", "sainte colombe"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L\u2019Haÿ\u2011les\u2011Roses", "l hay les roses"),
        ("Plouger\u02bch", "plouger h"),
        ("Vœuil-et-Giget", "voeuil et giget"),
        ("ŒUILLY", "oeuilly"),
        ("Château-Chinon (Ville)", "chateau chinon ville"),
        ("٨٨٠٠٠", "88000"),
        ("%_'\x00", ""),
        ("", ""),
    ],
)
def test_folding_leaves_out_what_people_leave_out(typed, folded):
    assert fold(typed) == folded


def test_only_a_whole_word_st_is_saint():
    assert fold("Stazzona") == "stazzona"
    assert fold("Châlons s/ Marne") == "chalons s marne"


def test_folding_twice_changes_nothing():
    assert fold(fold("St-Œn l'Aumône")) == fold("St-Œn l'Aumône")

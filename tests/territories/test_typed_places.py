"""Codes and names as people paste, shorten and misspell them, and what is suggested. On the real gazetteer."""

import pytest

from territories.gazetteer import Typed, find_communes
from tests.territories.test_gazetteer import EPINAL, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "F-88000",
            "FR-88000",
            "F88000",
            "France 88000",
            "88.000",
            "88\u202f000",
            "８８０００",
            "٨٨٠٠٠",
            "۸۸۰۰۰",
        ),
        *("8\u200b8000", "\u200e88000\u200f", "\ufeff88000", "88OOO", "88ooo", "88 OOO", "880O0"),
    ],
)
def test_a_postal_code_is_understood_however_it_is_pasted(typed):
    result = find_communes(typed)

    assert (result.postal_code, result.suggested, len(result.communes)) == ("88000", False, 9)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Épinal, Vosges",
            "Épinal Vosges",
            "Épinal (Vosges)",
            "Vosges, Épinal",
            "88 Épinal",
            "Épinal, France",
        ),
        *(
            "Épi\u00adnal",
            "\u200eÉpinal",
            "F-88000 Épinal",
            "88026 Épinal cedex",
            "ÉPINAL CEDEX",
            "EPINAL CEDEX 9",
        ),
    ],
)
def test_a_commune_is_understood_by_its_departement_and_what_is_pasted_along(typed):
    assert found(typed) == EPINAL


@pytest.mark.parametrize(
    ("typed", "insee"), [("75000", "75056"), ("13000", "13055"), ("69000", "69123"), ("31000", "31555")]
)
def test_the_general_code_of_a_city_is_the_city(typed, insee):
    assert found(typed) == [(insee, False)]


@pytest.mark.parametrize(
    ("typed", "code"), [("1000", "01000"), ("6000", "06000"), ("2000", "02000"), ("1 000", "01000")]
)
def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_the_code(typed, code):
    result = find_communes(typed)

    assert (result.postal_code, result.communes) == (code, find_communes(code).communes)
    assert result.communes != ()


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("88026", "Épinal"),
        ("88107", "Saint-Dié-des-Vosges"),
        ("97159", "Pointe-à-Pitre"),
        ("97109", "Basse-Terre"),
        ("75342", "Paris"),
        ("02008", "Laon"),
        ("18013", "Bourges"),
        ("20183", "Ajaccio"),
    ],
)
def test_a_cedex_code_suggests_its_town_first(typed, town):
    result = find_communes(typed)

    assert (result.typed, result.suggested, result.communes[0].name) == (Typed.CEDEX, True, town)
    assert len(result.communes) <= 12


def test_a_cedex_code_is_never_taken_for_a_town():
    assert find_communes("88026").points == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Vosges", "88"),
        ("88", "88"),
        ("guadeloupe", "971"),
        ("971", "971"),
        ("2a", "2A"),
        ("Département des Vosges", "88"),
        ("Vienne (86)", "86"),
        ("l'Aisne", "02"),
    ],
)
def test_a_departement_is_named_as_one_and_suggests_its_towns(typed, code):
    result = find_communes(typed)

    assert (result.typed, result.department, result.suggested) == (Typed.DEPARTMENT, code, True)
    assert {commune.department for commune in result.communes} == {code}


def test_a_commune_with_the_name_of_a_departement_is_found_and_says_so():
    result = find_communes("Vienne")

    assert (found("Vienne"), result.department) == ([("38544", False)], "86")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("epinnal", "Épinal"),
        ("Hépinal", "Épinal"),
        ("Epianl", "Épinal"),
        ("Saint-Dié des Voges", "Saint-Dié-des-Vosges"),
        ("Mirecour", "Mirecourt"),
        ("Mirrecourt", "Mirecourt"),
        ("Gerardmère", "Gérardmer"),
        ("Pointapitre", "Pointe-à-Pitre"),
        ("Marseile", "Marseille"),
        ("Montpelier", "Montpellier"),
        ("Brets", "Brest"),
        ("Bezier", "Béziers"),
        ("Epinnal (88)", "Épinal"),
        ("Mirrecourt, Vosges", "Mirecourt"),
        ("mairie d'Épinal", "Épinal"),
        ("Épinal centre", "Épinal"),
    ],
)
def test_a_near_miss_suggests_the_commune_meant(typed, meant):
    result = find_communes(typed)

    assert (result.typed, result.suggested, result.communes[0].name) == (Typed.NAME, True, meant)


@pytest.mark.parametrize("typed", ["Pointe a pitre", "pointe-a-pitre", "POINTE À PITRE"])
def test_accents_and_hyphens_are_no_miss(typed):
    assert found(typed) == [("97120", False)]


@pytest.mark.parametrize("typed", ["123", "880000", "1", "99", "12 34 56", "0612345678"])
def test_a_number_that_is_no_code_is_a_number(typed):
    assert find_communes(typed).typed is Typed.NUMBER

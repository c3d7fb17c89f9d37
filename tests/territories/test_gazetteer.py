"""What a family types, and the communes it means. On the real gazetteer."""

import pytest

from territories.gazetteer import commune_by_insee, find_communes
from territories.models import Commune

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


def found(text):
    """The communes as (INSEE, suggested) pairs."""
    result = find_communes(text)
    return [(commune.insee, result.suggested) for commune in result.communes]


EPINAL = [("88160", False)]
MARSEILLE = [("13055", False)]


def test_a_shared_postal_code_gives_all_its_communes_by_name():
    communes = find_communes("88500").communes

    assert len(communes) == 42
    assert (communes[0].name, communes[-1].name) == ("Ahéville", "Vroville")
    assert communes == tuple(sorted(communes, key=lambda commune: commune.search_name))


@pytest.mark.parametrize("typed", ["88500", "88 500", " 88500 ", "88\u00a0500", "٨٨٥٠٠"])
def test_a_postal_code_is_understood_however_it_is_spaced(typed):
    assert len(find_communes(typed).communes) == 42


@pytest.mark.parametrize(
    "typed",
    [
        "Épinal",
        "EPINAL",
        "épinal 88000",
        "Épinal, 88 000",
        "88000 Épinal",
        "Épinal (88)",
        "Épinal (88000)",
        "Épinal 88",
        "88000 Épinal cedex 9",
    ],
)
def test_a_commune_is_understood_by_its_name_its_code_or_both(typed):
    assert found(typed) == EPINAL


def test_postal_13001_is_marseille_and_insee_13001_is_aix():
    assert found("13001") == MARSEILLE
    assert commune_by_insee("13001").name == "Aix-en-Provence"


@pytest.mark.parametrize(
    "typed",
    ["Marseille", "Marseille 3e", "marseille 3ème arrondissement", "Marseille 1er", "Marseille 13003"],
)
def test_an_arrondissement_is_its_city(typed):
    assert found(typed) == MARSEILLE


def test_a_number_that_is_no_arrondissement_is_a_departement():
    assert found("Lyon 69") == [("69123", False)]
    assert found("Lyon 9e") == [("69123", False)]
    assert found("Lyon 13") == [("69123", True)]


@pytest.mark.parametrize("typed", ["Ajaccio", "Ajaccio 2A", "ajaccio (2a)", "Ajaccio (20)", "Ajaccio 20000"])
def test_corsica_is_2a_though_its_postal_codes_begin_with_20(typed):
    assert found(typed) == [("2A004", False)]


def test_saint_and_st_are_the_same_name():
    assert found("St-Dié-des-Vosges") == found("saint die des vosges") == [("88413", False)]


def test_homonyms_are_all_given_the_most_populated_first():
    communes = find_communes("Saint-Denis").communes

    assert [commune.department for commune in communes] == ["974", "93", "11", "30"]


def test_a_departement_tells_homonyms_apart():
    assert found("Saint-Denis (93)") == [("93066", False)]


def test_the_beginning_of_a_name_gives_twelve_suggestions_at_most():
    result = find_communes("Saint-Di")

    assert result.suggested
    assert len(result.communes) == 12
    assert result.communes[0].name == "Saint-Dizier"


def test_a_name_without_its_article_is_a_suggestion():
    assert found("Abymes") == [("97101", True)]


def test_a_name_in_another_departement_is_a_suggestion():
    assert found("Épinal (86)") == [("88160", True)]


def test_a_name_and_a_code_that_disagree_are_suggestions():
    assert found("Golbey 88000") == [("88209", True)]
    assert {insee for insee, _ in found("Quartier des Villages 88160")} == {
        commune.insee for commune in Commune.objects.with_postal_code("88160")
    }


def test_suggestions_are_no_place_to_measure_from():
    assert find_communes("Saint-Di").points == []
    assert find_communes("Épinal").points == [commune_by_insee("88160").point]


@pytest.mark.parametrize(
    "typed", ["", "  ", "zzz", "99999", "00000", "2A004", "99", "é", "%", "\x00", "a" * 10_000]
)
def test_the_unknown_gives_nothing(typed):
    result = find_communes(typed)

    assert (result.communes, result.suggested) == ((), False)


@pytest.mark.parametrize("typed", ["88160", " 88160 "])
def test_an_insee_code_gives_its_commune(typed):
    assert str(commune_by_insee(typed)) == "Épinal (88)"


@pytest.mark.parametrize("typed", ["2A004", "2a004"])
def test_an_insee_code_may_hold_a_letter(typed):
    assert commune_by_insee(typed).name == "Ajaccio"


@pytest.mark.parametrize("typed", ["", "88000", "2C004", "Épinal", "\x00", "8" * 10_000])
def test_an_unknown_insee_code_gives_nothing(typed):
    assert commune_by_insee(typed) is None


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("88500", 1),
        ("Épinal", 1),
        ("Épinal 88000", 1),
        ("Saint-Di", 2),
        ("zzz", 2),
        ("epinnal", 5),
        ("88026", 4),
    ],
)
def test_finding_takes_one_query_and_suggesting_few(typed, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        find_communes(typed)


def test_the_twelve_territories_have_all_their_communes():
    counts = {code: Commune.objects.in_department(code).count() for code in ("88", "2A", "971", "13")}

    assert counts == {"88": 506, "2A": 124, "971": 32, "13": 119}

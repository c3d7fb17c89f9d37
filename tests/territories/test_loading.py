"""Reference rows come from files, once, and keep what editors wrote."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from territories import loading
from territories.languages import LANGUAGES
from territories.models import Commune, LoadedFile, PostalCode, SpokenLanguage, Territory
from tests.territories.conftest import vosges

pytestmark = pytest.mark.django_db

EPINAL = ["88160", "Épinal", "88", ["88000"], 48.18, 6.45, 32000]
GOLBEY = ["88209", "Golbey", "88", ["88190"], 48.2, 6.43, 8500]
NOTHING_NEW = {"communes": 0, "postal_codes": 0, "removed": 0}


def postal_codes():
    return set(PostalCode.objects.values_list("code", "commune_id"))


# Communes ----------------------------------------------------------------------------------


def test_a_commune_is_loaded_with_its_codes_and_its_folded_name(communes_file):
    loading.load_communes(communes_file(EPINAL))

    epinal = Commune.objects.get()
    assert (epinal.insee, str(epinal), epinal.search_name) == ("88160", "Épinal (88)", "epinal")
    assert epinal.point == (48.18, 6.45)
    assert postal_codes() == {("88000", "88160")}


def test_the_same_file_is_loaded_once(communes_file, django_assert_max_num_queries):
    path = communes_file(EPINAL, GOLBEY)
    loading.load_communes(path)

    with django_assert_max_num_queries(3):
        assert loading.load_communes(path) is None


def test_a_forgotten_fingerprint_loads_the_file_again_and_writes_nothing(communes_file):
    path = communes_file(EPINAL, GOLBEY)
    loading.load_communes(path)
    LoadedFile.objects.all().delete()

    assert loading.load_communes(path) == NOTHING_NEW


def test_a_changed_file_updates_by_insee_code(communes_file):
    loading.load_communes(communes_file(EPINAL, GOLBEY))
    renamed = ["88160", "Épinal-Golbey", "88", ["88000", "88190"], 48.19, 6.44, 40500]

    counts = loading.load_communes(communes_file(renamed, GOLBEY))

    assert counts == {"communes": 1, "postal_codes": 1, "removed": 0}
    assert Commune.objects.get(insee="88160").search_name == "epinal golbey"
    assert postal_codes() == {("88000", "88160"), ("88190", "88160"), ("88190", "88209")}


def test_a_code_that_a_commune_lost_is_removed(communes_file):
    loading.load_communes(communes_file([*EPINAL[:3], ["88000", "88026"], *EPINAL[4:]]))

    loading.load_communes(communes_file(EPINAL))

    assert postal_codes() == {("88000", "88160")}


def test_a_commune_that_nothing_points_to_leaves_with_its_codes(communes_file):
    loading.load_communes(communes_file(EPINAL, GOLBEY))

    counts = loading.load_communes(communes_file(EPINAL))

    assert counts == {"communes": 0, "postal_codes": 0, "removed": 1}
    assert postal_codes() == {("88000", "88160")}


# Languages ---------------------------------------------------------------------------------


def test_languages_are_loaded_in_their_order_and_twice_is_once():
    loading.load_languages()
    SpokenLanguage.objects.filter(code="ar").update(endonym="?", rtl=False)

    loading.load_languages()

    assert [language.code for language in SpokenLanguage.objects.all()] == [each.code for each in LANGUAGES]
    arabic = SpokenLanguage.objects.get(code="ar")
    assert (arabic.label, arabic.endonym, arabic.direction) == ("arabe", "العربية", "rtl")


# Territories -------------------------------------------------------------------------------


@pytest.fixture
def languages():
    loading.load_languages()


@pytest.mark.usefixtures("languages")
def test_a_territory_is_made_with_its_languages_and_contacts(territories_file):
    counts = loading.load_territories(territories_file({}))

    territory = Territory.objects.get()
    assert counts == {"created": 1, "updated": 0, "unchanged": 0}
    assert [language.code for language in territory.languages.all()] == ["ar", "tr"]
    assert (territory.contact_email, territory.contact_phone) == ("vosges@exemple.test", "+33329000000")


@pytest.mark.usefixtures("languages")
def test_loading_again_keeps_what_editors_changed_and_refreshes_the_rest(territories_file):
    loading.load_territories(territories_file({}))
    territory = Territory.objects.get()
    territory.contact_email, territory.contact_phone = "nouveau@exemple.test", ""
    territory.academy = "Nancy"
    territory.save()
    territory.languages.set(["pt"])

    counts = loading.load_territories(territories_file({"locative": "en Vosges"}))

    territory.refresh_from_db()
    assert counts == {"created": 0, "updated": 1, "unchanged": 0}
    assert (territory.academy, territory.locative) == ("Nancy-Metz", "en Vosges")
    assert (territory.contact_email, territory.contact_phone) == ("nouveau@exemple.test", "")
    assert [language.code for language in territory.languages.all()] == ["pt"]


@pytest.mark.usefixtures("languages")
def test_a_territory_that_left_the_file_stays(territories_file):
    loading.load_territories(territories_file({}))

    loading.load_territories(territories_file({"code": "25", "slug": "doubs", "name": "Doubs"}))

    assert [territory.code for territory in Territory.objects.all()] == ["25", "88"]


@pytest.mark.usefixtures("languages")
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"time_zone": "Indian/Reunion"}, "territory 88: time_zone: "),
        ({"code": "20"}, "territory 20: code: "),
        ({"contact_phone": "12345"}, "territory 88: contact_phone: "),
        ({"languages": ["tlh"]}, "territory 88: languages: not in languages.py: tlh."),
    ],
)
def test_a_bad_row_is_named_and_nothing_of_the_file_is_loaded(territories_file, row, words):
    path = territories_file({"code": "25", "slug": "doubs", "name": "Doubs"}, row)

    with pytest.raises(loading.ReferenceFileError, match=words):
        loading.load_territories(path)

    assert not Territory.objects.exists()


def test_a_missing_field_is_named(tmp_path):
    path = tmp_path / "one.toml"
    path.write_text('[[territory]]\ncode = "88"\n', encoding="utf-8")

    with pytest.raises(loading.ReferenceFileError, match="territory 88: slug is missing"):
        loading.load_territories(path)


# The command -------------------------------------------------------------------------------


def run(**options):
    out = StringIO()
    call_command("load_territories", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_command_loads_everything_then_says_that_nothing_changed():
    first, second = run(), run()

    assert first == [
        f"Spoken languages: {len(LANGUAGES)}.",
        "Communes: 34867 written, 35348 new postal codes, 0 removed.",
        "Territories: 12 created, 0 updated, 0 unchanged.",
    ]
    assert second == [
        f"Spoken languages: {len(LANGUAGES)}.",
        "Communes: unchanged.",
        "Territories: 0 created, 0 updated, 12 unchanged.",
    ]


def test_the_command_names_a_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="no \\[\\[territory\\]\\] to read"):
        run(file=tmp_path / "none.toml")


def test_the_vosges_of_these_tests_are_a_row_like_the_real_ones():
    rows = loading.tomllib.loads(loading.TERRITORIES_FILE.read_text(encoding="utf-8"))["territory"]

    real = next(row for row in rows if row["code"] == "88")
    assert {key: real[key] for key in ("slug", "name", "academy")} == {
        key: vosges()[key] for key in ("slug", "name", "academy")
    }

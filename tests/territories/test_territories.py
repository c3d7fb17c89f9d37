"""Territories, their hours, their languages and their telephone numbers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from territories.languages import LANGUAGES
from territories.models import Commune, PostalCode, SpokenLanguage, Territory
from territories.zones import ZONES, zone_of_department
from tests.territories.conftest import vosges

pytestmark = pytest.mark.django_db


def territory(**other):
    fields = vosges(contact_phone="", **other)
    del fields["languages"]
    return Territory(**fields)


def refused(instance):
    """What the editor reads."""
    with pytest.raises(ValidationError) as refusal:
        instance.full_clean()
    return refusal.value.messages


# Territories -------------------------------------------------------------------------------


def test_a_territory_is_its_name_and_its_code():
    assert str(territory()) == "Vosges (88)"


def test_territories_come_in_the_order_of_the_french_alphabet():
    for code, slug, name in [
        ("23", "creuse", "Creuse"),
        ("21", "cote-d-or", "Côte-d'Or"),
        ("19", "correze", "Corrèze"),
    ]:
        territory(code=code, slug=slug, name=name).save()

    assert [each.code for each in Territory.objects.all()] == ["19", "21", "23"]


def test_a_commune_lies_in_its_territory():
    territory().save()
    territory(code="2A", slug="corse-du-sud", name="Corse-du-Sud").save()

    assert Territory.objects.covering(Commune(department="2A")).get().slug == "corse-du-sud"
    assert not Territory.objects.covering(Commune(department="75")).exists()


@pytest.mark.parametrize("code", ["20", "00", "96", "2C", "977", "1"])
def test_a_code_that_is_no_departement_is_refused(code):
    assert refused(territory(code=code)) == ["Un code INSEE\u00a0: 88, 2A ou 971."]


@pytest.mark.parametrize("code", ["01", "19", "21", "2A", "2B", "69", "95", "971", "976"])
def test_a_code_of_a_departement_is_accepted(code):
    territory(code=code).full_clean()


def test_an_hour_without_a_calendar_is_refused_in_words_and_by_the_database():
    reunion = territory(time_zone="Indian/Reunion")

    assert refused(reunion) == ["Nous n’avons pas de calendrier pour ce fuseau horaire."]
    with pytest.raises(IntegrityError), transaction.atomic():
        reunion.save()


def test_a_territory_without_a_name_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        territory(name="").save()


@pytest.mark.parametrize(
    ("again", "words"),
    [
        ({"slug": "v", "name": "V"}, "Un territoire porte déjà ce code."),
        ({"code": "25", "name": "V"}, "Un territoire a déjà cette adresse."),
        ({"code": "25", "slug": "v"}, "Un territoire porte déjà ce nom."),
    ],
)
def test_two_territories_share_neither_code_nor_address_nor_name(again, words):
    territory().save()

    assert refused(territory(**again)) == [words]


# Telephone ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("88", "03 29 00 00 00", "+33329000000"),
        ("971", "0590 12 34 56", "+590590123456"),
        ("971", "+33 3 29 00 00 00", "+33329000000"),
        ("88", "3018", "3018"),
        ("971", "39 19", "3919"),
        ("88", "", ""),
    ],
)
def test_a_telephone_number_is_kept_international(code, typed, kept):
    somewhere = territory(code=code)
    somewhere.contact_phone = typed

    somewhere.full_clean()

    assert somewhere.contact_phone == kept


@pytest.mark.parametrize("typed", ["01", "01 02", "9999", "le matin", "+99 123"])
def test_a_telephone_number_that_does_not_exist_is_refused(typed):
    somewhere = territory()
    somewhere.contact_phone = typed

    assert refused(somewhere) == ["Ce numéro de téléphone n’existe pas."]


def test_guadeloupe_dials_as_guadeloupe():
    assert [territory(code=code).region for code in ("88", "2A", "971", "974")] == ["FR", "FR", "GP", "RE"]


# Hours -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["971", "972", "977", "978"])
def test_the_lesser_antilles_are_on_the_hour_of_guadeloupe(code):
    assert zone_of_department(code) == "America/Guadeloupe"


@pytest.mark.parametrize("code", ["01", "2A", "88", "95"])
def test_the_mainland_and_corsica_are_on_the_hour_of_paris(code):
    assert zone_of_department(code) == "Europe/Paris"


@pytest.mark.parametrize("code", ["973", "974", "975", "976", "988"])
def test_elsewhere_we_know_no_hour_rather_than_a_wrong_one(code):
    assert zone_of_department(code) is None


def test_hours_have_a_name_in_french():
    assert [str(name) for name in ZONES.values()] == ["heure de Paris", "heure de Guadeloupe"]


# Languages ---------------------------------------------------------------------------------


def test_every_language_has_one_code_one_label_and_one_endonym():
    for values in zip(*((each.code, str(each.label), each.endonym) for each in LANGUAGES), strict=True):
        assert len(values) == len(set(values))


def test_arabic_dari_pashto_and_urdu_are_written_from_right_to_left():
    assert {each.code for each in LANGUAGES if each.rtl} == {"ar", "fa-AF", "ps", "ur"}


def test_a_language_we_no_longer_list_keeps_its_own_name():
    assert SpokenLanguage(code="eo", endonym="esperanto").label == "esperanto"


def test_a_language_is_said_in_french_by_default():
    with translation.override("fr"):
        assert str(SpokenLanguage(code="fa-AF", endonym="دری")) == "dari"


# Communes ----------------------------------------------------------------------------------


def commune(**other):
    fields = {"insee": "88160", "name": "Épinal", "department": "88", "latitude": 48.2, "longitude": 6.5}
    return Commune(**fields | other)


def test_a_commune_saved_by_hand_is_found_by_its_folded_name():
    commune().save()

    assert Commune.objects.named("EPINAL").get().name == "Épinal"


@pytest.mark.parametrize("point", [{"latitude": 91}, {"longitude": -181}])
def test_a_commune_off_the_earth_is_refused_in_words_and_by_the_database(point):
    assert refused(commune(search_name="epinal", **point)) == [
        "La latitude va de -90 à 90 degrés, la longitude de -180 à 180."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        commune(**point).save()


def test_a_commune_has_a_postal_code_once():
    epinal = commune()
    epinal.save()
    epinal.postal_codes.create(code="88000")

    assert refused(PostalCode(code="88000", commune=epinal)) == ["Cette commune a déjà ce code postal."]

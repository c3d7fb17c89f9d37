"""Venues in Wagtail's admin."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from territories.models import Commune, PostalCode
from tests.factories import CommuneFactory, SessionFactory, TerritoryFactory, VenueFactory, on
from tests.workshops.offices import desk, editor_of_the_vosges, errors, read, shown, venue_form
from workshops.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def editor():
    return desk(editor_of_the_vosges())


def mirecourt():
    return CommuneFactory(
        insee="88304", name="Mirecourt", latitude=48.3, longitude=6.13, population=5_000, postal_code="88500"
    )


def add(client, **form):
    return client.post(reverse("lieux:add"), venue_form(**form))


def edit(client, venue, **other):
    form = {
        "name": venue.name,
        "kind": venue.kind,
        "street": venue.street,
        "postal_code": venue.postal_code,
        "commune": venue.commune_id,
        "territory": venue.territory_id,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "access": venue.access,
        "transport": venue.transport,
    }
    return client.post(reverse("lieux:edit", args=[venue.pk]), form | other)


def test_a_venue_takes_the_postal_code_and_the_centre_of_its_commune(editor):
    add(editor, commune=mirecourt().pk)

    venue = Venue.objects.get()
    assert (venue.postal_code, venue.latitude, venue.longitude) == ("88500", 48.3, 6.13)
    assert venue.address == "1 rue Chanzy, 88500 Mirecourt"


def test_a_commune_with_several_postal_codes_asks_which(editor):
    commune = mirecourt()
    PostalCode.objects.create(commune=commune, code="88501")

    response = add(editor, commune=commune.pk)

    assert errors(response) == {"postal_code": ["Cette commune a plusieurs codes postaux : 88500, 88501."]}


def test_a_postal_code_has_five_digits(editor):
    assert errors(add(editor, commune=mirecourt().pk, postal_code="885")) == {
        "postal_code": ["Un code postal a cinq chiffres."]
    }


def test_a_commune_whose_hour_we_do_not_know_is_refused(editor):
    cayenne = CommuneFactory(insee="97302", name="Cayenne", department="973", postal_code="97300")

    response = add(editor, commune=cayenne.pk, postal_code="97300")

    assert list(errors(response)) == ["commune"]


def test_a_point_far_from_the_commune_is_refused(editor):
    response = add(editor, commune=mirecourt().pk, latitude="6.13", longitude="48.3")

    assert errors(response) == {
        "latitude": ["Ce point est à plus de 40 km de la commune. Vérifiez la latitude et la longitude."]
    }


def test_half_a_point_is_refused(editor):
    assert list(errors(add(editor, commune=mirecourt().pk, latitude="48.3"))) == ["__all__"]


def test_another_commune_moves_the_point(editor):
    venue = VenueFactory()

    edit(editor, venue, commune=mirecourt().pk, postal_code="88500")

    venue.refresh_from_db()
    assert (venue.latitude, venue.longitude) == (48.3, 6.13)


def test_a_correction_is_read_again_by_calendars_and_by_the_search(editor):
    session = SessionFactory()
    told, revised = session.changed_at, session.revised_at

    with time_machine.travel(datetime(2027, 2, 2, 8, tzinfo=UTC), tick=False):
        edit(editor, session.venue, name="Médiathèque Jean-Exemple")

    session.refresh_from_db()
    assert "jean exemple" in session.search_text
    assert session.revised_at > revised
    assert (session.changed_at, session.sequence) == (told, 0)


def test_a_venue_with_sessions_to_come_stays_in_its_commune(editor):
    venue = SessionFactory().venue

    response = edit(editor, venue, commune=CommuneFactory(guadeloupe=True).pk, postal_code="97100")

    assert list(errors(response)) == ["commune"]
    assert errors(response)["commune"][0].startswith("Des séances sont à venir ici")


def test_a_venue_whose_sessions_are_past_may_change_its_hour(editor):
    venue = SessionFactory(day=on("2027-01-16")).venue

    edit(editor, venue, commune=CommuneFactory(guadeloupe=True).pk, postal_code="97100")

    venue.refresh_from_db()
    assert venue.city == "Basse-Terre"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_venue_is_not_deleted(editor, method):
    venue = SessionFactory().venue

    response = getattr(editor, method)(reverse("lieux:delete", args=[venue.pk]))

    assert Venue.objects.filter(pk=venue.pk).exists()
    assert read(response) == [
        "On ne peut pas supprimer « Médiathèque d’Épinal, Épinal » : 1 séance en dépend."
    ]


def test_a_venue_that_never_served_is_deleted(editor):
    venue = VenueFactory()

    editor.post(reverse("lieux:delete", args=[venue.pk]))

    assert not Venue.objects.exists()


def test_a_new_venue_is_in_the_editor_s_own_territory(editor):
    TerritoryFactory(guadeloupe=True)

    form = editor.get(reverse("lieux:add")).context["form"]

    assert form["territory"].value() == TerritoryFactory().pk
    assert [territory.code for territory in form.fields["territory"].queryset] == ["88"]


def found(client, typed):
    response = client.get(reverse("choisir-une-commune:choose_results"), {"q": typed})
    return [commune.name for commune in response.context["results"]]


def test_a_commune_is_chosen_by_typing(editor):
    mirecourt()
    CommuneFactory()

    assert {typed: found(editor, typed) for typed in ("88500", "epinal", "Mirec", "Épinal (88)", "zzz")} == {
        "88500": ["Mirecourt"],
        "epinal": ["Épinal"],
        "Mirec": ["Mirecourt"],
        "Épinal (88)": ["Épinal"],
        "zzz": [],
    }


def test_communes_are_never_a_long_list(editor):
    Commune.objects.bulk_create(
        Commune(insee=f"8{number:04}", name=f"Village {number}", department="88", latitude=48, longitude=6)
        for number in range(200)
    )

    form = editor.get(reverse("lieux:add"))
    chooser = editor.get(reverse("choisir-une-commune:choose_results"))

    assert "Village 7" not in shown(form)
    assert len(chooser.context["results"]) == 10


def test_the_list_is_searched_by_name_street_and_commune(editor):
    VenueFactory()
    VenueFactory(name="Salle des fêtes", street="2 rue Haute", commune=mirecourt(), postal_code="88500")

    answers = {
        typed: [
            venue.name for venue in editor.get(reverse("lieux:index"), {"q": typed}).context["object_list"]
        ]
        for typed in ("salle", "Haute", "Mirecourt", "88000")
    }

    assert answers == {
        "salle": ["Salle des fêtes"],
        "Haute": ["Salle des fêtes"],
        "Mirecourt": ["Salle des fêtes"],
        "88000": ["Médiathèque d’Épinal"],
    }

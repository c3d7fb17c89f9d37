"""Postal codes and communes as editors type and paste them."""

import pytest
from django.urls import reverse

from tests.factories import CommuneFactory, UserFactory
from tests.workshops.offices import desk, errors, venue_form
from workshops.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(home):
    CommuneFactory()
    CommuneFactory(insee="88304", name="Mirecourt", population=5_000, postal_code="88500")
    return desk(UserFactory(national=True))


@pytest.mark.parametrize("typed", ["88500", "F-88500", "88 500", "88.500", "٨٨٥٠٠", "\u200e88500", "885OO"])
def test_the_code_of_a_venue_is_read_as_it_is_typed(editor, typed):
    editor.post(reverse("lieux:add"), venue_form(commune="88304", postal_code=typed))

    assert Venue.objects.get().postal_code == "88500"


@pytest.mark.parametrize("typed", ["88", "Mirecourt", "88500 Mirecourt", "???"])
def test_what_is_no_code_is_refused(editor, typed):
    answer = editor.post(reverse("lieux:add"), venue_form(commune="88304", postal_code=typed))

    assert list(errors(answer)) == ["postal_code"]


@pytest.mark.parametrize(
    ("typed", "communes"),
    [
        ("epinnal", ["Épinal"]),
        ("Mirecour", ["Mirecourt"]),
        ("88026", ["Épinal", "Mirecourt"]),
        ("F-88500", ["Mirecourt"]),
        ("Mirecourt, Vosges", ["Mirecourt"]),
        ("zzz", []),
    ],
)
def test_the_chooser_of_communes_offers_what_is_meant(editor, typed, communes):
    answer = editor.get(reverse("choisir-une-commune:choose_results"), {"q": typed})

    assert [commune.name for commune in answer.context["results"]] == communes

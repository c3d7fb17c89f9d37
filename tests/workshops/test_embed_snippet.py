"""The page that makes the lines by which another site frames the agenda."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from tests.factories import (
    CommuneFactory,
    SessionFactory,
    TerritoryFactory,
)
from tests.workshops.situations import words
from workshops.views.embed import height_for

pytestmark = pytest.mark.django_db

EMBED, SNIPPET = "/embed/agenda/", "/agenda/integrer/"


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def callouts(answer):
    return [words(each) for each in parsed(answer).select(".callout p")]


def code(answer):
    """The lines to paste, as a browser copies them."""
    return parsed(answer).textarea.get_text()


def test_the_lines_to_paste_frame_what_was_chosen(client):
    SessionFactory(languages=["fr", "ar"])
    chosen = {
        "territoire": "vosges",
        "langue": "ar",
        "nombre": "3",
        "theme": "",
        "rayon": "30",
        "interface": "fr",
    }
    answer = client.get(SNIPPET, chosen)
    preview = parsed(answer).main.iframe

    assert code(answer) == (
        f'<iframe src="{settings.BASE_URL}/embed/agenda/?territoire=vosges&amp;langue=ar&amp;nombre=3"'
        f' title="Agenda des ateliers e-parentalité" width="100%" height="{height_for(3)}"'
        ' loading="lazy" style="border:0"></iframe>'
    )
    assert preview["src"] == "/embed/agenda/?territoire=vosges&langue=ar&nombre=3"
    assert len(parsed(client.get(preview["src"])).select("main h2")) == 1


def test_nothing_chosen_frames_the_whole_agenda_in_the_language_of_the_page(client):
    frames = [parsed(client.get(path)).main.iframe["src"] for path in (SNIPPET, f"/ar{SNIPPET}")]

    assert frames == ["/embed/agenda/?nombre=5", "/ar/embed/agenda/?nombre=5"]


def test_a_school_may_choose_another_language_for_the_frame(client):
    answer = client.get(SNIPPET, {"interface": "ar"})

    assert parsed(answer).main.iframe["src"] == "/ar/embed/agenda/?nombre=5"
    assert f'height="{height_for(5, language="ar")}"' in code(answer)


def test_a_distance_goes_with_a_commune_only(client):
    CommuneFactory()
    near = client.get(SNIPPET, {"code_postal": "Épinal", "rayon": "50"})
    anywhere = client.get(SNIPPET, {"rayon": "50"})

    assert parsed(near).main.iframe["src"] == "/embed/agenda/?code_postal=%C3%89pinal&rayon=50&nombre=5"
    assert parsed(anywhere).main.iframe["src"] == "/embed/agenda/?nombre=5"


def test_the_form_shows_what_was_chosen(client):
    TerritoryFactory()
    page = parsed(client.get(SNIPPET, {"territoire": "vosges", "nombre": "7", "interface": "en"}))
    chosen = {
        field["name"]: field.select_one("option[selected]")["value"]
        for field in page.main.select("select")
        if field.select_one("option[selected]")
    }

    assert {name: chosen[name] for name in ("territoire", "nombre", "interface")} == {
        "territoire": "vosges",
        "nombre": "7",
        "interface": "en",
    }


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"territoire": "nulle-part"}, "Nous ne connaissons pas le territoire « nulle-part »."),
        (
            {"interface": "klingon"},
            "Le cadre n’existe pas dans cette langue : choisissez-la dans la liste.",
        ),
    ],
)
def test_a_wrong_choice_is_named_and_makes_no_lines(client, query, sentence):
    answer = client.get(SNIPPET, query)

    assert (answer.status_code, callouts(answer)) == (200, [sentence])
    assert parsed(answer).select("textarea, iframe") == []


def test_what_a_visitor_typed_never_becomes_code(client):
    typed = {"code_postal": '"><script>alert(1)</script>', "interface": '"><script>alert(1)</script>'}

    assert [b"<script>alert" in client.get(path, typed).content for path in (EMBED, SNIPPET)] == [
        False,
        False,
    ]


def test_more_dates_taller_letters_and_another_zone_take_more_room():
    one_row = height_for(2) - height_for(1)
    taller = height_for(1, language="ar") - height_for(1)

    assert height_for(20) - height_for(19) == one_row
    assert height_for(1, zone="America/Guadeloupe") - height_for(1) == taller > 0
    assert height_for(1, language="ar", zone="America/Guadeloupe") == height_for(1) + 2 * taller


def test_what_was_searched_for_in_the_agenda_is_not_dropped_from_the_frame(client):
    CommuneFactory()

    page = client.get("/agenda/integrer/?commune=88160&rayon=5&q=ecrans&du=2027-01-01")

    assert page.context["frame_path"] == (
        "/embed/agenda/?q=ecrans&du=2027-01-01&commune=88160&rayon=5&nombre=5"
    )
    assert "Épinal et 5\u00a0km autour" in page.content.decode()
    assert [field.name for field in page.context["form"].hidden_fields()] == ["commune", "q", "du"]

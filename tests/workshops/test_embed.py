"""The agenda in a frame of another site, and the page that makes the lines to paste there."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    CommuneFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    WorkshopPageFactory,
)
from tests.workshops.situations import words
from workshops.views.embed import DEFAULT_NUMBER, LARGEST_NUMBER, height_for

pytestmark = pytest.mark.django_db

EMBED, SNIPPET = "/embed/agenda/", "/agenda/integrer/"


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def dates(client, **query):
    """What the frame lists, as ``(title, state)``."""
    page = parsed(client.get(EMBED, query))
    return [
        (words(row.select_one("h2 a > span")), words(row.select_one(".badge")))
        for row in page.select("main li.embed__date")
    ]


def callouts(answer):
    return [words(each) for each in parsed(answer).select(".callout p")]


def code(answer):
    """The lines to paste, as a browser copies them."""
    return parsed(answer).textarea.get_text()


def policy(answer):
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


def many(number):
    workshop, today = WorkshopPageFactory(), timezone.localdate()
    return [
        SessionFactory(activity=workshop, day=today + timedelta(days=day)) for day in range(1, number + 1)
    ]


def test_any_site_may_frame_it_and_nothing_else_of_the_policy_is_loosened(client):
    framed, agenda = client.get(EMBED), client.get("/agenda/")

    assert "X-Frame-Options" not in framed.headers
    assert policy(framed) == policy(agenda) - {"frame-ancestors 'none'"} | {"frame-ancestors *"}


@pytest.mark.parametrize("path", ["/agenda/", SNIPPET])
def test_no_site_may_frame_the_pages_around_it(client, path):
    answer = client.get(path)

    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in policy(answer)


def test_it_is_kept_five_minutes_indexed_by_nobody_and_sets_no_cookie(client):
    answer = client.get(EMBED, {"territoire": TerritoryFactory().slug})

    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.cookies == {}
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert parsed(answer).select_one("link[rel=canonical]")["href"] == (
        f"{settings.BASE_URL}/agenda/?territoire=vosges"
    )


def test_it_holds_no_form_no_script_and_no_font(client):
    SessionFactory()
    page = parsed(client.get(EMBED))

    assert page.select("form, script, style, input, [style]") == []
    assert [link["href"] for link in page.select("link[rel=stylesheet]")] == ["/static/css/embed.css"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("1", 1), ("20", 20), ("", 5), ("0", 5), ("21", 5), ("-3", 5), ("deux", 5), ("٣", 5), ("9" * 5000, 5)],
)
def test_as_many_dates_as_asked_from_1_to_20_and_five_for_anything_else(client, asked, shown):
    many(LARGEST_NUMBER + 1)

    assert len(dates(client, nombre=asked)) == shown


def test_the_soonest_come_first(client):
    sessions = many(DEFAULT_NUMBER + 1)
    page = parsed(client.get(EMBED))

    assert [link["href"] for link in page.select("main h2 a")] == [
        session.get_absolute_url() for session in sessions[:DEFAULT_NUMBER]
    ]


def test_its_address_fixes_the_filters_and_the_way_to_the_agenda_keeps_them(client):
    theme = ThemeFactory()
    workshop = WorkshopPageFactory(title="Régler le téléphone", themes=[theme])
    SessionFactory(activity=workshop)
    SessionFactory(activity=workshop, guadeloupe=True)
    SessionFactory()

    query = {"territoire": "vosges", "theme": theme.slug}
    page = parsed(client.get(EMBED, query))

    assert dates(client, **query) == [("Régler le téléphone", "Il reste 10 places")]
    assert words(page.select_one(".embed__shown")) == "Vosges · Contrôle parental"
    assert page.select_one("footer a")["href"] == "/agenda/?territoire=vosges&theme=controle-parental"


def test_near_a_commune_the_distance_is_said(client):
    SessionFactory()
    SessionFactory(guadeloupe=True)
    page = parsed(client.get(EMBED, {"code_postal": CommuneFactory().postal_codes.get().code}))

    assert [words(facts).rpartition(", ")[2] for facts in page.select(".embed__facts")] == ["à 0 km"]
    assert words(page.select_one(".embed__shown")) == "Épinal et 30 km autour"


def test_how_things_stand_is_said_in_words(client):
    workshop, today = WorkshopPageFactory(title="Atelier"), timezone.localdate()
    for day, trait in enumerate([{}, {"full": True}, {"cancelled": True}, {"postponed": True}], start=1):
        SessionFactory(activity=workshop, day=today + timedelta(days=day), **trait)

    assert [state for _title, state in dates(client)] == [
        "Il reste 10 places",
        "Complet",
        "Annulée",
        "Reportée, nouvelle date à venir",
    ]


def test_every_link_opens_outside_the_frame_and_says_so(client):
    SessionFactory()
    links = parsed(client.get(EMBED)).find_all("a")

    assert {(link["target"], *link["rel"]) for link in links} == {("_blank", "noopener")}
    assert [words(link).endswith("(nouvelle fenêtre)") for link in links] == [True, True]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"territoire": "nulle-part"}, "Nous ne connaissons pas le territoire « nulle-part »."),
        ({"theme": "astrologie"}, "Nous ne connaissons pas le thème « astrologie »."),
        ({"territoire": "\x00"}, "Ce que vous cherchez est trop long ou illisible : écrivez quelques mots."),
    ],
)
def test_an_unknown_filter_is_named_and_shows_no_date(client, query, sentence):
    SessionFactory()
    answer = client.get(EMBED, query)

    assert (answer.status_code, callouts(answer), dates(client, **query)) == (200, [sentence], [])


def test_a_frame_without_dates_says_so(client):
    page = parsed(client.get(EMBED))

    assert words(page.main).startswith("Pas de date annoncée pour le moment.")


def test_in_arabic_it_reads_from_the_right_and_marks_french_titles(client):
    SessionFactory(activity=WorkshopPageFactory(title="Régler le téléphone"))
    page = parsed(client.get(f"/ar{EMBED}"))
    title = page.select_one("main h2 span")

    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert (title.get_text(), title["lang"], title["dir"]) == ("Régler le téléphone", "fr", "ltr")
    assert page.select_one("main h2 a")["href"].startswith("/ar/seances/")
    assert page.select_one("footer a")["href"] == "/ar/agenda/"


def test_one_date_and_twenty_take_the_same_number_of_queries(client):
    def queries():
        client.get(EMBED, {"nombre": "20"})
        with CaptureQueriesContext(connection) as captured:
            client.get(EMBED, {"nombre": "20"})
        return len(captured)

    SessionFactory(languages=["fr"])
    one = queries()
    many(19)

    assert queries() == one


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

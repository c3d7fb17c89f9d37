"""The agenda in a frame of another site."""

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
from workshops.views.embed import DEFAULT_NUMBER, LARGEST_NUMBER

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

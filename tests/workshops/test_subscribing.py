"""The page about following dates in one's own calendar, and the ways that lead to it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation

from content.models import SchoolLevel
from tests import tree
from tests.factories import (
    CommuneFactory,
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    ThemeFactory,
    WorkshopPageFactory,
    registered,
)

pytestmark = pytest.mark.django_db

PAGE = "/agenda/abonnement/"
BASE = "https://parents.example"
CHOICES = [
    "S’abonner sur mon téléphone ou mon ordinateur",
    "Avec Google Agenda",
    "Avec Outlook.com",
    "Télécharger le fichier",
]
FOLLOW, TO_CALENDAR = "Suivre ces dates dans mon agenda", "Ajouter à mon agenda"
#: Other sites that a page may lead to.
OUTSIDE = ["calendar.google.com", "outlook.live.com"]
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = BASE


@pytest.fixture
def read(client):
    """A function: the page at this path, as a tree."""

    def answer(path, query=None):
        response = client.get(path, query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return answer


def text(element):
    return " ".join(element.get_text(" ").split())


def links(element):
    """``{words: address}``."""
    return {text(link): link["href"] for link in element.select("a[href]")}


def choices(page):
    """The ways to follow that it offers, in order."""
    return {text(link): link["href"] for link in page.select("main .choice a")}


def followed(page):
    """The dates that it says one will follow."""
    return [text(line) for line in page.select("main .lines li")]


def outside(page):
    return [link for link in page.select("main a") if urlsplit(link["href"]).hostname in OUTSIDE]


def problems(page):
    return [text(callout) for callout in page.select("main .callout--warning")]


def test_without_a_filter_one_follows_all_dates(read):
    page = read(PAGE)

    assert list(choices(page)) == CHOICES
    assert choices(page)[CHOICES[0]] == "webcal://parents.example/agenda.ics"
    assert choices(page)[CHOICES[3]] == f"{BASE}/agenda.ics"
    assert page.select_one("textarea").text == f"{BASE}/agenda.ics"
    assert followed(page) == []
    assert "Toutes les dates, dans tous les territoires et en ligne." in text(page.main)


def test_the_filters_are_said_in_words_and_kept_in_every_address(read):
    TerritoryFactory()
    CommuneFactory()
    ThemeFactory()
    level = SchoolLevel.objects.get(code="college")
    query = {
        "q": "jeux & vidéo",
        "territoire": "vosges",
        "theme": "controle-parental",
        "niveau": "college",
        "format": "sur-place",
        "du": "2026-12-01",
        "code_postal": "88000",
        "rayon": "50",
    }

    page = read(PAGE, query)

    assert followed(page) == [
        "Épinal et 50 km autour",
        "« jeux & vidéo »",
        "Vosges",
        "Contrôle parental",
        level.label,
        "Sur place",
        "à partir du mardi 1er décembre 2026",
    ]
    asked = {name: [value] for name, value in query.items()}
    subscribe, google, outlook, download = (urlsplit(address) for address in choices(page).values())
    assert (subscribe.scheme, download.scheme) == ("webcal", "https")
    assert parse_qs(subscribe.query) == parse_qs(download.query) == asked
    assert parse_qs(urlsplit(parse_qs(google.query)["cid"][0]).query) == asked
    assert parse_qs(urlsplit(parse_qs(outlook.query)["url"][0]).query) == asked
    assert parse_qs(outlook.query)["name"] == ["Ateliers e-parentalité – Vosges – Contrôle parental"]


def test_the_address_given_is_that_of_a_calendar_with_these_dates(client, read):
    here, there = SessionFactory(), SessionFactory(guadeloupe=True)

    address = choices(read(PAGE, {"territoire": "guadeloupe"}))["Télécharger le fichier"]
    answer = client.get(address.removeprefix(BASE))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = answer.content.decode()
    assert (str(there.uid) in calendar, str(here.uid) in calendar) == (True, False)


@pytest.mark.parametrize(
    ("factory", "name", "folder"),
    [(WorkshopPageFactory, "atelier", "ateliers"), (EventPageFactory, "evenement", "evenements")],
)
def test_one_follows_the_dates_of_one_workshop_or_event(factory, name, folder, client, read):
    activity = factory(title="Mon espace parent", slug="mon-espace")
    session = SessionFactory(activity=activity)

    page = read(PAGE, {name: "mon-espace"})

    assert "Toutes les dates de : Mon espace parent" in text(page.main)
    assert "Supprimez « Mon espace parent » de la liste" in text(page.main)
    address = choices(page)["Télécharger le fichier"]
    assert address == f"{BASE}/{folder}/mon-espace/agenda.ics"
    assert str(session.uid) in client.get(address.removeprefix(BASE)).content.decode()
    assert links(page.select_one(".crumbs"))["Mon espace parent"] == f"/{folder}/mon-espace/"


def test_in_arabic_one_follows_dates_said_in_arabic(read):
    WorkshopPageFactory(slug="mon-espace")

    page = read(f"/ar{PAGE}", {"atelier": "mon-espace"})

    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert next(iter(choices(page).values())) == "webcal://parents.example/ar/ateliers/mon-espace/agenda.ics"
    assert page.select_one("textarea")["dir"] == "ltr"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"territoire": "nulle-part"}, "Nous ne connaissons pas le territoire « nulle-part »."),
        ({"atelier": "rien"}, "Nous ne connaissons pas l’atelier « rien »."),
        ({"evenement": "rien"}, "Nous ne connaissons pas l’événement « rien »."),
        ({"atelier": "r\x00ien"}, "Nous ne connaissons pas l’atelier « rien »."),
        ({"atelier": "é" * 300}, f"Nous ne connaissons pas l’atelier « {'é' * 200} »."),
    ],
)
def test_what_is_not_known_is_named_and_offers_nothing_to_follow(query, problem, read):
    page = read(PAGE, query)

    assert problems(page) == [problem]
    assert choices(page) == {}
    assert [address for address in links(page.main).values() if not address.startswith("/agenda/")] == []
    assert page.select("textarea") == []


def test_a_workshop_that_is_not_shown_cannot_be_followed(read):
    WorkshopPageFactory(slug="bientot", live=False)

    assert problems(read(PAGE, {"atelier": "bientot"})) == ["Nous ne connaissons pas l’atelier « bientot »."]


def test_dates_that_are_past_are_not_followed(read):
    today = timezone.localdate()

    ended = read(PAGE, {"du": str(today - MONTH), "au": str(today - timedelta(days=1))})
    going_on = read(PAGE, {"au": str(today)})

    assert problems(ended) == ["Ces dates sont passées : il n’y en aura pas de nouvelles à suivre."]
    assert (choices(ended), list(choices(going_on))) == ({}, CHOICES)


def test_each_step_has_a_light_picture_that_is_said_in_words(read):
    pictures = read(PAGE).select(".pictured img")
    folder = tree.ROOT / "static" / "img" / "steps"
    named = {picture["src"].rsplit("/", 1)[1] for picture in pictures}

    assert len(pictures) == 9
    assert [picture for picture in pictures if not picture["alt"].endswith(".")] == []
    assert named == {path.name for path in folder.iterdir()}
    assert [path.name for path in folder.iterdir() if path.stat().st_size > 4000] == []


def test_search_engines_may_list_the_page_under_one_address(read):
    page = read(PAGE, {"territoire": TerritoryFactory().slug})

    assert page.select("meta[name=robots]") == []
    assert page.select_one("link[rel=canonical]")["href"] == f"{BASE}{PAGE}"


def test_the_agenda_leads_there_with_its_filters(read):
    TerritoryFactory()

    page = read("/agenda/", {"territoire": "vosges", "q": "jeux & co"})

    query = "?q=jeux+%26+co&territoire=vosges"
    ways = links(page.select_one(".more"))
    assert ways[FOLLOW] == f"{PAGE}{query}"
    assert ways["Afficher cet agenda sur un autre site"] == f"/agenda/integrer/{query}"
    assert {link["type"]: link["href"] for link in page.select("link[rel=alternate][type]")} == {
        "text/calendar": f"/agenda.ics{query}",
        "application/rss+xml": f"/agenda.rss{query}",
    }


def test_an_agenda_that_was_not_understood_leads_to_no_calendar(read):
    page = read("/agenda/", {"territoire": "nulle-part"})

    assert FOLLOW not in links(page.main)
    assert page.select("link[rel=alternate][type]") == []


def test_a_workshop_an_event_and_a_territory_lead_there_with_their_own_dates(read):
    pages = [
        WorkshopPageFactory(slug="mon-espace"),
        EventPageFactory(slug="en-famille"),
        TerritoryPageFactory(slug="vosges"),
    ]

    assert [links(read(page.link).main)[FOLLOW] for page in pages] == [
        f"{PAGE}?atelier=mon-espace",
        f"{PAGE}?evenement=en-famille",
        f"{PAGE}?territoire=vosges",
    ]
    with translation.override("en"):
        workshop = pages[0].link
    english = [link["href"] for link in read(workshop).select(".follow a")]
    assert english == [f"/en{PAGE}?atelier=mon-espace"]


def test_a_date_to_come_goes_in_a_calendar_by_its_file_or_on_two_sites(read):
    session = SessionFactory(online=True)

    page = read(session.get_absolute_url())

    ways = page.select(".ticket .actions a:not([href*=inscription])")
    assert [text(way) for way in ways] == [TO_CALENDAR, "Google Agenda", "Outlook.com"]
    assert ways[0]["href"] == f"/seances/{session.ref}.ics"
    assert [urlsplit(way["href"]).hostname for way in ways[1:]] == OUTSIDE
    assert session.join_url not in str(page)


@pytest.mark.parametrize("state", ["cancelled", "postponed", "past"])
def test_a_date_that_does_not_hold_goes_in_no_calendar(state, read):
    page = read(SessionFactory(**{state: True}).get_absolute_url())

    assert TO_CALENDAR not in links(page.main)
    assert [address for address in links(page.main).values() if address.startswith("https://")] == []


def test_a_family_s_page_has_them_for_a_confirmed_date_and_no_secret_in_them(read):
    session = SessionFactory(capacity=2, online=True)
    confirmed, waiting = registered(session, heads=2), registered(session, heads=2)

    own = read(confirmed.enrolment.get_absolute_url())
    others = read(waiting.enrolment.get_absolute_url())

    addresses = [link["href"] for link in own.select(".slip .elsewhere a")]
    assert [urlsplit(address).hostname for address in addresses] == OUTSIDE
    assert [each for each in addresses if confirmed.enrolment.token in each or "visio" in each] == []
    assert TO_CALENDAR not in links(others.main)


@pytest.mark.parametrize("path", ["session", "subscribe"])
def test_another_site_is_not_told_where_one_comes_from(path, read):
    page = read(SessionFactory().get_absolute_url() if path == "session" else PAGE)

    assert [urlsplit(link["href"]).hostname for link in outside(page)] == OUTSIDE
    assert [link["rel"] for link in outside(page)] == [["noopener", "noreferrer"]] * 2

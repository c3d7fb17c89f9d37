"""The search of the agenda: what it finds, in which order, and what it says of what it does not understand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import SchoolLevel
from territories.models import PostalCode
from tests.factories import (
    CommuneFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    VenueFactory,
    WorkshopPageFactory,
)
from workshops import agenda
from workshops.models import Session

pytestmark = pytest.mark.django_db


def found(**query):
    return list(agenda.read(query).results())


def bulk(number):
    """``number`` more published sessions like one, without a verb for each."""
    one = SessionFactory(languages=["fr"])
    fields = (
        "activity_id",
        "venue_id",
        "territory_id",
        "starts_at",
        "ends_at",
        "time_zone",
        "local_date",
        "state",
    )
    values = {name: getattr(one, name) for name in fields}
    Session.objects.bulk_create([Session(**values) for _ in range(number - 1)], batch_size=500)


def test_sessions_to_come_soonest_first():
    today = timezone.localdate()
    workshop = WorkshopPageFactory()
    later = SessionFactory(activity=workshop, day=today + timedelta(days=20))
    sooner = SessionFactory(activity=workshop, day=today + timedelta(days=2))
    SessionFactory(activity=workshop, past=True)
    SessionFactory(activity=workshop, draft=True)

    assert found() == [sooner, later]


def test_cancelled_and_postponed_sessions_stay_and_say_so():
    cancelled = SessionFactory(cancelled=True)
    postponed = SessionFactory(postponed=True)

    assert set(found()) == {cancelled, postponed}
    assert cancelled.places_words == "Annulée"
    assert postponed.places_words == "Reportée, nouvelle date à venir"


def test_a_first_day_in_the_past_shows_past_sessions():
    past = SessionFactory(past=True)

    assert found(du=(timezone.localdate() - timedelta(days=30)).isoformat()) == [past]


def test_by_territory_theme_level_format_and_language():
    theme = ThemeFactory()
    college = SchoolLevel.objects.get(code="college")
    workshop = WorkshopPageFactory(themes=[theme], levels=[college])
    here = SessionFactory(activity=workshop, languages=["fr", "ar"])
    there = SessionFactory(guadeloupe=True, languages=["fr"])
    online = SessionFactory(online=True)

    assert found(territoire="vosges") == [here]
    assert found(theme=theme.slug) == [here]
    assert set(found(niveau="college")) == {here, there, online}
    assert set(found(niveau="lycee")) == {there, online}
    assert found(format="en-ligne") == [online]
    assert set(found(format="sur-place")) == {here, there}
    assert found(langue="ar") == [here]


def test_by_words_without_accents_case_or_plural():
    workshop = WorkshopPageFactory(title="Écrans à la maison", summary="Trouver l’équilibre.")
    session = SessionFactory(activity=workshop)
    SessionFactory(activity=WorkshopPageFactory(title="Premier téléphone", summary="Le choisir."))

    assert found(q="ecran") == [session]
    assert found(q="ÉCRANS équilibre") == [session]
    assert found(q="épinal écrans") == [session]
    assert found(q="écrans téléphone") == []


def test_a_corrected_title_is_found_by_its_new_words():
    workshop = WorkshopPageFactory(title="Jeux vidéo")
    session = SessionFactory(activity=workshop)
    workshop.title = "Manettes et consoles"
    workshop.save_revision().publish()

    assert (found(q="manettes"), found(q="vidéo")) == ([session], [])


def test_near_a_postal_code_nearest_first():
    near = SessionFactory()
    CommuneFactory(insee="88304", name="Mirecourt", latitude=48.30, longitude=6.13, postal_code="88500")
    venue = VenueFactory(
        commune=CommuneFactory(insee="88304"), postal_code="88500", name="Médiathèque de Mirecourt"
    )
    nearest = SessionFactory(venue=venue, day=timezone.localdate() + timedelta(days=60))
    SessionFactory(guadeloupe=True)
    SessionFactory(online=True)

    results = found(code_postal="88500", rayon="50")

    assert results == [nearest, near]
    assert results[0].distance_km == pytest.approx(0, abs=0.5)
    assert results[1].distance_km == pytest.approx(27, abs=3)
    assert found(code_postal="88500", rayon="10") == [nearest]


def test_a_code_shared_by_communes_measures_to_the_nearest_of_them_and_may_be_narrowed(client):
    session = SessionFactory()
    far = CommuneFactory(
        insee="88001", name="Les Ableuvenettes", latitude=48.19, longitude=5.9, postal_code="88270"
    )
    PostalCode.objects.create(commune=CommuneFactory(), code="88270")

    page = client.get("/agenda/", {"code_postal": "88270", "rayon": "10"})

    assert page.context["sessions"] == [session]
    assert [link["label"] for link in page.context["place"]["narrow_links"]] == ["Épinal", far.name]
    assert "commune=88001" in page.context["place"]["narrow_links"][1]["url"]
    assert found(commune="88001", rayon="10") == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"territoire": "atlantide"}, "atlantide"),
        ({"theme": "cuisine"}, "cuisine"),
        ({"niveau": "doctorat"}, "doctorat"),
        ({"format": "hologramme"}, "hologramme"),
        ({"langue": "klingon"}, "klingon"),
        ({"du": "2027-02-31"}, "2027-02-31"),
        ({"au": "demain"}, "demain"),
        ({"du": "2027-03-02", "au": "2027-03-01"}, "avant de commencer"),
        ({"code_postal": "abcde"}, "abcde"),
        ({"code_postal": "99999"}, "99999"),
        ({"commune": "00000"}, "00000"),
        ({"commune": "zzz", "code_postal": "88000"}, "zzz"),
        ({"code_postal": "88000", "rayon": "-3"}, "-3"),
        ({"code_postal": "88000", "rayon": "9" * 30}, "999"),
        ({"q": "???"}, "???"),
        ({"page": "0"}, "numéro de page"),
        ({"page": "deux"}, "numéro de page"),
        ({"page": "1" * 50}, "numéro de page"),
        ({"q": "a\x00b"}, "illisible"),
        ({"q": "x" * 10_000}, "trop long"),
    ],
)
def test_a_broken_value_is_named_in_a_sentence_and_matches_nothing(client, query, word):
    SessionFactory()

    page = client.get("/agenda/", query)

    assert page.status_code == 200
    assert page.context["sessions"] == []
    assert word in page.context["problems"][0]
    feed = client.get("/agenda.ics", query)
    assert (feed.status_code, feed.content.count(b"BEGIN:VEVENT")) == (200, 0)


def test_a_page_past_the_end_is_not_found(client):
    assert client.get("/agenda/", {"page": "9999"}).status_code == 404


def test_an_empty_value_is_no_filter(client):
    session = SessionFactory()

    page = client.get("/agenda/", {"territoire": "", "q": " ", "code_postal": ""})

    assert page.context["sessions"] == [session]


def test_pages_keep_the_filters(client):
    bulk(25)

    page = client.get("/agenda/", {"territoire": "vosges"})

    assert len(page.context["sessions"]) == 20
    assert page.context["pagination"]["next_url"] == "/agenda/?territoire=vosges&page=2"
    assert len(client.get(page.context["pagination"]["next_url"]).context["sessions"]) == 5


@pytest.mark.parametrize("path", ["/agenda/", "/en/agenda/", "/agenda/?code_postal=88000", "/agenda.ics"])
def test_as_many_queries_for_one_session_as_for_thirty(client, path):
    def queries():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    bulk(1)
    one = queries()
    bulk(29)

    assert queries() == one


def test_the_card_says_what_is_left_in_words():
    assert SessionFactory(capacity=1).places_words == "Il reste 1 place"
    assert SessionFactory(capacity=3).places_words == "Il reste 3 places"
    assert SessionFactory(capacity=2, full=True).places_words == "Complet"
    assert SessionFactory(capacity=2, full=True, waiting=2).places_words == "Complet, 2 familles attendent"
    assert SessionFactory(open_door=True).places_words == "Entrée libre, sans inscription"


def test_a_session_of_a_territory_without_a_page_is_found(client):
    TerritoryFactory(guadeloupe=True)
    session = SessionFactory(guadeloupe=True)

    assert found(territoire="guadeloupe") == [session]

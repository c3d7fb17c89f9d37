"""The agenda in other formats: which sessions, over HTTP."""

import csv
import io
import json
from datetime import UTC, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import SchoolLevel
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
    registered,
)
from tests.workshops.translated import in_english

pytestmark = pytest.mark.django_db

RSS, JSON, CSV = "application/rss+xml; charset=utf-8", "application/json", "text/csv; charset=utf-8"
FORMATS = {"rss": RSS, "json": JSON, "csv": CSV}
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def pages_in(answer):
    """The addresses of the sessions' pages, in the order of the answer, whatever its format."""
    kind = answer["Content-Type"]
    if kind == JSON:
        return [record["url"] for record in json.loads(answer.content)["sessions"]]
    if kind == CSV:
        return [
            row[-1] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        ][1:]
    return [link.text for link in ElementTree.fromstring(answer.content).iterfind("channel/item/link")]


def pages_of(*sessions, language=""):
    return [f"https://parents.example{language}/seances/{session.ref}/" for session in sessions]


def various(number):
    """Each session of a workshop of its own, with themes, levels, languages, families and what changed."""
    for rank in range(number):
        workshop = WorkshopPageFactory(
            themes=[ThemeFactory(slug=f"theme-{rank}", name=f"Thème {rank}")],
            levels=SchoolLevel.objects.filter(code__in=["college", "lycee"]),
        )
        session = SessionFactory(
            activity=workshop,
            venue=VenueFactory(name=f"Salle {rank}"),
            languages=["fr", "ar"],
            capacity=2,
            full=True,
            waiting=1,
            cancelled=bool(rank % 2),
        )
        assert session.sequence == rank % 2


@pytest.mark.parametrize(("extension", "content_type"), FORMATS.items())
def test_the_sessions_of_the_agenda_page_in_its_order(client, extension, content_type):
    later = SessionFactory(day=on("2027-04-10"))
    cancelled = SessionFactory(day=on("2027-03-20"), cancelled=True)
    postponed = SessionFactory(day=on("2027-03-13"), postponed=True)
    online = SessionFactory(day=on("2027-03-06"), online=True)
    SessionFactory(past=True)
    SessionFactory(draft=True)

    answer = client.get(f"/agenda.{extension}")

    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert pages_in(answer) == pages_of(online, postponed, cancelled, later)
    assert client.get("/agenda/").context["sessions"] == [online, postponed, cancelled, later]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "manettes"},
        {"territoire": "vosges"},
        {"theme": "controle-parental"},
        {"niveau": "college"},
        {"format": "sur-place"},
        {"langue": "ar"},
        {"du": "2027-03-13"},
        {"au": "2027-03-13", "du": "2027-03-12"},
        {"commune": "88160", "rayon": "5"},
        {"code_postal": "88000"},
    ],
)
def test_every_filter_narrows_them(client, query):
    college, lycee = SchoolLevel.objects.get(code="college"), SchoolLevel.objects.get(code="lycee")
    workshop = WorkshopPageFactory(title="Manettes", themes=[ThemeFactory()], levels=[college])
    here = SessionFactory(activity=workshop, languages=["ar"], day=on("2027-03-13"))
    SessionFactory(activity=WorkshopPageFactory(levels=[lycee]), online=True, day=on("2027-03-11"))

    for extension in FORMATS:
        assert len(pages_in(client.get(f"/agenda.{extension}"))) == 2
        assert pages_in(client.get(f"/agenda.{extension}", query)) == pages_of(here)


@pytest.mark.parametrize("extension", FORMATS)
def test_near_a_commune_the_nearest_first(client, extension):
    near = SessionFactory(day=on("2027-04-10"))
    there = VenueFactory(latitude=48.30, longitude=6.13)
    SessionFactory(venue=there, day=on("2027-03-13"))

    assert pages_in(client.get(f"/agenda.{extension}", {"commune": "88160"}))[0] == pages_of(near)[0]


@pytest.mark.parametrize("extension", FORMATS)
def test_past_ones_from_the_first_day_asked_for(client, extension):
    past = SessionFactory(day=on("2027-02-13"))

    assert pages_in(client.get(f"/agenda.{extension}", {"du": "2027-02-13"})) == pages_of(past)
    assert pages_in(client.get(f"/agenda.{extension}", {"du": "2027-02-14"})) == []


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    "query", [{"territoire": "atlantide"}, {"du": "2027-02-31"}, {"page": "zero"}, {"q": "a\x00b"}]
)
def test_an_unknown_value_gives_a_valid_empty_answer(client, extension, query):
    SessionFactory()

    answer = client.get(f"/agenda.{extension}", query)

    assert (answer.status_code, pages_in(answer)) == (200, [])


@pytest.mark.parametrize("extension", FORMATS)
def test_all_of_them_without_pages(client, extension):
    workshop = WorkshopPageFactory()
    sessions = [
        SessionFactory(activity=workshop, day=on("2027-03-13"), venue=None, join_url="https://visio.example")
    ]
    sessions += [
        SessionFactory(activity=workshop, day=on("2027-03-13") + timedelta(days=rank), online=True)
        for rank in range(1, 22)
    ]

    assert pages_in(client.get(f"/agenda.{extension}")) == pages_of(*sessions)
    assert pages_in(client.get(f"/agenda.{extension}", {"page": "7"})) == pages_of(*sessions)


@pytest.mark.parametrize("extension", FORMATS)
def test_in_the_language_of_the_address(client, extension):
    workshop = WorkshopPageFactory(title="Le téléphone de mon enfant")
    in_english(workshop, "My child’s phone")
    session = SessionFactory(activity=workshop)

    answer = client.get(f"/en/agenda.{extension}")

    assert pages_in(answer) == pages_of(session, language="/en")
    assert answer["Content-Language"] == "en"
    assert ("My child’s phone" in answer.text, "Le téléphone" in answer.text) == (True, False)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("extension", FORMATS)
def test_as_many_queries_for_one_session_as_for_thirty(client, extension, language):
    def queries():
        client.get(f"{language}/agenda.{extension}")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{language}/agenda.{extension}")
        return len(pages_in(answer)), len(captured)

    various(1)
    _one, for_one = queries()
    various(29)

    assert queries() == (30, for_one)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_answer_is_not_sent_twice(client, site, extension):
    SessionFactory()
    first = client.get(f"/agenda.{extension}")
    site.shift(timedelta(minutes=7))

    again = client.get(f"/agenda.{extension}", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize("extension", FORMATS)
def test_nor_is_an_empty_one(client, site, extension):
    first = client.get(f"/agenda.{extension}")
    site.shift(timedelta(minutes=7))

    again = client.get(f"/agenda.{extension}", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304


def test_a_place_taken_is_told_at_once_where_places_are_told(client):
    session = SessionFactory()
    tags = {extension: client.get(f"/agenda.{extension}")["ETag"] for extension in FORMATS}

    registered(session)

    changed = {
        extension: client.get(f"/agenda.{extension}", headers={"if-none-match": tag}).status_code
        for extension, tag in tags.items()
    }
    assert changed == {"rss": 304, "json": 200, "csv": 200}


def test_each_may_be_kept_for_as_long_as_it_stays_true(client):
    kept = {extension: client.get(f"/agenda.{extension}")["Cache-Control"] for extension in FORMATS}

    assert kept == {
        "rss": "public, max-age=300",
        "json": "public, max-age=60",
        "csv": "public, max-age=60",
    }


@pytest.mark.parametrize("extension", FORMATS)
def test_a_reader_may_ask_for_the_head_and_change_nothing(client, extension):
    SessionFactory()
    whole, head = client.get(f"/agenda.{extension}"), client.head(f"/agenda.{extension}")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    assert client.post(f"/agenda.{extension}").status_code == 405


def test_pages_of_other_sites_may_read_the_json_alone(client):
    answers = {extension: client.get(f"/agenda.{extension}") for extension in FORMATS}
    unchanged = client.get("/agenda.json", headers={"if-none-match": answers["json"]["ETag"]})

    allowed = {name: answer.headers.get("Access-Control-Allow-Origin") for name, answer in answers.items()}
    assert allowed == {"rss": None, "json": "*", "csv": None}
    assert unchanged["Access-Control-Allow-Origin"] == "*"


def test_the_table_is_saved_under_a_readable_name(client):
    TerritoryFactory()

    names = [client.get(f"/agenda.csv{query}")["Content-Disposition"] for query in ("", "?territoire=vosges")]

    assert names == [
        'attachment; filename="agenda-e-parentalite.csv"',
        'attachment; filename="agenda-e-parentalite-vosges.csv"',
    ]


@pytest.mark.parametrize("extension", FORMATS)
def test_the_link_to_join_is_in_none(client, extension):
    SessionFactory(online=True)
    SessionFactory(join_url="https://visio.example.org/salle")

    assert b"visio.example" not in client.get(f"/agenda.{extension}").content


def test_a_session_that_is_over_leaves_them(client, site):
    session = SessionFactory(day=on("2027-03-13"), start=time(9), end=time(11))
    site.move_to(session.ends_at)
    assert session.ends_at <= timezone.now()

    assert [pages_in(client.get(f"/agenda.{extension}")) for extension in FORMATS] == [[], [], []]

"""The agenda as a table, as a spreadsheet opens it."""

import csv
import io
from datetime import UTC, datetime, time

import pytest
import time_machine

from content import spreadsheets
from content.models import SchoolLevel
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
)

MARK = b"\xef\xbb\xbf"


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        yield clock


def table(client, path="/agenda.csv"):
    return list(
        csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig"), newline=""), delimiter=";")
    )


def row(client):
    """``{heading: cell}`` of the only session."""
    headings, only = table(client)
    return dict(zip(headings, only, strict=True))


@pytest.mark.django_db
def test_the_facts_in_words_under_readable_headings(client):
    workshop = WorkshopPageFactory(
        title="Le téléphone de mon enfant",
        themes=[ThemeFactory(), ThemeFactory(slug="jeux-video", name="Jeux vidéo")],
        levels=SchoolLevel.objects.filter(code__in=["college", "lycee"]),
    )
    session = SessionFactory(
        activity=workshop,
        day=on("2027-03-13"),
        start=time(9, 30),
        end=time(11, 30),
        capacity=4,
        full=True,
        waiting=2,
        languages=["ar"],
    )

    assert row(client) == {
        "Référence": session.ref,
        "Titre": "Le téléphone de mon enfant",
        "Sorte": "Atelier",
        "État": "Publiée",
        "Date": "2027-03-13",
        "Début": "09:30",
        "Date de fin": "2027-03-13",
        "Fin": "11:30",
        "Fuseau horaire": "Europe/Paris",
        "Où": "Sur place",
        "Territoire": "Vosges",
        "Lieu": "Médiathèque d’Épinal",
        "Commune": "Épinal",
        "Langues parlées": "arabe",
        "Thèmes": "Contrôle parental, Jeux vidéo",
        "Niveaux scolaires": "Collège, Lycée",
        "Places": "4",
        "Places restantes": "0",
        "Familles en attente": "2",
        "Inscription": "Liste d’attente",
        "Page": f"https://parents.example/seances/{session.ref}/",
    }


@pytest.mark.django_db
def test_what_has_no_limit_and_no_place_is_left_empty(client):
    SessionFactory(activity=EventPageFactory(), online=True, capacity=None, registration_mode="none")

    found = row(client)

    assert (found["Sorte"], found["Où"], found["Niveaux scolaires"]) == (
        "Événement",
        "En ligne",
        "Tous niveaux",
    )
    empty = ["Territoire", "Lieu", "Commune", "Places", "Places restantes"]
    assert [found[heading] for heading in empty] == [""] * 5
    assert found["Inscription"] == "Entrée libre, sans inscription"


@pytest.mark.django_db
def test_hours_are_local_and_a_night_ends_on_its_next_day(client):
    TerritoryFactory(guadeloupe=True)
    SessionFactory(guadeloupe=True, day=on("2027-03-13"), start=time(22), end=time(1))

    found = row(client)

    when = ["Date", "Début", "Date de fin", "Fin", "Fuseau horaire"]
    assert [found[heading] for heading in when] == [
        "2027-03-13",
        "22:00",
        "2027-03-14",
        "01:00",
        "America/Guadeloupe",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("situation", "state", "registration"),
    [
        ({}, "Publiée", "Inscriptions ouvertes"),
        ({"cancelled": True}, "Annulée", "Inscriptions closes"),
        ({"postponed": True}, "Reportée", "Inscriptions closes"),
        ({"full": True, "waiting_capacity": 0}, "Publiée", "Complet"),
        (
            {"registration_opens_at": datetime(2027, 3, 2, tzinfo=UTC)},
            "Publiée",
            "Inscriptions pas encore ouvertes",
        ),
    ],
)
def test_its_state_and_whether_one_may_register(client, situation, state, registration):
    SessionFactory(**situation)

    assert (row(client)["État"], row(client)["Inscription"]) == (state, registration)


@pytest.mark.django_db
def test_it_has_the_mark_of_utf_8_and_lines_that_end_as_the_rule_says(client):
    SessionFactory()
    SessionFactory()

    content = client.get("/agenda.csv").content

    assert content.startswith(MARK)
    assert (content.count(b"\r\n"), content.count(b"\n"), content.count(b"\r")) == (3, 3, 3)


@pytest.mark.django_db
def test_without_a_session_there_are_the_headings(client):
    assert [len(line) for line in table(client)] == [21]


@pytest.mark.django_db
def test_a_title_and_a_venue_never_run_as_a_formula(client):
    begun = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", "  =", "\u00a0="]
    for start in begun:
        workshop = WorkshopPageFactory(title=f"{start}1+1")
        SessionFactory(activity=workshop, venue=VenueFactory(name=f"{start}cmd|calc"))

    content = client.get("/agenda.csv").content

    assert content.count(b";'") == 2 * len(begun)
    for sign in "=+-@＝＋－＠":
        written = 6 if sign == "=" else 1
        assert content.count(f";'{sign}1+1;".encode()) == written
        assert content.count(f";'{sign}cmd|calc;".encode()) == written


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", b"'=1+1"),
        ("+1", b"'+1"),
        ("-1", b"'-1"),
        ("@SUM(A1)", b"'@SUM(A1)"),
        ("\t1", b"'\t1"),
        ("\r1", b'"\'\r1"'),
        ("  =1", b"'  =1"),
        ("\n=1", b"\"'\n'=1\""),
        ("＝1", "'＝1".encode()),
        ("＋1", "'＋1".encode()),
        ("－1", "'－1".encode()),
        ("＠1", "'＠1".encode()),
        ("Atelier;=1", b'"Atelier;\'=1"'),
        ("Atelier,=1", b"Atelier,'=1"),
        ("Atelier, =1", b"Atelier,' =1"),
        ('Atelier; "=1"', b'"Atelier;\' ""=1"""'),
        ("Atelier\n=1", b'"Atelier\n\'=1"'),
        ("C’est 1 = 1 ; oui - non", '"C’est 1 = 1 ; oui - non"'.encode()),
        ("C’est 1 = 1, oui - non", "C’est 1 = 1, oui - non".encode()),
        (-3, b"-3"),
        (2.5, b"2.5"),
        (None, b""),
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text_and_nothing_else_changes(cell, written):
    assert spreadsheets.to_csv([["x", cell]]) == MARK + b"x;" + written + b"\r\n"

"""What a facilitator ran, in the columns and words of La Coop de la médiation numérique."""

import csv
import io
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
    registered,
)
from tests.workshops.offices import desk
from tests.workshops.translated import in_english
from workshops import booking

pytestmark = pytest.mark.django_db

ADDRESS = "/animation/la-coop.csv"
BEFORE, NOW = datetime(2027, 3, 1, 8, tzinfo=UTC), datetime(2027, 4, 1, 8, tzinfo=UTC)
WHEN = {"day": on("2027-03-13"), "start": time(9, 30), "end": time(11)}
HEADINGS = [
    "Date",
    "Type",
    "Nom de l’atelier",
    "Durée (min)",
    "Durée exacte (min)",
    "Canaux d’accompagnement",
    "Lieu",
    "Commune",
    "Code INSEE",
    "Thématique(s) d’accompagnement",
    "Précisions sur la thématique",
    "Niveau de l’atelier",
    "Matériel numérique utilisé",
    "Participants inscrits",
    "Nombre de participants",
]


@pytest.fixture
def clock():
    """Sessions are made before they are held, and read after."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def facilitator():
    return UserFactory(facilitator=True, territory=TerritoryFactory())


def run_by(facilitator, **fields):
    return SessionFactory(**{"facilitators": [facilitator], **WHEN, **fields})


def table(clock, facilitator, address=ADDRESS, **period):
    clock.move_to(NOW)
    content = desk(facilitator).get(address, period).content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def rows(clock, facilitator, **period):
    """``{heading: cell}`` of each session."""
    headings, *lines = table(clock, facilitator, **period)
    return [dict(zip(headings, line, strict=True)) for line in lines]


def only_row(clock, facilitator):
    (row,) = rows(clock, facilitator)
    return row


def reported(registration, **came):
    type(registration).objects.filter(pk=registration.pk).update(**came)


def test_one_line_per_session_in_the_words_of_la_coop(clock, facilitator):
    workshop = WorkshopPageFactory(
        title="Le téléphone de mon enfant",
        difficulty="intermediaire",
        themes=[ThemeFactory(), ThemeFactory(slug="suivi-scolarite", name="Suivre la scolarité")],
    )
    session = run_by(facilitator, activity=workshop)
    came = registered(session, heads=3)
    registered(session, heads=2)
    reported(came, came_adults=1, came_children=1)

    assert table(clock, facilitator) == [
        HEADINGS,
        [
            "2027-03-13",
            "Atelier collectif",
            "Le téléphone de mon enfant",
            "90",
            "",
            "Lieu d’activité",
            "Médiathèque d’Épinal",
            "Épinal",
            "88160",
            "Parentalité",
            "Utiliser une plateforme de suivi scolaire, Dangers pour mon enfant & harcèlement",
            "Intermédiaire",
            "",
            "5",
            "2",
        ],
    ]


def test_on_line_it_is_at_a_distance_and_nowhere(clock, facilitator):
    run_by(facilitator, online=True)

    row = only_row(clock, facilitator)

    where = ["Canaux d’accompagnement", "Lieu", "Commune", "Code INSEE"]
    assert [row[heading] for heading in where] == ["À distance", "", "", ""]


@pytest.mark.parametrize(
    ("minutes", "nearest", "exact"),
    [(10, "15", "10"), (60, "60", ""), (75, "90", "75"), (100, "90", "100"), (390, "120", "390")],
)
def test_a_duration_is_one_of_la_coop_s_with_the_exact_one_beside_it(
    clock, facilitator, minutes, nearest, exact
):
    end = (datetime(2027, 3, 13, 9, 30) + timedelta(minutes=minutes)).time()
    run_by(facilitator, end=end)

    row = only_row(clock, facilitator)

    assert (row["Durée (min)"], row["Durée exacte (min)"]) == (nearest, exact)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("suivi-scolarite", "Utiliser une plateforme de suivi scolaire"),
        ("devoirs-apprendre", "Sites et logiciels éducatifs"),
        ("cyberharcelement", "Dangers pour mon enfant & harcèlement"),
        ("orientation", ""),
        ("un-theme-nouveau", ""),
    ],
)
def test_a_theme_is_below_parentalite_with_what_la_coop_says_of_it(clock, facilitator, slug, words):
    theme = ThemeFactory(slug=slug, name=slug.replace("-", " "))
    run_by(facilitator, activity=WorkshopPageFactory(themes=[theme]))

    row = only_row(clock, facilitator)

    themes = (row["Thématique(s) d’accompagnement"], row["Précisions sur la thématique"])
    assert themes == ("Parentalité", words)


def test_an_event_has_no_level_and_an_open_door_nobody_registered(clock, facilitator):
    run_by(facilitator, activity=EventPageFactory(), open_door=True)

    row = only_row(clock, facilitator)

    people = ["Niveau de l’atelier", "Participants inscrits", "Nombre de participants"]
    assert [row[heading] for heading in people] == ["", "", ""]


def test_those_who_wait_or_cancelled_are_not_counted(clock, facilitator):
    session = run_by(facilitator, capacity=3)
    registered(session, heads=2)
    booking.cancel(registered(session, heads=1).enrolment)
    registered(session, heads=3)

    row = only_row(clock, facilitator)

    assert (row["Participants inscrits"], row["Nombre de participants"]) == ("2", "")


def test_nobody_came_is_not_the_same_as_nothing_reported(clock, facilitator):
    session = run_by(facilitator)
    reported(registered(session, heads=2), absent=True)

    row = only_row(clock, facilitator)

    assert (row["Participants inscrits"], row["Nombre de participants"]) == ("2", "0")


def test_only_one_s_own_that_were_held_oldest_first(clock, facilitator):
    workshop = WorkshopPageFactory()
    days = {"activity": workshop, "day": on("2027-03-20")}
    run_by(facilitator, **days)
    run_by(facilitator, activity=workshop)
    run_by(facilitator, **days, cancelled=True)
    run_by(facilitator, **days, postponed=True)
    run_by(facilitator, **days, draft=True)
    run_by(facilitator, activity=workshop, day=on("2027-04-10"))
    run_by(UserFactory(), **days)

    assert [row["Date"] for row in rows(clock, facilitator)] == ["2027-03-13", "2027-03-20"]


def test_within_a_period_first_and_last_day_included(clock, facilitator):
    workshop = WorkshopPageFactory()
    for day in ("2027-03-12", "2027-03-13", "2027-03-14", "2027-03-15"):
        run_by(facilitator, activity=workshop, day=on(day))

    found = rows(clock, facilitator, du="2027-03-13", au="2027-03-14")

    assert [row["Date"] for row in found] == ["2027-03-13", "2027-03-14"]


@pytest.mark.parametrize("period", [{"du": "hier"}, {"au": "2027-02-31"}])
def test_a_broken_day_matches_nothing(clock, facilitator, period):
    run_by(facilitator)

    assert table(clock, facilitator, **period) == [HEADINGS]


def test_somebody_without_a_session_gets_the_headings(clock):
    assert table(clock, UserFactory()) == [HEADINGS]


def test_it_is_la_coop_s_french_in_every_language(clock, facilitator):
    workshop = WorkshopPageFactory(title="Le téléphone de mon enfant")
    in_english(workshop, "My child’s phone")
    run_by(facilitator, activity=workshop)

    french = table(clock, facilitator)

    assert french[1][2] == "Le téléphone de mon enfant"
    assert table(clock, facilitator, f"/en{ADDRESS}") == french


def test_no_family_is_named(clock, facilitator):
    registered(run_by(facilitator), name="Famille Dupuis", email="dupuis@demo.test")
    clock.move_to(NOW)

    content = desk(facilitator).get(ADDRESS).content

    assert content.count(b"Atelier collectif") == 1
    assert b"upuis" not in content


def test_a_title_never_runs_as_a_formula(clock, facilitator):
    run_by(facilitator, activity=WorkshopPageFactory(title="=1+1"), venue=VenueFactory(name="@A1"))

    row = only_row(clock, facilitator)

    assert (row["Nom de l’atelier"], row["Lieu"]) == ("'=1+1", "'@A1")


@pytest.mark.parametrize("language", ["", "/en"])
def test_it_is_for_those_who_sign_in(client, language):
    answer = client.get(f"{language}{ADDRESS}")

    assert answer.status_code == 302
    assert answer["Location"] == f"{language}/compte/login/?next={language}{ADDRESS}"


def test_it_is_kept_by_no_cache_and_saved_under_a_readable_name(facilitator):
    answer = desk(facilitator).get(ADDRESS)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="la-coop.csv"'


def test_as_many_queries_for_one_session_as_for_thirty(clock, facilitator):
    def more(number):
        clock.move_to(BEFORE)
        for rank in range(number):
            theme = ThemeFactory(slug=f"theme-{rank}", name=f"Thème {rank}")
            workshop = WorkshopPageFactory(themes=[theme])
            run_by(facilitator, activity=workshop, venue=VenueFactory(), full=True, capacity=2)
        clock.move_to(NOW)

    def queries():
        client = desk(facilitator)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(ADDRESS)
        return answer.content.count(b"Atelier collectif"), len(captured)

    more(1)
    _one, for_one = queries()
    more(29)

    assert queries() == (30, for_one)

"""What four readers that did not write our calendars make of them. ``read`` is each in turn."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from territories.zones import GUADELOUPE, PARIS
from tests.ical.readings import Reading
from tests.workshops.calendars import HOUR, at, feed_of, file_of, library, online, session, workshop
from workshops.models import State

pytestmark = pytest.mark.no_database


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = "https://parents.example"


# Hours ----------------------------------------------------------------------------------------

#: The instants at which the clocks of Paris change.
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2030, 3, 31, 1, tzinfo=UTC),
    datetime(2030, 10, 27, 1, tzinfo=UTC),
]
PARIS_INSTANTS = [
    datetime(2027, 1, 16, 8, 30, tzinfo=UTC),
    datetime(2027, 7, 15, 10, 0, tzinfo=UTC),
    *(change + n * HOUR / 2 for change in CHANGES for n in range(-6, 7)),
]
GUADELOUPE_INSTANTS = [
    datetime(2027, 1, 16, 13, 30, tzinfo=UTC),
    datetime(2027, 1, 17, 3, 30, tzinfo=UTC),  # 23:30 the day before
    datetime(2027, 7, 15, 18, 0, tzinfo=UTC),
    datetime(2027, 7, 16, 3, 30, tzinfo=UTC),  # 23:30 the day before
    *(change + shift for change in CHANGES for shift in (-HOUR / 2, 0 * HOUR, HOUR / 2, 5 * HOUR / 2)),
]


def hours(readings):
    return [(reading.uid, reading.start, reading.end) for reading in readings]


def true_hours(sessions):
    found = [(str(session.uid), session.starts_at, session.ends_at) for session in sessions]
    return sorted(found, key=lambda hours: (hours[1], hours[0]))


def test_the_nights_held_here_are_those_when_clocks_change_in_paris_and_not_in_guadeloupe():
    def shift(change, name):
        before, after = ((change + step).astimezone(ZoneInfo(name)) for step in (-HOUR / 60, 0 * HOUR))
        return abs(after.utcoffset() - before.utcoffset())

    assert [(shift(change, PARIS), shift(change, GUADELOUPE)) for change in CHANGES] == [(HOUR, 0 * HOUR)] * 6


@pytest.mark.parametrize(("zone", "instants"), [(PARIS, PARIS_INSTANTS), (GUADELOUPE, GUADELOUPE_INSTANTS)])
def test_a_reader_finds_our_instants_in_winter_in_summer_and_in_both_nights_of_change(zone, instants, read):
    sessions = [at(instant, zone) for instant in instants]

    found = [hours(read(file_of(session))) for session in sessions]

    assert found == [true_hours([session]) for session in sessions]


def test_a_reader_finds_them_all_in_one_feed_of_both_zones(read):
    sessions = [at(instant, PARIS) for instant in PARIS_INSTANTS]
    sessions += [at(instant, GUADELOUPE) for instant in GUADELOUPE_INSTANTS]

    assert hours(read(feed_of(sessions, name="Agenda"))) == true_hours(sessions)


def test_an_empty_feed_has_no_event(read):
    assert read(feed_of([], name="Agenda")) == []


# Words ----------------------------------------------------------------------------------------

#: What folding, escaping and decoding may each break: a backslash before a comma, at the end of a
#: line and alone, characters of several code points, another direction, and hundreds of octets.
HARD = "\n".join([
    "Mère, père ; enfants : « ça va » \U0001f468\u200d\U0001f469\u200d\U0001f467, Œuvre, 100 % \"jeux\" ; a=b:c",
    "C:\\Jeux , D:\\ ; \\\\ et \\",
    "اللقاء مع الآباء، الساعة",
    "L’été à la médiathèque, c’est déjà l’école ; " * 12 + "fin.",
])  # fmt: skip
WHEN = "Samedi 13 mars 2027 de 9\u00a0h\u00a030 à 11\u00a0h\u00a030"
ADDRESS = "Médiathèque, 1 rue de la Paix, 88000 Épinal"
PLACE = (
    f"Lieu\u00a0: {ADDRESS}\nPour entrer\u00a0: Porte B, une rampe.\nPour venir\u00a0: Bus 3, arrêt Mairie."
)
BRING = "À apporter\u00a0:\n- Son téléphone\n- Le mot de passe"
NOTE = "À savoir\u00a0: Venez un peu avant."
PAGE = "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/"
SUMMARY = "On règle ensemble son téléphone."
SITUATIONS = {
    "plain": (
        lambda: session(),
        {"description": [SUMMARY, WHEN, PLACE, BRING, NOTE, PAGE]},
    ),
    "cancelled": (
        lambda: session(state=State.CANCELLED, sequence=3),
        {
            "summary": "Annulé\u00a0: Le téléphone de mon enfant",
            "status": "CANCELLED",
            "sequence": 3,
            "description": ["Cette séance est annulée.", SUMMARY, WHEN, PLACE, BRING, NOTE, PAGE],
        },
    ),
    "postponed": (
        lambda: session(state=State.POSTPONED),
        {
            "summary": "Reporté\u00a0: Le téléphone de mon enfant",
            "status": "CANCELLED",
            "sequence": 1,
            "description": [
                "Cette séance est reportée. Sa nouvelle date n’est pas encore connue.",
                *(SUMMARY, WHEN, PLACE, BRING, NOTE, PAGE),
            ],
        },
    ),
    "online": (
        lambda: online(),
        {
            "location": "En ligne",
            "description": [
                *(SUMMARY, WHEN),
                "En ligne\u00a0: la page de la séance dit comment la rejoindre.",
                *(BRING, NOTE, PAGE),
            ],
        },
    ),
    "hard words": (
        lambda: session(
            activity=workshop(title=HARD[:200].replace("\n", " "), summary=HARD, bring=[]),
            venue=library(name="L’Abri ; salle \\ 2 ;", access="", transport=""),
            note=HARD,
        ),
        {
            "summary": HARD[:200].replace("\n", " "),
            "location": "L’Abri ; salle \\ 2 ;, 1 rue de la Paix, 88000 Épinal",
            "description": [
                *(HARD, WHEN, "Lieu\u00a0: L’Abri ; salle \\ 2 ;, 1 rue de la Paix, 88000 Épinal"),
                *(f"À savoir\u00a0: {HARD}", PAGE),
            ],
        },
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_reader_finds_the_words_that_were_put_in(situation, read):
    make, expected = SITUATIONS[situation]
    row = make()

    found = read(file_of(row))

    plain = {
        "uid": "0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111",
        "start": datetime(2027, 3, 13, 8, 30, tzinfo=UTC),
        "end": datetime(2027, 3, 13, 10, 30, tzinfo=UTC),
        "summary": "Le téléphone de mon enfant",
        "status": "CONFIRMED",
        "location": ADDRESS,
        "url": "https://parents.example/seances/bcdfghjk/",
        "sequence": 0,
    }
    description = "\n\n".join(expected["description"])
    assert found == [Reading(**(plain | expected | {"description": description}))]

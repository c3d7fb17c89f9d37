"""What a session's calendar says, to everyone and to its families (RFC 5545, RFC 7986)."""

import uuid

import pytest
import vobject
from django.utils import translation
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from content.models import Theme
from territories.models import Commune
from territories.zones import GUADELOUPE
from tests.workshops.calendars import (
    JOIN_URL,
    REVISED,
    at,
    feed_of,
    file_of,
    library,
    lines,
    online,
    session,
    values,
    words,
    workshop,
)
from workshops import calendar
from workshops.models import Session, State, Venue, WorkshopPage


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = "https://parents.example"


def test_an_event_says_all_that_a_family_needs_on_the_way():
    assert lines(file_of(session()))[-18:] == [
        "BEGIN:VEVENT",
        "SUMMARY;LANGUAGE=fr:Le téléphone de mon enfant",
        "DTSTART;TZID=Europe/Paris:20270313T093000",
        "DTEND;TZID=Europe/Paris:20270313T113000",
        "DTSTAMP:20270201T120005Z",
        "UID:0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111",
        "SEQUENCE:0",
        "CATEGORIES:Contrôle parental,Jeux vidéo",
        "CREATED:20270104T090000Z",
        "DESCRIPTION;LANGUAGE=fr:On règle ensemble son téléphone.\\n\\n"
        "Samedi 13 mars 2027 de 9\u00a0h\u00a030 à 11\u00a0h\u00a030\\n\\n"
        "Lieu\u00a0: Médiathèque\\, 1 rue de la Paix\\, 88000 Épinal\\n"
        "Pour entrer\u00a0: Porte B\\, une rampe.\\nPour venir\u00a0: Bus 3\\, arrêt Mairie.\\n\\n"
        "À apporter\u00a0:\\n- Son téléphone\\n- Le mot de passe\\n\\n"
        "À savoir\u00a0: Venez un peu avant.\\n\\n"
        "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/",
        "GEO:48.174389;-6.45",
        "LAST-MODIFIED:20270201T120005Z",
        "LOCATION;LANGUAGE=fr:Médiathèque\\, 1 rue de la Paix\\, 88000 Épinal",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://parents.example/seances/bcdfghjk/",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_feed_names_itself_and_says_how_often_to_come_back_before_anything_else():
    assert lines(feed_of([session()], name="Ateliers, dans les Vosges; \\ 2027"))[:10] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//e-parentalite//agenda//FR",
        "CALSCALE:GREGORIAN",
        "NAME:Ateliers dans les Vosges 2027",
        "X-WR-CALNAME:Ateliers dans les Vosges 2027",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
    ]


def test_an_empty_feed_still_holds_one_zone():
    written = lines(feed_of([], name="Agenda"))

    assert [line for line in written if line.startswith("BEGIN:V")] == ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE"]
    assert vobject.readOne(feed_of([], name="Agenda").decode()).name == "VCALENDAR"


def test_zones_stand_once_before_the_events_and_only_those_used():
    both = feed_of([at(REVISED), at(REVISED, GUADELOUPE), at(REVISED)], name="Agenda")
    components = [line for line in lines(both) if line.startswith(("BEGIN:V", "TZID:"))]

    assert components == [
        "BEGIN:VCALENDAR",
        *("BEGIN:VTIMEZONE", "TZID:America/Guadeloupe", "BEGIN:VTIMEZONE", "TZID:Europe/Paris"),
        *["BEGIN:VEVENT"] * 3,
    ]
    assert values(file_of(at(REVISED, GUADELOUPE)), "TZID") == ["America/Guadeloupe"]


def test_the_same_event_stands_in_every_public_calendar_and_the_same_rows_give_the_same_bytes():
    row = session()

    assert calendar.event(row) in feed_of([row], name="Agenda")
    assert calendar.event(row) in file_of(row)
    assert feed_of([row], name="Agenda") == feed_of([session()], name="Agenda")


# States ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "summary", "first_words"),
    [
        (State.CANCELLED, "Annulé\u00a0: Le téléphone de mon enfant", "Cette séance est annulée."),
        (State.POSTPONED, "Reporté\u00a0: Le téléphone de mon enfant", "Cette séance est reportée."),
    ],
)
def test_a_session_called_off_stays_says_so_and_frees_the_hour(state, summary, first_words):
    written = feed_of([session(state=state)], name="Agenda")

    assert words(written, "SUMMARY") == summary
    assert words(written, "DESCRIPTION").startswith(first_words)
    assert [values(written, name) for name in ("STATUS", "TRANSP", "SEQUENCE")] == [
        ["CANCELLED"],
        ["TRANSPARENT"],
        ["1"],
    ]


def test_a_session_that_was_changed_says_since_when():
    written = file_of(session(sequence=1, changed_at=REVISED))

    assert words(written, "SUMMARY") == "Le téléphone de mon enfant"
    assert words(written, "DESCRIPTION").startswith(
        "Mise à jour le lundi 1er février 2027 à 13\u00a0h\u00a0: vérifiez la date, l’heure et le lieu."
    )


def test_the_sequence_is_that_of_the_session():
    assert values(file_of(session(sequence=3)), "SEQUENCE") == ["3"]
    assert values(file_of(session(sequence=3, state=State.CANCELLED)), "SEQUENCE") == ["3"]


# Join link -------------------------------------------------------------------------------------


def test_a_public_calendar_gives_no_join_link():
    for row in (online(), session(join_url=JOIN_URL)):
        for written in (feed_of([row], name="Agenda"), file_of(row)):
            assert "visio.example" not in "".join(lines(written))
            assert "En ligne\u00a0: la page de la séance" in words(written, "DESCRIPTION")
    assert words(file_of(online()), "LOCATION") == "En ligne"
    assert values(file_of(online()), "GEO") == []


# Bytes ----------------------------------------------------------------------------------------


def test_a_long_text_with_accents_and_emoji_is_folded_between_characters():
    note = "Été 👩‍👧 à la plage, c’est l’heure; éteignons 🎉\n" * 120

    written = file_of(session(note=note))

    assert words(written, "DESCRIPTION").split("À savoir\u00a0: ")[1].startswith(note.strip())


def test_texts_lose_their_control_characters_and_their_broken_lines():
    row = session(
        activity=workshop(title="E\u0301crans\x00\r\net\u2028jeux\ttard\x85!"),
        venue=library(name="Salle\u000b 2", access="a\r\nb\x07\ud800\ufffdc"),
        note="Dossier C:\\Nouveau; 5 \\ 2",
    )

    written = file_of(row)

    assert words(written, "SUMMARY") == "Écrans et jeux tard !"
    assert words(written, "LOCATION") == "Salle 2, 1 rue de la Paix, 88000 Épinal"
    assert "Pour entrer\u00a0: a\nbc\n" in words(written, "DESCRIPTION")
    assert "À savoir\u00a0: Dossier C:/Nouveau; 5 \\ 2\n" in words(written, "DESCRIPTION")


@effort(max_examples=60, deadline=None)
@given(st.text(), st.text())
def test_whatever_is_typed_every_line_can_be_read(title, note):
    row = session(activity=workshop(title=f"Atelier {title}"), note=note)

    lines(feed_of([row], name=f"Agenda {title}"))


def test_a_title_too_long_for_a_reader_is_cut():
    row = session(activity=workshop(title="é" * 255), state=State.CANCELLED)

    assert words(file_of(row), "SUMMARY") == f"Annulé\u00a0: {'é' * 245}…"


def test_what_is_not_known_is_left_out():
    activity = workshop(themes=(), bring=[])
    venue = library(street="", latitude=None, longitude=None, access="", transport="")
    written = file_of(session(activity=activity, venue=venue, note=""))

    assert words(written, "DESCRIPTION").split("\n\n")[2:] == [
        "Lieu\u00a0: Médiathèque, 88000 Épinal",
        "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/",
    ]
    assert values(written, "GEO") + values(written, "CATEGORIES") == []


def test_a_category_has_no_separator_and_more_than_one_letter():
    written = file_of(session(activity=workshop(themes=("Vélo, trottinette", "x"))))

    assert values(written, "CATEGORIES") == ["Vélo trottinette"]


# Languages ------------------------------------------------------------------------------------


def test_words_say_which_language_they_are_in():
    page = workshop(title="My child’s phone", locale=Locale(language_code="en"))
    translated, untranslated = session(), session()
    translated.activity_shown, untranslated.activity_shown = page, untranslated.activity
    with translation.override("en"):
        english, french = file_of(translated), file_of(untranslated)

    assert "SUMMARY;LANGUAGE=en:My child’s phone" in lines(english)
    assert "SUMMARY;LANGUAGE=fr:Le téléphone de mon enfant" in lines(french)
    assert "LOCATION;LANGUAGE=fr:Médiathèque\\, 1 rue de la Paix\\, 88000 Épinal" in lines(english)
    assert values(english, "URL") == ["https://parents.example/en/seances/bcdfghjk/"]
    assert values(english, "PRODID") == ["-//e-parentalite//agenda//EN"]
    assert values(english, "UID") == values(french, "UID")


# Queries --------------------------------------------------------------------------------------


def stored(number):
    """That many published sessions, each of its own workshop, at its own venue."""
    root = Page.get_first_root_node()
    commune = Commune.objects.create(
        insee="88160", name="Épinal", department="88", latitude=48.2, longitude=6.4
    )
    for rank in range(number):
        page = root.add_child(
            instance=WorkshopPage(title=f"Atelier {rank}", slug=f"a{rank}", summary="On essaie.")
        )
        page.themes.add(Theme.objects.get_or_create(slug=f"t{rank % 3}", name=f"Thème {rank % 3}")[0])
        page.save()
        venue = Venue.objects.create(name=f"Salle {rank}", postal_code="88000", commune=commune)
        row = session(ref=f"bcd{rank}", uid=uuid.uuid4(), activity=page.activitypage_ptr, venue=venue)
        row.local_date = row.when.start.date()
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_feed_asks_no_query_beyond_those_that_find_its_sessions(language, django_assert_num_queries):
    stored(10)
    with translation.override(language):
        rows = Session.objects.public().cards()

        with django_assert_num_queries(0):
            content = feed_of(rows, name="Agenda")

    assert len(values(content, "UID")) == 10
    assert len(values(content, "CATEGORIES")) == 10

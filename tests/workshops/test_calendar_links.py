"""Addresses that put a date, or a feed, in a calendar: what they say, and what they never say."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from territories.zones import GUADELOUPE
from tests.workshops.calendars import JOIN_URL, file_of, library, online, session, words, workshop
from workshops import calendar_links

LONGEST = 2000


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = "https://parents.example"


def read(address):
    """``(host and path, {parameter: value})``, as a reader of addresses decodes them."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert len(pairs) == len(dict(pairs))
    assert (parts.fragment, address.isascii()) == ("", True)
    return parts.netloc + parts.path, dict(pairs)


def both(shown):
    links = calendar_links.of_session(shown)
    return [links.google, links.outlook]


def test_google_gets_the_date_in_utc_and_the_session_s_own_zone():
    assert read(calendar_links.of_session(session()).google) == (
        "calendar.google.com/calendar/render",
        {
            "action": "TEMPLATE",
            "text": "Le téléphone de mon enfant",
            "dates": "20270313T083000Z/20270313T103000Z",
            "ctz": "Europe/Paris",
            "details": "On règle ensemble son téléphone.\n\n"
            "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/",
            "location": "Médiathèque, 1 rue de la Paix, 88000 Épinal",
        },
    )


def test_outlook_gets_the_same():
    assert read(calendar_links.of_session(session()).outlook) == (
        "outlook.live.com/calendar/0/deeplink/compose",
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": "Le téléphone de mon enfant",
            "startdt": "2027-03-13T08:30:00Z",
            "enddt": "2027-03-13T10:30:00Z",
            "body": "On règle ensemble son téléphone.\n\n"
            "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/",
            "location": "Médiathèque, 1 rue de la Paix, 88000 Épinal",
        },
    )


def test_the_instants_are_those_of_utc_on_both_sides_of_a_change_of_hour():
    summer = session(
        starts_at=datetime(2027, 3, 27, 23, 30, tzinfo=UTC), ends_at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    )
    carnival = session(zone=GUADELOUPE)

    assert read(calendar_links.of_session(summer).google)[1]["dates"] == "20270327T233000Z/20270328T013000Z"
    _path, query = read(calendar_links.of_session(carnival).google)
    assert (query["dates"], query["ctz"]) == ("20270313T083000Z/20270313T103000Z", "America/Guadeloupe")


def test_the_place_is_the_one_that_the_file_says():
    here = session(venue=library(street="", name="Salle A ; porte « B »"))

    for shown in (here, online()):
        location = words(file_of(shown), "LOCATION")
        assert [read(address)[1]["location"] for address in both(shown)] == [location, location]


def test_the_link_to_join_is_in_no_address():
    for shown in (online(), session(join_url=JOIN_URL)):
        queries = [read(address)[1] for address in both(shown)]
        assert [value for query in queries for value in query.values() if "visio" in value] == []


def test_what_means_something_in_an_address_is_only_a_letter_there():
    title = "Écrans & co = 100 % + #1 ? « 2/3 » ; a:b @ l’école"
    shown = session(activity=workshop(title=title, summary="Une\r\nligne\u2028puis\tdeux\x00."))

    google, outlook = (read(address)[1] for address in both(shown))

    assert (google["text"], outlook["subject"]) == (title, title)
    assert google["details"].split("\n\n")[0] == outlook["body"].split("\n\n")[0] == "Une\nligne\npuis deux."
    assert [address for address in both(shown) if "+" in address or " " in address] == []


@pytest.mark.django_db
def test_in_another_language_the_words_and_the_page_are_that_one_s():
    with translation.override("ar"):
        address = calendar_links.of_session(online()).google
        _path, query = read(address)
        assert query["details"].endswith("https://parents.example/ar/seances/bcdfghjk/")
        assert query["location"] == str(translation.gettext("En ligne"))


@effort(max_examples=60, deadline=None)
@given(
    title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=255),
    summary=st.text(st.characters(codec="utf-8"), max_size=300),
    street=st.text(st.characters(codec="utf-8"), max_size=200),
)
def test_no_address_is_longer_than_servers_take(title, summary, street):
    shown = session(activity=workshop(title=title, summary=summary), venue=library(street=street))

    addresses = both(shown)

    assert [len(address) for address in addresses if len(address) > LONGEST] == []
    assert all(
        words.endswith("https://parents.example/seances/bcdfghjk/")
        for words in (read(addresses[0])[1]["details"], read(addresses[1])[1]["body"])
    )


def test_words_are_cut_before_the_place_and_the_title():
    shown = session(activity=workshop(summary="é" * 300), venue=library(street="rue " * 50))

    _path, query = read(calendar_links.of_session(shown).google)

    assert query["text"] == "Le téléphone de mon enfant"
    assert query["location"] == words(file_of(shown), "LOCATION")
    assert query["details"].startswith("é" * 150)
    assert query["details"].split("\n\n")[0].strip("é") == "…"
    assert LONGEST - 6 <= len(calendar_links.of_session(shown).google) <= LONGEST


def test_a_place_too_long_without_words_is_cut_before_the_title():
    title = "é" * 200
    shown = session(activity=workshop(title=title), venue=library(street="à" * 200))

    _path, query = read(calendar_links.of_session(shown).google)

    assert query["text"] == title
    assert query["location"].endswith("à…")
    assert query["details"] == "La page de la séance\u00a0: https://parents.example/seances/bcdfghjk/"


def test_a_feed_is_followed_by_webcal_and_fetched_by_its_own_address():
    url = "https://parents.example/agenda.ics?territoire=vosges&q=jeux+vid%C3%A9o"

    links = calendar_links.of_feed(url, "Ateliers – Vosges & co")

    assert links.subscribe == "webcal://parents.example/agenda.ics?territoire=vosges&q=jeux+vid%C3%A9o"
    assert links.download == url
    assert read(links.google) == ("calendar.google.com/calendar/r", {"cid": links.subscribe})
    assert read(links.outlook) == (
        "outlook.live.com/calendar/0/addfromweb",
        {"url": url, "name": "Ateliers – Vosges & co"},
    )


def test_a_feed_of_this_machine_keeps_its_port():
    links = calendar_links.of_feed("http://localhost:8000/agenda.ics", "Ateliers")

    assert links.subscribe == "webcal://localhost:8000/agenda.ics"

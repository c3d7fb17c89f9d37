"""The agenda as RSS, as a feed reader takes it."""

from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
import time_machine
from bs4 import BeautifulSoup

from content.models import Theme
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
)
from tests.workshops.offices import plain
from workshops.models import Session, Venue

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def channel(client, path="/agenda.rss"):
    return ElementTree.fromstring(client.get(path).content).find("channel")


def only_item(client, path="/agenda.rss"):
    (item,) = channel(client, path).iterfind("item")
    return item


def paragraphs(item):
    html = BeautifulSoup(item.findtext("description"), "html.parser")
    return [plain(paragraph.get_text()) for paragraph in html.find_all("p")]


def phone_session(**fields):
    workshop = WorkshopPageFactory(
        title="Le téléphone de mon enfant",
        summary="On règle ensemble son téléphone.",
        themes=[ThemeFactory(), ThemeFactory(slug="jeux-video", name="Jeux vidéo")],
    )
    fields = {"day": on("2027-03-13"), "start": time(9, 30), "end": time(11), **fields}
    return SessionFactory(activity=workshop, **fields)


def test_an_item_says_when_what_and_where(client):
    session = phone_session(languages=["ar"], note="Venez un peu avant.")

    item = only_item(client)

    assert plain(item.findtext("title")) == "samedi 13 mars 2027 : Le téléphone de mon enfant (Épinal)"
    assert item.findtext("link") == f"https://parents.example/seances/{session.ref}/"
    assert paragraphs(item) == [
        "On règle ensemble son téléphone.",
        "Samedi 13 mars 2027 de 9 h 30 à 11 h",
        "Médiathèque d’Épinal, Épinal",
        "arabe",
        "Venez un peu avant.",
    ]
    assert [category.text for category in item.iterfind("category")] == ["Contrôle parental", "Jeux vidéo"]


def test_it_is_known_by_its_uid_and_dated_by_its_revision(client, site):
    session = phone_session()
    Session.objects.filter(pk=session.pk).update(revised_at=datetime(2027, 2, 20, 12, 30, tzinfo=UTC))

    item = only_item(client)

    guid = item.find("guid")
    assert (guid.text, guid.attrib) == (f"urn:uuid:{session.uid}", {"isPermaLink": "false"})
    assert item.findtext("pubDate") == "Sat, 20 Feb 2027 12:30:00 +0000"
    assert parsedate_to_datetime(channel(client).findtext("lastBuildDate")) == datetime(
        2027, 2, 20, 12, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("situation", "title", "first"),
    [
        ({"cancelled": True}, "Annulé : samedi 13 mars 2027 : Le tél", "Cette séance est annulée."),
        (
            {"postponed": True},
            "Reporté : samedi 13 mars 2027 : Le tél",
            "Cette séance est reportée. Sa nouvelle date n’est pas encore connue.",
        ),
    ],
)
def test_one_called_off_says_so_first(client, situation, title, first):
    phone_session(**situation)

    item = only_item(client)

    assert plain(item.findtext("title")) == f"{title}éphone de mon enfant (Épinal)"
    assert paragraphs(item)[0] == first


def test_on_line_and_in_guadeloupe(client):
    TerritoryFactory(guadeloupe=True)
    phone_session(venue=None, join_url="https://visio.example.org/salle")
    SessionFactory(guadeloupe=True, day=on("2027-03-14"), start=time(22), end=time(23))

    online, there = channel(client).iterfind("item")

    assert plain(online.findtext("title")).endswith("(En ligne)")
    assert plain(there.findtext("title")).startswith("dimanche 14 mars 2027 : ")
    assert "Dimanche 14 mars 2027 de 22 h à 23 h (heure de Guadeloupe)" in paragraphs(there)


def test_the_channel_says_what_it_is_where_its_page_and_itself_are_and_in_which_language(client):
    TerritoryFactory()

    found = channel(client, "/en/agenda.rss?territoire=vosges&q=")

    itself = found.find("{http://www.w3.org/2005/Atom}link")
    assert found.findtext("title").endswith(" – Vosges")
    assert found.findtext("link") == "https://parents.example/en/agenda/?territoire=vosges"
    assert itself.attrib == {"rel": "self", "href": "https://parents.example/en/agenda.rss?territoire=vosges"}
    assert found.findtext("language") == "en"


def test_an_empty_one_claims_no_date(client):
    found = channel(client)

    assert [element.tag for element in found][:3] == ["title", "link", "description"]
    assert (found.find("item"), found.find("lastBuildDate")) == (None, None)


@pytest.mark.parametrize("broken", ["\x0b", "\x1f", "\x01", "\x85", "\ufffe", "\uffff", "\u2028"])
def test_characters_that_xml_may_not_hold_do_not_break_it(client, broken):
    session = phone_session(note=f"Venez{broken}.")
    session.activity.title = session.activity.summary = f"Le télé{broken}phone"
    session.activity.save(clean=False)
    Venue.objects.update(name=f"Salle{broken}A")
    Theme.objects.filter(slug="jeux-video").update(name=f"Jeux{broken}vidéo")

    item = only_item(client)

    words = "".join(element.text for element in item)
    assert [part for part in ("Le télé", "Venez", "Salle", "Jeux") if part not in words] == []
    assert broken not in words


def test_words_that_look_like_html_are_shown_as_they_were_written(client):
    phone_session(note="Moins de 6 ans < 12 ans & <b>gratuit</b>", venue=VenueFactory(name="A & B"))

    item = only_item(client)

    assert paragraphs(item)[-1] == "Moins de 6 ans < 12 ans & <b>gratuit</b>"
    assert "A & B, Épinal" in paragraphs(item)

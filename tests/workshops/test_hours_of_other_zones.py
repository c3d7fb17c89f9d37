"""A session that one joins on line says its hours in every zone of ours, wherever its date is written."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from bs4 import BeautifulSoup

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, registered
from tests.workshops.offices import plain
from tests.workshops.situations import page_of
from workshops import notices, scheduling

pytestmark = pytest.mark.django_db

LINK = "https://visio.example/parents"
BOTH_HOURS = {
    "fr": "de 20 h à 21 h (heure de Paris), soit de 15 h à 16 h (heure de Guadeloupe)",
    "en": "from 20:00 to 21:00 (Paris time), that is from 15:00 to 16:00 (Guadeloupe time)",
    "ar": "من 20:00 إلى 21:00 (توقيت Paris)، أي من 15:00 إلى 16:00 (توقيت Guadeloupe)",
}


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR = tmp_path / "sms"
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield traveller


def evening(**other):
    """A national session, on line alone."""
    return SessionFactory(
        **{"venue": None, "territory": None, "join_url": LINK, "start": time(20), "end": time(21), **other}
    )


def read(html):
    return plain(" ".join(BeautifulSoup(html, "html.parser").get_text(" ").split()))


@pytest.mark.parametrize("language", BOTH_HOURS)
def test_the_mail_of_a_national_session_says_every_hour(language):
    registered(evening(), email="camille@demo.test", language=language)

    message = Message.objects.get()

    assert [BOTH_HOURS[language] in words for words in (plain(message.text), read(message.html))] == [
        True
    ] * 2


@pytest.mark.parametrize("language", BOTH_HOURS)
def test_the_text_message_of_a_national_session_says_every_hour(language):
    registered(evening(), email="", phone="+33612345678", language=language)

    assert BOTH_HOURS[language] in plain(Message.objects.get().text)


@pytest.mark.parametrize("contact", [{"email": "camille@demo.test"}, {"email": "", "phone": "+33612345678"}])
def test_a_change_says_every_hour_of_what_was(contact):
    session = evening()
    registered(session, **contact)

    scheduling.cancel(session, reason="La salle est fermée.", by=None)

    assert BOTH_HOURS["fr"] in plain(Message.objects.get(kind="session_changed").text)


def test_the_team_that_telephones_reads_every_hour():
    session = evening(facilitators=[UserFactory(facilitator=True)])

    notices.to_telephone(registered(session))

    message = Message.objects.get(kind="team_telephone")
    assert [BOTH_HOURS["fr"] in words for words in (plain(message.text), read(message.html))] == [True] * 2


@pytest.mark.parametrize(
    ("language", "hours"),
    [
        ("fr", "de 15 h à 16 h (heure de Guadeloupe)"),
        ("en", "from 15:00 to 16:00 (Guadeloupe time)"),
        ("ar", "من 15:00 إلى 16:00 (توقيت Guadeloupe)"),
    ],
)
def test_every_page_with_its_date_says_every_hour(client, language, hours):
    session = evening()
    prefix = "" if language == "fr" else f"/{language}"
    pages = {
        "card": client.get(f"{prefix}/agenda/"),
        "session": client.get(f"{prefix}/seances/{session.ref}/"),
        "form": client.get(f"{prefix}/seances/{session.ref}/inscription/"),
        "slip": page_of(client, registered(session).enrolment, prefix),
    }

    said = {name: hours in read(page.content.decode()) for name, page in pages.items()}

    assert said == dict.fromkeys(pages, True)


def test_on_site_the_hours_of_others_are_not_said(client):
    session = SessionFactory(start=time(20), end=time(21))
    registered(session, email="camille@demo.test")

    words = [Message.objects.get().text, client.get("/agenda/").content.decode()]

    assert ["Guadeloupe" in said for said in words] == [False, False]

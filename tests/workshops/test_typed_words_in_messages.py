"""What anybody types into a form stands in nothing that is sent: the address typed beside it may be anybody's."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone

from outbox.mail import compose
from outbox.models import Message
from tests.factories import UserFactory
from tests.workshops.situations import act, course, own_calendar, saturday
from workshops import booking, notices, scheduling
from workshops.models import Enrolment

pytestmark = pytest.mark.django_db

#: One word for each free field, that no sentence of ours has.
NAME, HELPER, MESSAGE = "Zywarnoque", "Zyhelpique", "Zymessique"
TYPED = {
    "name": NAME,
    "adults": "1",
    "language": "fr",
    "helper": HELPER,
    "agreed": "on",
    "needs": ["wheelchair"],
    "message": f"{MESSAGE} sur http://gains.example",
    "consent": "on",
}
CONTACTS = {"email": {"email": "camille@demo.test"}, "sms": {"phone": "06 12 34 56 78"}}


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR = tmp_path / "sms"
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield traveller


def joined_by_form(session, language="", **contact):
    """The enrolment that the public form makes."""
    answer = Client().post(f"{language}/seances/{session.ref}/inscription/", {**TYPED, **contact})
    assert answer.status_code == 303, answer.context["form"].errors
    return Enrolment.objects.latest("pk")


def everything_that_is_ever_written(contact, *, language=""):
    """Each kind of message once at least, for a family that filled every free field of the form."""
    client, manager = Client(), UserFactory(facilitator=True)
    confirmed = joined_by_form(saturday(facilitators=[manager]), language, **contact)
    row = confirmed.registrations.get()
    act(client, confirmed, "change", adults="2", needs=["wheelchair"], message=MESSAGE, consent="on")
    booking.send_links(
        email_key=confirmed.email_key, phone_key="" if confirmed.email else confirmed.phone_key
    )
    if confirmed.email:
        booking.send_data(confirmed)
    notices.reminder(row, 3)
    notices.thanks(row)
    notices.to_telephone(row)
    leave()
    afternoon = {"start": datetime(2027, 3, 13, 15).time(), "end": datetime(2027, 3, 13, 17).time()}
    scheduling.move(row.session, **afternoon, reason="La salle est prise.", by=None)
    act(client, confirmed, "cancel")
    for date in [*course()[:1], saturday(capacity=4, full=True)]:
        enrolment = joined_by_form(date, language, **contact)
        rows = list(enrolment.registrations.all())
        if rows[0].status == "waiting":
            leaving = date.registrations.confirmed().exclude(enrolment=enrolment).get()
            booking.cancel(leaving.enrolment)
            leave()
            notices.offer_lapsed(enrolment, rows)
    return list(Message.objects.all())


def leave():
    """The worker has sent all that waits, so that nothing later takes it back."""
    Message.objects.waiting().update(sent_at=timezone.now())


def spoken(message):
    """All that leaves of one message: its headers and parts as they go, its text."""
    mail = compose(message).message()
    parts = [part.get_payload(decode=True).decode() for part in mail.walk() if not part.is_multipart()]
    return "\n".join(
        [*(f"{name}: {value}" for name, value in mail.items()), *parts, message.subject, message.text]
    )


@pytest.mark.parametrize("language", ["", "/en", "/ar"])
@pytest.mark.parametrize("way", CONTACTS)
def test_no_word_of_the_form_stands_in_any_message(language, way):
    messages = everything_that_is_ever_written(CONTACTS[way], language=language)

    said = {
        (message.kind, word)
        for message in messages
        for word in (NAME, HELPER, MESSAGE, "gains.example")
        if word in spoken(message).replace("\r\n ", "")
    }
    assert said == set()


def test_the_messages_looked_at_are_of_every_kind_that_has_a_template():
    messages = [
        message for contact in CONTACTS.values() for message in everything_that_is_ever_written(contact)
    ]

    folders = {"email": "emails", "sms": "sms"}
    frames = {"base", "dates", "foot"}
    to_staff = {"password_reset", "page_schedule"}  # of no family
    for channel, folder in folders.items():
        written = {message.kind for message in messages if message.channel == channel}
        templates = {path.stem for path in Path(site_settings.ROOT, "templates", folder).glob("*.txt")}
        assert written == templates - frames - to_staff


def test_an_invitation_names_the_address_alone():
    joined_by_form(saturday(), **CONTACTS["email"])

    invited = Message.objects.get(kind="registered").calendar.replace("\r\n ", "")
    attendee = next(line for line in invited.splitlines() if line.startswith("ATTENDEE"))
    assert (attendee.rpartition(":mailto:")[2], "CN=" in attendee) == ("camille@demo.test", False)


def test_a_family_s_own_calendar_has_no_word_of_the_form(client):
    enrolment = joined_by_form(saturday(), **CONTACTS["email"])

    calendar = own_calendar(client, enrolment).decode().replace("\r\n ", "")
    assert [word for word in (NAME, HELPER, MESSAGE) if word in calendar] == []


def test_the_family_reads_on_its_own_page_what_no_message_says(client):
    enrolment = joined_by_form(saturday(), **CONTACTS["email"])

    page = client.get(enrolment.get_absolute_url()).content.decode()
    assert [word for word in (NAME, HELPER, MESSAGE) if word in page] == [NAME, HELPER, MESSAGE]


def test_who_is_registered_by_the_team_reads_who_did_it():
    animator = UserFactory(facilitator=True, first_name="Dominique", last_name="Exemple")
    booking.register(
        saturday(),
        contact=booking.Contact(NAME, email="camille@demo.test"),
        party=booking.Party(),
        helper=animator,
    )

    assert "C’est Dominique Exemple qui vous a inscrits" in Message.objects.get(kind="registered").text

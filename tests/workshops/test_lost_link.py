"""A family that has lost its link has it sent again; a stranger learns nothing from asking."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox import jobs
from outbox.models import Channel, Message
from privacy.limits import Limit
from tests.factories import SessionFactory, on
from tests.workshops.families import EMAIL, PHONE, camille
from workshops import booking
from workshops.models import RegistrationEvent
from workshops.views import finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR = tmp_path / "sms"
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def ask_for_link(client, contact, **request):
    return client.post("/inscriptions/", {"action": "send_link", "contact": contact}, **request)


def links():
    """The messages that hold a link that was lost, once the worker has seen to it."""
    jobs.run_all()
    return Message.objects.filter(kind="link_again")


@pytest.mark.parametrize(
    ("contact", "way"),
    [
        (EMAIL, (Channel.EMAIL, EMAIL)),
        ("CAMILLE@demo.test", (Channel.EMAIL, EMAIL)),
        ("06 12 34 56 78", (Channel.SMS, "+33612345678")),
    ],
)
def test_a_lost_link_goes_the_way_that_was_asked(client, contact, way):
    enrolment = camille()

    ask_for_link(client, contact)

    message = links().get()
    assert (message.channel, message.recipient) == way
    assert f"/inscriptions/{enrolment.token}/" in message.text


def test_a_lost_link_goes_by_text_message_to_who_has_a_phone_alone(client):
    enrolment = camille(email="")

    ask_for_link(client, "06 12 34 56 78")

    message = links().get()
    assert (message.channel, message.recipient) == (Channel.SMS, PHONE)
    assert f"/inscriptions/{enrolment.token}/" in message.text


@pytest.mark.parametrize("contact", ["autre@demo.test", "06 98 76 54 32"])
def test_nobody_learns_whether_a_contact_is_known(client, contact):
    camille()

    known, unknown = ask_for_link(client, EMAIL), ask_for_link(client, contact)

    for answer in (known, unknown):
        assert (answer.status_code, answer["Location"]) == (303, "/inscriptions/lien-envoye/")
    assert [message.recipient for message in links()] == [EMAIL]
    assert "Si ce contact est inscrit" in client.get(known["Location"]).content.decode()


@pytest.mark.parametrize("known", [EMAIL, "06 12 34 56 78"])
def test_asking_does_the_same_whether_or_not_the_contact_is_known(client, known):
    camille()

    def statements(contact):
        with CaptureQueriesContext(connection) as queries:
            ask_for_link(client, contact)
        return [re.sub(r"'.*?'|\d+", "…", query["sql"]) for query in queries]

    assert statements(known) == statements("dominique@demo.test")


def test_each_registration_of_the_contact_has_its_own_message(client):
    first, second = camille(), camille()

    ask_for_link(client, EMAIL)

    assert {message.about for message in links()} == {
        f"enrolment:{first.pk}",
        f"enrolment:{second.pk}",
    }


def test_a_link_is_sent_once_an_hour_and_the_page_is_the_same(client, clock):
    camille()
    first, again = ask_for_link(client, EMAIL), ask_for_link(client, "06 12 34 56 78")
    within_the_hour = links().count()
    clock.shift(timedelta(minutes=61))
    ask_for_link(client, EMAIL)

    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    assert (within_the_hour, links().count()) == (1, 2)


def test_who_asks_too_often_for_a_contact_reads_the_same_page_and_nothing_is_noted(client):
    camille()
    times = finding.LINKS_TO_CONTACT.most + 2

    answers = [ask_for_link(client, EMAIL).status_code for _time in range(times)]

    assert set(answers) == {303}
    assert links().count() == 1
    assert RegistrationEvent.objects.filter(verb="asked_again").count() == finding.LINKS_TO_CONTACT.most


def test_one_address_cannot_ask_for_everybody_s_links(client, monkeypatch):
    camille()
    monkeypatch.setattr(finding, "LINKS_FROM_ADDRESS", Limit("links asked from an address", most=2))
    for number in range(2):
        ask_for_link(client, f"famille{number}@demo.test")

    answer = ask_for_link(client, EMAIL)

    assert answer.status_code == 429
    assert 600 <= int(answer["Retry-After"]) <= 1201
    assert links().count() == 0


def test_no_link_is_sent_to_what_is_erased_or_long_over(client, clock):
    camille()
    booking.erase(camille(SessionFactory(day=on("2027-05-08"))))
    clock.move_to(datetime(2027, 4, 13, tzinfo=UTC))

    ask_for_link(client, EMAIL)

    assert links().count() == 0

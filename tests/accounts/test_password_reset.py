"""The link for a new password: to the right address, for a short time, and nobody learns who has an account."""

import logging
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import password_reset
from accounts.password_reset import link_for
from content.logs import WithoutTokens
from outbox import delivery, jobs
from outbox.models import Message, State
from privacy.retention import purge
from tests.factories import PASSWORD, UserFactory

User = get_user_model()
pytestmark = pytest.mark.django_db

SITE = "https://parents.example"


@pytest.fixture(autouse=True)
def light(settings):
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_DIR = None
    settings.BASE_URL = SITE


@pytest.fixture
def person():
    return UserFactory(email="lea@demo.test")


def ask(client, email="lea@demo.test", path="/compte/password/reset/", **request):
    return client.post(path, {"email": email}, **request)


def sent_links(client, **how):
    ask(client, **how)
    jobs.run_all()
    return Message.objects.filter(kind="password_reset")


def ask_often(client):
    """More often than is answered."""
    for _time in range(password_reset.LINKS_THAT_SERVE.most + 1):
        ask(client)
    jobs.run_all()


def links_that_serve():
    """Those of the mails that open their form to somebody who comes with nothing else."""
    links = [re.search(rf"{SITE}(/\S+)", message.text)[1] for message in Message.objects.all()]
    return [link for link in links if not Client().get(link, follow=True).context.get("token_fail")]


def test_the_link_is_of_the_site_whatever_name_it_was_asked_by(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]

    message = sent_links(client, headers={"host": "pirate.example:8443"}).get()

    assert set(re.findall(r"https?://[^/\s\"<]+", message.text + message.html)) == {SITE}
    assert (message.subject, message.recipient) == ("Choisissez un nouveau mot de passe", "lea@demo.test")


def test_the_link_is_written_in_the_language_it_was_asked_in(client, person):
    message = sent_links(client, path="/en/compte/password/reset/").get()

    assert message.language == "en"
    assert f"{SITE}/en/compte/password/reset/key/" in message.text


@pytest.mark.parametrize("email", ["lea@demo.test", "LEA@demo.test", "personne@demo.test"])
def test_the_request_does_the_same_whether_or_not_there_is_an_account(client, person, email):
    ask(client)

    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, email)

    asked = [
        query["sql"] for query in queries if "accounts_user" in query["sql"] or "emailaddress" in query["sql"]
    ]
    assert asked == []
    assert (answer.status_code, answer.url) == (302, "/compte/password/reset/done/")


def test_an_unknown_address_is_written_nothing(client):
    assert list(sent_links(client, email="personne@demo.test")) == []


def test_one_mailbox_is_not_filled_and_the_answer_stays_the_same(client, person):
    answers = [ask(client) for _time in range(password_reset.LINKS_THAT_SERVE.most + 3)]

    jobs.run_all()

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/compte/password/reset/done/")}
    assert Message.objects.count() == password_reset.LINKS_THAT_SERVE.most


def sign_in():
    form = {"login": "lea@demo.test", "password": PASSWORD}
    assert Client().post("/compte/login/", form).status_code == 302


def change_address():
    person = User.objects.get()
    person.email = "autre@demo.test"
    person.save()


def be_signed_out_everywhere():
    User.objects.sign_out_everywhere()


@pytest.mark.parametrize("change", [sign_in, change_address, be_signed_out_everywhere])
def test_links_that_are_worth_nothing_any_more_stand_in_the_way_of_none(client, person, change):
    ask_often(client)
    change()

    messages = sent_links(client, email=User.objects.get().email)

    assert (messages.count(), len(links_that_serve())) == (password_reset.LINKS_THAT_SERVE.most + 1, 1)


def test_an_owner_who_signs_in_often_is_sent_few_links_and_always_has_one(client, person, time_machine):
    time_machine.move_to("2027-03-13T12:00:00+00:00", tick=False)
    sent = []

    for _time in range(6):
        ask_often(client)
        sent.append(Message.objects.count())
        serving = len(links_that_serve())
        time_machine.shift(60)
        sign_in()

    most = password_reset.LINKS_TO_MAILBOX.most
    assert sent == [5, 10, most, most + 1, most + 2, most + 3]
    assert serving == 1


def test_whoever_asks_for_two_days_leaves_the_owner_a_link_that_serves(client, person, time_machine):
    time_machine.move_to("2027-03-13T00:00:00+00:00", tick=False)
    sent = [0]

    for _hours in range(16):
        ask_often(client)
        sent.append(Message.objects.count())
        serving = len(links_that_serve())
        time_machine.shift(3 * 60 * 60)

    most = password_reset.LINKS_TO_MAILBOX.most
    assert (sent[8], sent[16] - sent[8]) == (most + 1, most)
    assert serving > 0


def test_the_words_of_a_link_are_gone_once_it_has_left(client, person, mailoutbox):
    sent_links(client)

    delivery.record(delivery.attempt(delivery.claim()))

    message = Message.objects.get()
    assert message.state == State.SENT
    assert (message.subject, message.text, message.html, message.headers) == ("", "", "", {})
    assert len(mailoutbox) == 1


def test_the_words_of_a_link_are_gone_once_it_is_worth_nothing(client, person, time_machine, settings):
    time_machine.move_to("2027-03-13T12:00:00+00:00", tick=False)
    sent_links(client)

    time_machine.shift(settings.PASSWORD_RESET_TIMEOUT)
    purge()

    message = Message.objects.get()
    assert (message.state, message.text, message.html, message.recipient) == (State.DEAD_LETTER, "", "", "")


def test_a_link_is_a_file_here_after_its_words_have_gone(client, person, settings, tmp_path):
    settings.OUTBOX_TRANSPORT, settings.MAIL_DIR = "outbox.backends.FileTransport", tmp_path
    sent_links(client)

    delivery.record(delivery.attempt(delivery.claim()))

    assert [path.suffix for path in tmp_path.iterdir()] == [".eml"]
    assert Message.objects.get().text == ""


def test_nobody_of_the_team_reads_a_link(client, person, admin_user):
    link = re.search(r"key/(\S+)/", sent_links(client).get().text)[1]
    client.force_login(admin_user)

    page = client.get(reverse("outbox_messages:index")).content.decode()

    assert ("Nouveau mot de passe" in page, link in page) == (True, False)


def test_a_log_line_holds_no_link(person):
    record = logging.LogRecord("django", logging.WARNING, "", 0, "Not Found: %s", (link_for(person),), None)

    WithoutTokens().filter(record)

    assert record.getMessage() == f"Not Found: {SITE}/compte/password/reset/key/…/"


def test_a_link_serves_once(client, person):
    link = link_for(person)
    form = client.get(link, follow=True)
    answers = {"password1": "une-toute-autre-phrase", "password2": "une-toute-autre-phrase"}

    client.post(form.context["action_url"], answers)

    assert client.get(link, follow=True).context["token_fail"] is True

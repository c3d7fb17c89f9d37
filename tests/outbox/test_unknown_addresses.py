"""Only an address that does not exist is written to no more. Whatever else came back says nothing of it."""

import io
import sys
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from outbox import delivery, statuses
from outbox.models import Message, State
from outbox.queue import note_bounce, write_again

from .letters import SayingTransport, letter
from .reports import EXIM, QMAIL, in_words, report

pytestmark = pytest.mark.django_db

HERE = "famille@courriel.example"


@pytest.fixture
def pipe(monkeypatch):
    """``pipe(content)``: what the command makes of a mail given to it."""

    def run(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("note_bounce")
        return came_back()

    return run


@pytest.fixture
def sent(mailoutbox):
    message = letter()
    delivery.record(delivery.attempt(delivery.claim()))
    return message


def came_back():
    """Whether the one message came back, its code, whether its address is written to no more."""
    message = Message.objects.get()
    return (message.state == State.BOUNCED, message.bounce_status, message.address_unknown)


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"])
def test_nobody_is_at_an_address_whose_server_says_so(pipe, sent, status):
    assert pipe(report(sent.pk, status=status)) == (True, status, True)


@pytest.mark.parametrize(
    "status",
    [
        *("4.1.1", "4.2.1", "4.2.2", "4.3.1", "4.4.1", "4.4.7", "4.7.0"),
        *("5.0.0", "5.1.4", "5.1.7", "5.1.8", "5.2.0", "5.2.1", "5.2.2", "5.2.3", "5.3.0", "5.3.4", "5.4.1"),
        *("5.4.6", "5.4.7", "5.5.0", "5.6.0", "5.6.1", "5.7.0", "5.7.1", "5.7.26", "5.7.606"),
    ],
)
def test_any_other_reason_says_nothing_of_the_address(pipe, sent, status):
    assert pipe(report(sent.pk, status=status, said="no words")) == (True, status, False)


@pytest.mark.parametrize(
    ("status", "said", "noted"),
    [
        ("5.0.0", "550 5.1.1 no such user", ("5.1.1", True)),
        ("5.0.0", "550-5.1.1 The email account that you tried to reach does not exist", ("5.1.1", True)),
        ("", "550 5.1.1 no such user", ("5.1.1", True)),
        ("5.0.0", "550 no such user at 192.5.1.1 nor 5.1.1.9", ("5.0.0", False)),
        ("5.2.2", "550 5.1.1 no such user", ("5.2.2", False)),
        ("5.1.1 (no such user)", "", ("5.1.1", True)),
        ("gone", "gone", ("", False)),
    ],
)
def test_a_code_is_read_where_it_stands(pipe, sent, status, said, noted):
    assert pipe(report(sent.pk, status=status, said=said)) == (True, *noted)


def test_an_address_to_which_theirs_forwards_is_not_theirs(pipe, sent):
    assert pipe(report(sent.pk, recipient="ailleurs@autre.example")) == (True, "5.1.1", False)


def test_the_address_is_theirs_whatever_its_case(pipe, sent):
    assert pipe(report(sent.pk, recipient=HERE.upper())) == (True, "5.1.1", True)


@pytest.mark.parametrize("kind", [EXIM, QMAIL])
@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("550 5.1.1 Adresse d au moins un destinataire invalide. OFR_416 [416]", ("5.1.1", True)),
        ("550 Unrouteable address", ("", False)),
        ("552 5.2.2 mailbox full", ("5.2.2", False)),
        ("550 5.7.1 blocked; it was 5.1.1 before", ("5.7.1", False)),
    ],
)
def test_a_report_in_words_is_noted_and_believed_as_far_as_its_code(pipe, sent, kind, said, noted):
    assert pipe(in_words(kind, sent.pk, said)) == (True, *noted)


@pytest.mark.parametrize("kind", [EXIM, QMAIL])
def test_a_report_in_words_about_no_message_of_ours_is_left_to_a_person(pipe, sent, kind):
    with pytest.raises(CommandError):
        pipe(in_words(kind, "20270313.1234", "550 5.1.1 no such user"))

    assert came_back() == (False, "", False)


@pytest.mark.parametrize(
    "words",
    [
        "Je suis absente. Erreur 5.1.1 ou pas, je reviens lundi.\n\n",
        "This is not a permanent error: famille@courriel.example was asked about 5.1.1.\n\n",
        "",
    ],
)
def test_an_answer_that_quotes_our_mail_is_no_report(pipe, sent, words):
    answer = f"From: {HERE}\nIn-Reply-To: <{sent.pk}@parents.example>\nSubject: Re: Votre inscription\n\n"
    quoted = f"> Message-ID: <{sent.pk}@parents.example>\n> Bonjour, à samedi.\n"

    with pytest.raises(CommandError, match="not a delivery report"):
        pipe((answer + words + quoted).encode())

    assert came_back() == (False, "", False)


def refused(code, words):
    return SMTPRecipientsRefused({HERE: (code, words)})


def try_to_send(settings, monkeypatch, error):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.SayingTransport"
    monkeypatch.setattr(SayingTransport, "error", error)
    letter()
    delivery.record(delivery.attempt(delivery.claim()))


@pytest.mark.parametrize(
    ("error", "noted"),
    [
        (refused(550, b"5.1.1 no such user"), ("5.1.1", True)),
        (refused(550, b"5.1.1 <famille@courriel.example>\n5.1.1 no such user"), ("5.1.1", True)),
        (refused(550, b"no such user"), ("550", False)),
        (refused(551, b"user not local"), ("551", False)),
        (refused(553, b"5.1.3 not an address"), ("5.1.3", True)),
        (refused(552, b"5.2.2 mailbox full"), ("5.2.2", False)),
        (refused(556, b"5.1.10 takes no mail"), ("5.1.10", True)),
        (SMTPDataError(554, b"5.6.0 refused"), ("5.6.0", False)),
        (SMTPDataError(550, b"5.1.1 no such user"), ("5.1.1", True)),
    ],
)
def test_what_a_server_refuses_for_good_came_back_and_is_not_tried_again(settings, monkeypatch, error, noted):
    try_to_send(settings, monkeypatch, error)

    assert came_back() == (True, *noted)
    assert list(Message.objects.waiting()) == []
    assert Message.objects.get().last_error.startswith(type(error).__name__)


@pytest.mark.parametrize(
    "error",
    [
        refused(450, b"4.2.0 greylisted"),
        refused(452, b"4.2.2 full for now"),
        refused(550, b"4.7.1 come back"),
        refused(550, b"5.7.1 relay access denied"),
        refused(554, b"5.7.1 your address is on a list"),
        refused(530, b"5.7.0 sign in first"),
        refused(503, b"5.5.1 bad sequence"),
        SMTPDataError(451, b"4.3.0 later"),
        SMTPDataError(554, b"5.7.1 looks like spam"),
        SMTPSenderRefused(550, b"5.1.8 who are you", "ne-pas-repondre@parents.example"),
        ConnectionRefusedError(),
    ],
)
def test_what_may_pass_later_is_tried_again(settings, monkeypatch, error):
    try_to_send(settings, monkeypatch, error)

    assert came_back() == (False, "", False)
    assert Message.objects.waiting().count() == 1


def test_a_refusal_after_the_claim_lapsed_is_the_other_worker_s_to_say(settings, monkeypatch, time_machine):
    time_machine.move_to("2027-03-13T12:00:00+00:00", tick=False)
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.SayingTransport"
    monkeypatch.setattr(SayingTransport, "error", refused(550, b"5.1.1 no such user"))
    letter()
    slow = delivery.attempt(delivery.claim())
    time_machine.shift(360)
    delivery.claim()

    delivery.record(slow)

    assert came_back() == (False, "", False)


def test_a_secret_that_came_back_has_no_words_left(settings, monkeypatch):
    message = letter(is_secret=True)
    Message.objects.update(attempts=1)

    note_bounce(message, status="5.1.1")

    assert Message.objects.get().text == ""


def test_an_address_is_written_to_again_once_somebody_says_so(sent):
    note_bounce(sent, status="5.1.1")

    assert [write_again(Message.objects.all()), write_again(Message.objects.all())] == [1, 0]
    assert came_back() == (True, "5.1.1", False)


@pytest.mark.parametrize(
    ("status", "address_unknown", "words"),
    [
        ("5.1.1", True, "L’adresse n’existe pas : nous n’y écrivons plus (5.1.1)"),
        ("", True, "L’adresse n’existe pas : nous n’y écrivons plus"),
        ("5.2.2", False, "La boîte est pleine (5.2.2)"),
        ("5.2.1", False, "La boîte est fermée pour le moment (5.2.1)"),
        ("5.7.1", False, "Le message est refusé, non l’adresse (5.7.1)"),
        ("4.4.7", False, "Le serveur du destinataire n’a pas répondu à temps (4.4.7)"),
        ("550", False, "Le serveur du destinataire n’en a pas voulu (550)"),
        ("", False, "Aucune raison n’est connue"),
    ],
)
def test_the_list_says_why_a_message_came_back(client, admin_user, sent, status, address_unknown, words):
    note_bounce(sent, status=status, address_unknown=address_unknown)
    client.force_login(admin_user)

    page = client.get(reverse("outbox_messages:index")).content.decode().replace("\N{NO-BREAK SPACE}", " ")

    assert words.replace("\N{NO-BREAK SPACE}", " ") in page
    assert ("Écrire à nouveau" in page) == address_unknown


def test_staff_has_an_address_written_to_again_and_it_is_kept_who(client, staff, sent):
    person = staff("view_message", "bounce_message")
    other = letter(cause="another", recipient=HERE.upper())
    Message.objects.filter(pk=other.pk).update(sent_at=other.created_at)
    for message in (sent, other):
        note_bounce(message, status="5.1.1")
    client.force_login(person)

    answer = client.post(reverse("outbox_messages:write_again", args=[sent.pk]))

    assert answer.status_code == 302
    assert list(Message.objects.to_unknown_addresses()) == []
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.object_id, entry.label) == (
        "outbox.write_again",
        person,
        str(sent.pk),
        f"confirmation {sent.pk}",
    )


@pytest.mark.parametrize("permissions", [["view_message"], ["view_message", "retry_message"]])
def test_others_have_no_address_written_to_again(client, staff, sent, permissions):
    note_bounce(sent, status="5.1.1")
    client.force_login(staff(*permissions))

    client.post(reverse("outbox_messages:write_again", args=[sent.pk]))

    assert came_back() == (True, "5.1.1", True)


def test_looking_at_the_address_of_the_button_changes_nothing(client, admin_user, sent):
    note_bounce(sent, status="5.1.1")
    client.force_login(admin_user)

    assert client.get(reverse("outbox_messages:write_again", args=[sent.pk])).status_code == 200
    assert came_back() == (True, "5.1.1", True)


@pytest.mark.no_database
@pytest.mark.parametrize("words", ["", "5", "5.1", "5.1.1.1", "15.1.1", "version 5.1.1234", "192.5.1.1"])
def test_what_only_looks_like_a_code_is_none(words):
    assert statuses.enhanced(words) == ""

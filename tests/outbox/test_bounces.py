import io
import os
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some

from outbox import bounces, delivery
from outbox.models import Message
from outbox.queue import note_bounce

from .letters import in_threads, letter
from .reports import NOTHING, RETURNED, RETURNED_HEADERS, report

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
SOMEBODY = "0b6e7a52-3f0e-4a55-9e2c-5a3b8a2f9d11"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pipe(monkeypatch, capsys):
    """A function: the mail server pipes a mail to the command, and reads its line."""

    def run(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("note_bounce")
        return capsys.readouterr().out

    return run


@pytest.fixture
def sent(mailoutbox):
    message = letter()
    delivery.record(delivery.attempt(delivery.claim()))
    return message


def bounced():
    return list(Message.objects.bounced())


def test_a_message_that_came_back_is_noted_once(sent, time_machine):
    time_machine.move_to(NOON, tick=False)
    assert note_bounce(sent) is True

    time_machine.shift(timedelta(hours=1))
    assert note_bounce(sent) is False

    assert Message.objects.get().bounced_at == NOON


def test_a_message_that_came_back_before_its_worker_noted_that_it_left_is_sent_no_more(mailoutbox):
    message = letter()
    outcome = delivery.attempt(delivery.claim())

    note_bounce(message)

    assert list(Message.objects.waiting()) == []
    delivery.record(outcome)
    assert bounced() == [message]


def test_a_message_given_up_that_came_back_had_left(mailoutbox):
    message = letter()
    Message.objects.update(failed_at=message.created_at, last_error="TimeoutError", attempts=8)

    note_bounce(message)

    assert (bounced(), list(Message.objects.dead_letters())) == ([message], [])


def test_a_message_that_never_left_did_not_come_back():
    message = letter()

    assert note_bounce(message) is False
    assert list(Message.objects.due()) == [message]


@pytest.mark.parametrize("returned", [RETURNED, RETURNED_HEADERS])
def test_a_report_that_returns_a_mail_is_noted(pipe, sent, returned):
    said = pipe(report(sent.pk, returned=returned))

    assert said == f"noted: confirmation {sent.pk} came back from where nobody is\n"
    assert bounced() == [sent]


@pytest.mark.parametrize(
    "header", ["Original-Message-ID", "X-Original-Message-ID", "References", "In-Reply-To"]
)
def test_a_report_that_returns_nothing_is_noted_by_what_it_answers(pipe, sent, header):
    pipe(report(returned=NOTHING, headers=f"{header}: <{sent.pk}@parents.example>"))

    assert bounced() == [sent]


def test_of_all_that_a_report_refers_to_the_last_is_what_came_back(pipe, sent):
    pipe(report(returned=NOTHING, headers=f"References: <{SOMEBODY}@x.example> <{sent.pk}@parents.example>"))

    assert bounced() == [sent]


def test_a_report_wrapped_by_a_filter_is_noted(pipe, sent):
    head = b'Content-Type: multipart/mixed; boundary="out"\n\n'

    pipe(head + b"--out\n" + report(sent.pk) + b"--out\nContent-Type: text/plain\n\nChecked.\n--out--\n")

    assert bounced() == [sent]


def test_the_name_of_the_site_may_have_changed_since(pipe, sent):
    pipe(report(sent.pk).replace(b"@parents.example>", b"@old.example>"))

    assert bounced() == [sent]


def test_the_same_report_twice_is_noted_once(pipe, sent):
    pipe(report(sent.pk))

    assert (
        pipe(report(sent.pk)) == f"nothing to note: confirmation {sent.pk} came back before, or never left\n"
    )


def test_a_blanked_message_is_noted_too(pipe, sent):
    Message.objects.update(recipient="", subject="", text="")

    pipe(report(sent.pk))

    assert bounced() == [sent]


@pytest.mark.parametrize("action", ["failed", "Failed", "FAILED (no such user)"])
def test_a_failure_is_read_however_it_is_written(pipe, sent, action):
    pipe(report(sent.pk, action=action))

    assert bounced() == [sent]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_mail_that_is_late_or_arrived_did_not_come_back(pipe, sent, action):
    assert pipe(report(sent.pk, action=action)).startswith("nothing to note")
    assert bounced() == []


@pytest.mark.parametrize(
    "content",
    [
        report(SOMEBODY),
        report("20270313.1234"),
        report(returned=NOTHING),
    ],
)
def test_a_report_about_no_message_of_ours_is_left_to_a_person(pipe, sent, content):
    with pytest.raises(CommandError, match="about no message of ours") as refusal:
        pipe(content)

    assert refusal.value.returncode == 1
    assert bounced() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Absente du bureau\n\nJe reviens lundi.\n",
        b'Content-Type: multipart/report; boundary="x"\n\n--x\n\n',
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)),
    ],
)
def test_any_other_mail_is_left_to_a_person(pipe, content):
    with pytest.raises(CommandError, match="not a delivery report") as refusal:
        pipe(content)

    assert refusal.value.returncode == 1


def test_what_the_command_says_holds_no_address(pipe, sent):
    assert "@" not in pipe(report(sent.pk))


@pytest.mark.django_db(transaction=True)
def test_without_the_database_the_mail_server_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(SOMEBODY))))

    def read_without_database():
        nowhere = {"NAME": "/nowhere/db", "HOST": "127.0.0.1", "PORT": 9}
        connection.settings_dict = connection.settings_dict | nowhere
        with pytest.raises(CommandError) as refusal:
            call_command("note_bounce")
        return refusal.value.returncode

    assert in_threads(1, read_without_database) == [os.EX_TEMPFAIL]


@pytest.mark.no_database
@given(some.data())
@effort(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_a_refusal_and_never_an_accident(data):
    content = bytearray(report(SOMEBODY))
    for _ in range(data.draw(some.integers(1, 8))):
        start = data.draw(some.integers(0, len(content)))
        content[start : start + data.draw(some.integers(0, 60))] = data.draw(some.binary(max_size=20))

    try:
        read = bounces.read(bytes(content))
    except bounces.NotAReportError:
        return
    assert isinstance(read.is_failure, bool)

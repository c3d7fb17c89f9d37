from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from outbox.models import Message, State
from outbox.queue import enqueue, retry

from .letters import in_threads, letter

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_same_cause_twice_is_one_message():
    first = letter(cause="registered:12:1", text="À samedi.")
    second = letter(cause="registered:12:1", text="À dimanche.")

    assert second == first
    assert list(Message.objects.values_list("text", flat=True)) == ["À samedi."]


def test_a_known_cause_leaves_the_callers_transaction_usable():
    letter(cause="registered:12:1")

    with transaction.atomic():
        letter(cause="registered:12:1")
        letter(cause="registered:13:1")

    assert Message.objects.count() == 2


def test_a_rollback_leaves_nothing_to_send():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letter()
        raise ZeroDivisionError

    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_cause_written_by_several_at_once_is_one_message():
    keys = in_threads(4, lambda: letter(cause="registered:12:1").pk)

    assert len(set(keys)) == 1
    assert Message.objects.count() == 1


def test_a_subject_is_one_line():
    message = letter(subject="Votre inscription\r\nBcc: autre@courriel.example\n")

    assert message.subject == "Votre inscription Bcc: autre@courriel.example"


def test_a_message_is_found_by_what_it_is_about():
    message = letter(cause="registered:12:1", about="enrolment:12")
    letter(cause="registered:13:1", about="enrolment:13")

    assert list(Message.objects.filter(about="enrolment:12")) == [message]


def test_a_message_shown_in_a_report_names_nobody():
    message = letter(kind="confirmation")

    assert str(message) == f"confirmation {message.pk}"


def test_a_message_is_waiting_then_sent_or_a_dead_letter_or_come_back():
    waiting, sent, dead, back = (letter(cause=cause) for cause in "abcd")
    Message.objects.filter(pk=sent.pk).update(sent_at=sent.created_at)
    Message.objects.filter(pk=dead.pk).update(failed_at=dead.created_at, last_error="NotSentError")
    Message.objects.filter(pk=back.pk).update(sent_at=back.created_at, bounced_at=back.created_at)

    assert list(Message.objects.in_state(State.WAITING)) == [waiting]
    assert list(Message.objects.in_state(State.SENT)) == [sent]
    assert list(Message.objects.in_state(State.DEAD_LETTER)) == [dead]
    assert list(Message.objects.in_state(State.BOUNCED)) == [back]
    assert [Message.objects.get(cause=cause).state for cause in "abcd"] == list(State)


def test_a_dead_letter_gets_its_tries_anew():
    dead = letter()
    Message.objects.update(failed_at=dead.created_at, last_error="NotSentError", attempts=8)

    assert retry(dead) is True
    assert list(Message.objects.due().values_list("attempts", "failed_at")) == [(0, None)]


def test_a_sent_message_is_not_retried():
    sent = letter()
    Message.objects.update(sent_at=sent.created_at)

    assert retry(sent) is False
    assert list(Message.objects.due()) == []


def test_an_anonymised_dead_letter_is_not_retried():
    dead = letter()
    Message.objects.update(failed_at=dead.created_at, last_error="NotSentError", recipient="")

    assert retry(dead) is False


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("message_waiting_has_a_recipient", {"recipient": ""}),
        ("message_method_is_a_known_one", {"calendar_method": "REFRESH"}),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        letter(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("message_is_not_both_sent_and_failed", {"sent_at": NOON, "failed_at": NOON, "last_error": "x"}),
        ("message_finished_is_claimed_by_nobody", {"sent_at": NOON, "claimed_until": NOON}),
        ("message_failed_says_why", {"failed_at": NOON}),
        ("message_bounced_had_left", {"bounced_at": NOON}),
    ],
)
def test_a_message_never_has_two_fates(constraint, fields):
    letter()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.update(**fields)


def test_every_personal_field_is_a_field_and_has_a_retention():
    fields = {field.name for field in Message._meta.fields}

    assert fields.issuperset(Message.personal_fields)
    assert str(Message.retention)


def test_a_cause_must_be_given():
    with pytest.raises(TypeError):
        enqueue(kind="a", recipient="b@c.example", language="fr", subject="d", text="e")

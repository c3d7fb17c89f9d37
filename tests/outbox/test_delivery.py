from datetime import UTC, datetime, timedelta

import pytest

from outbox import delivery
from outbox.models import Message

from .letters import in_threads, letter, text

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def try_once():
    message = delivery.claim()
    delivery.record(delivery.attempt(message))
    return Message.objects.get(pk=message.pk)


def test_a_due_message_is_sent_once(mailoutbox, clock):
    letter(subject="Votre inscription")

    message = try_once()

    assert (message.sent_at, message.attempts, message.claimed_until) == (NOON, 1, None)
    assert [mail.subject for mail in mailoutbox] == ["Votre inscription"]
    assert delivery.claim() is None


def test_the_oldest_message_leaves_first(clock):
    newer, older = letter(cause="newer"), letter(cause="older")
    Message.objects.filter(pk=older.pk).update(next_try_at=NOON - timedelta(hours=1))

    assert [delivery.claim(), delivery.claim()] == [older, newer]


def test_a_message_whose_time_has_not_come_waits(clock):
    letter()
    Message.objects.update(next_try_at=NOON + timedelta(seconds=1))

    assert delivery.claim() is None


def test_after_a_message_of_one_channel_the_other_goes_first(clock):
    first, second = text("a"), text("b")
    mail = letter("c")
    Message.objects.filter(pk=mail.pk).update(next_try_at=NOON)

    assert delivery.claim(after="sms") == mail
    assert [delivery.claim(after="sms"), delivery.claim(after="sms")] == [first, second]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_message():
    for number in range(6):
        letter(cause=f"registered:{number}")

    def claim_all():
        return [message.pk for message in iter(delivery.claim, None)]

    claimed = [pk for keys in in_threads(3, claim_all) for pk in keys]

    assert sorted(claimed) == sorted(Message.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_seen_by_others_before_the_message_leaves():
    letter()
    delivery.claim()

    assert in_threads(1, delivery.claim) == [None]


def test_a_killed_workers_claim_lapses(clock):
    message = letter()
    delivery.claim()

    clock.move_to(NOON + timedelta(minutes=5, seconds=-1), tick=False)
    assert delivery.claim() is None

    clock.move_to(NOON + timedelta(minutes=5), tick=False)
    assert delivery.claim() == message


def test_how_long_a_claim_lasts_is_a_setting(clock, settings):
    settings.OUTBOX_CLAIM_SECONDS = 1
    letter()

    assert delivery.claim().claimed_until == NOON + timedelta(seconds=1)


def test_a_message_that_kills_every_worker_ends_as_a_dead_letter(clock, mailoutbox):
    letter()
    for _ in range(8):
        delivery.claim()
        clock.shift(timedelta(minutes=5))

    message = try_once()

    assert message.is_dead_letter
    assert message.last_error == "ClaimLapsed"
    assert mailoutbox == []


def test_a_failed_message_is_tried_later_and_later_then_given_up(clock, settings):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.BusyTransport"
    letter()
    waits = []

    for _ in range(7):
        message = try_once()
        waits.append(message.next_try_at - message.created_at)
        Message.objects.update(next_try_at=NOON)
    last = try_once()

    minutes, hours = lambda n: timedelta(minutes=n), lambda n: timedelta(hours=n)
    assert waits == [minutes(1), minutes(5), minutes(30), hours(2), hours(6), hours(24), hours(24)]
    assert (last.failed_at, last.attempts, last.claimed_until) == (NOON, 8, None)
    assert delivery.claim() is None


@pytest.mark.parametrize(
    ("transport", "error"),
    [
        ("BusyTransport", "SMTPDataError 451"),
        ("RefusingTransport", "SMTPRecipientsRefused 550"),
        ("LazyTransport", "NotSentError"),
    ],
)
def test_the_last_error_and_the_log_hold_no_address(transport, error, settings, caplog):
    settings.OUTBOX_TRANSPORT = f"tests.outbox.letters.{transport}"
    letter()

    message = try_once()

    assert message.last_error == error
    assert "@" not in caplog.text


def test_a_message_that_cannot_be_composed_does_not_stop_the_next(mailoutbox):
    letter(cause="a", recipient="pas une adresse\nBcc: autre@courriel.example")
    letter(cause="b")

    assert [try_once().last_error, try_once().last_error] == ["BadHeaderError", ""]


def test_a_message_sent_after_its_claim_lapsed_is_sent_for_good(clock, settings, mailoutbox):
    letter()
    slow = delivery.attempt(delivery.claim())
    clock.shift(timedelta(minutes=6))
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.BusyTransport"
    other = delivery.attempt(delivery.claim())

    delivery.record(slow)
    delivery.record(other)

    message = Message.objects.get()
    assert (message.sent_at, message.failed_at, message.last_error) == (NOON + timedelta(minutes=6), None, "")


def test_a_failure_after_the_claim_lapsed_leaves_the_other_worker_its_claim(clock, settings):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.BusyTransport"
    letter()
    slow = delivery.attempt(delivery.claim())
    clock.shift(timedelta(minutes=6))
    other = delivery.claim()

    delivery.record(slow)

    assert Message.objects.get().claimed_until == other.claimed_until


def test_an_idle_look_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        delivery.claim()

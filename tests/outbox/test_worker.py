from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from outbox.models import Heartbeat, Message
from outbox.worker import Worker

from . import letters
from .letters import letter, text

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_worker_sends_until_nothing_is_due(mailoutbox):
    for number in range(3):
        letter(cause=f"registered:{number}")

    call_command("worker", "--until-empty")

    assert len(mailoutbox) == 3
    assert Message.objects.waiting().count() == 0


def test_a_pile_of_texts_holds_up_no_mail(sms_dir, time_machine):
    time_machine.move_to(NOON, tick=False)
    for number in range(4):
        text(f"text:{number}")
    letter("mail")
    worker = Worker()

    for _ in range(2):
        worker.step()

    assert sorted(Message.objects.sent().values_list("channel", flat=True)) == ["email", "sms"]


def test_the_worker_may_try_one_message_only(mailoutbox):
    for number in range(3):
        letter(cause=f"registered:{number}")

    call_command("worker", "--once")

    assert len(mailoutbox) == 1


def test_the_worker_shows_that_it_lives(time_machine):
    time_machine.move_to(NOON, tick=False)

    call_command("worker", "--until-empty")

    assert list(Heartbeat.objects.filter(name="worker").values_list("seen_at", flat=True)) == [NOON]


def test_the_worker_does_not_say_at_every_message_that_it_lives(works, django_assert_max_num_queries):
    letter(cause="a")
    letter(cause="b")
    worker = Worker()
    worker.step()

    with django_assert_max_num_queries(10) as queries:
        worker.step()

    assert not [query for query in queries.captured_queries if "outbox_heartbeat" in query["sql"]]


def test_a_worker_told_to_stop_finishes_the_message_in_hand(works, settings, mailoutbox):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.InterruptedTransport"
    for number in range(2):
        letter(cause=f"registered:{number}")

    call_command("worker")

    assert len(mailoutbox) == 1
    assert (Message.objects.sent().count(), Message.objects.due().count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_survives_the_database_and_sends_no_mail_twice(works, settings, mailoutbox, monkeypatch):
    settings.OUTBOX_TRANSPORT = "tests.outbox.letters.ForgetfulDatabaseTransport"
    monkeypatch.setattr(letters.ForgetfulDatabaseTransport, "sent", 0)
    monkeypatch.setattr("outbox.worker.LONGEST_BACK_OFF", 0.2)
    for number in range(2):
        letter(cause=f"registered:{number}")

    call_command("worker")

    assert len(mailoutbox) == 2
    assert Message.objects.sent().count() == 2

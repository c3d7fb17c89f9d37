"""A worker may die at any moment: nothing is lost, and at most the mail in its hand leaves twice.

Processes of their own, on the test database, ended by SIGKILL: a few times in every run, and as often as
``WORKER_KILLS`` says in a long one.
"""

import os
import time

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from outbox.models import Message

from . import mail_server
from .killing import Workers
from .letters import letter

KILLS = int(os.environ.get("WORKER_KILLS", "3"))
MESSAGES = 60 + 15 * KILLS
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def environment(environment_on_test_database, tmp_path):
    """Of a worker whose claims lapse at once, and whose files are the test's own."""
    return environment_on_test_database | {
        "BASE_URL": "http://localhost",
        "VAR_DIR": str(tmp_path),
        "EMAIL_URL": "filemail://",
        "OUTBOX_CLAIM_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": "site",
    }


@pytest.fixture
def letters():
    """Each to somebody else."""
    with transaction.atomic():
        return [
            letter(f"registered:{number}", recipient=f"famille{number}@courriel.example")
            for number in range(MESSAGES)
        ]


@pytest.fixture
def tell(record_property):
    """A function: what came of it, for whoever reads the run (``pytest -s``)."""
    started = time.monotonic()

    def say(duplicates):
        again = Message.objects.aggregate(tries=Sum("attempts"))["tries"] - MESSAGES
        figures = {"kills": KILLS, "messages": MESSAGES, "tried again": again, "duplicates": duplicates}
        for name, figure in figures.items():
            record_property(name, figure)
        print(f"\n{connection.vendor}: {figures}, {time.monotonic() - started:.0f} s")  # noqa: T201

    return say


def test_mails_written_by_killed_workers_are_one_file_each(environment, letters, tmp_path, tell):
    folder = tmp_path / "mail"
    slow = environment | {"DJANGO_SETTINGS_MODULE": "tests.outbox.slow_settings"}
    workers = Workers(slow, received=lambda: len(list(folder.glob("*.eml"))))

    left = workers.kill(KILLS)
    workers.finish()

    files = sorted(path.name for path in folder.iterdir())
    tell(duplicates=len(files) - len(set(letters)))
    assert min(left) > 0
    assert Message.objects.sent().count() == MESSAGES
    assert files == sorted(message.file_name("eml") for message in letters)


def test_mails_sent_by_killed_workers_arrive_and_hardly_ever_twice(environment, letters, tell):
    with mail_server.listening() as (url, sink):
        workers = Workers(environment | {"EMAIL_URL": url}, received=lambda: len(sink.received))

        left = workers.kill(KILLS)
        workers.finish()

    duplicates = len(sink.received) - len(set(sink.received))
    tell(duplicates)
    assert min(left) > 0
    assert Message.objects.sent().count() == MESSAGES
    # Those that came twice say the same Message-ID: to the reader's software they are one.
    assert set(sink.received) == {(f"<{message.pk}@localhost>", message.recipient) for message in letters}
    assert duplicates <= KILLS

import os
import time
from uuid import uuid4

import pytest

from outbox import files, sms
from outbox.backends import write_file
from outbox.mail import compose
from outbox.models import Message

from .letters import letter, text

pytestmark = pytest.mark.django_db


def written(message):
    """The file of a mail that left."""
    mail = compose(message)
    write_file(mail)
    return mail.file_name


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def make_older(path, *, hours):
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def test_the_file_of_a_blanked_message_is_removed(mail_dir):
    blanked, kept = letter("blanked"), letter("kept")
    written(blanked)
    name = written(kept)
    Message.objects.filter(pk=blanked.pk).update(recipient="", sent_at=blanked.created_at)

    assert files.forget_files() == 1
    assert names(mail_dir) == [name]


def test_the_file_of_a_message_that_is_gone_is_removed(mail_dir):
    message = letter()
    written(message)
    message.delete()

    assert files.forget_files() == 1
    assert names(mail_dir) == []


def test_files_of_texts_are_removed_too(mail_dir, sms_dir):
    message = text()
    sms.send(message)
    written(message)
    message.delete()

    assert files.forget_files() == 2
    assert (names(mail_dir), names(sms_dir)) == ([], [])


def test_it_may_be_done_again(mail_dir):
    message = letter()
    written(message)
    message.delete()
    files.forget_files()

    assert files.forget_files() == 0


def test_a_draft_that_a_killed_worker_left_is_removed_after_a_day(mail_dir):
    old, new = (f".{letter(cause).file_name('eml')}.draft" for cause in ("old", "new"))
    mail_dir.mkdir()
    for name, hours in ((old, 25), (new, 23)):
        (mail_dir / name).touch()
        make_older(mail_dir / name, hours=hours)

    assert files.forget_files() == 1
    assert names(mail_dir) == [new]


def test_the_draft_of_a_message_that_is_gone_is_removed_at_once(mail_dir):
    mail_dir.mkdir()
    (mail_dir / f".20270313-120000-{uuid4()}.eml.draft").touch()

    assert files.forget_files() == 1


def test_an_old_file_stays_as_long_as_its_message(mail_dir):
    name = written(letter())
    make_older(mail_dir / name, hours=24 * 20)

    assert files.forget_files() == 0
    assert names(mail_dir) == [name]


def test_a_file_that_is_no_message_stays(mail_dir):
    mail_dir.mkdir()
    (mail_dir / "LISEZMOI.txt").touch()

    assert files.forget_files() == 0
    assert names(mail_dir) == ["LISEZMOI.txt"]


def test_a_site_without_such_folders_has_nothing_to_remove(settings):
    assert files.forget_files() == 0

    settings.MAIL_DIR = settings.VAR / "never-made"
    assert files.forget_files() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_the_database_once_for_many_files(mail_dir, count, django_assert_num_queries):
    for number in range(count):
        written(letter(f"registered:{number}"))

    with django_assert_num_queries(1):
        files.forget_files()

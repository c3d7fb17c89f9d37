"""How a purge goes: again and again, beside families who come back, by the worker and by hand."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from outbox import queue
from outbox.models import Message
from outbox.worker import Worker
from privacy import retention
from privacy.retention import personal_models, purge
from tests.factories import SessionFactory, on, registered
from tests.privacy.keeping import (
    A_SECOND,
    IN_30_DAYS,
    SIX_MONTHS_AFTER,
    TODAY,
    everything,
    is_known,
    purged,
)
from tests.workshops.families import EMAIL, camille
from workshops import booking
from workshops.models import Enrolment, Registration, Status

pytestmark = pytest.mark.django_db


def test_a_message_is_blanked_at_its_time(clock):
    message = letter(kept_until=TODAY + IN_30_DAYS)
    Worker().run(until_empty=True)
    message.refresh_from_db()

    kept = purged(clock, TODAY + IN_30_DAYS - A_SECOND, message)
    gone = purged(clock, TODAY + IN_30_DAYS, message)

    assert kept.recipient == EMAIL
    assert [getattr(gone, name) for name in Message.personal_fields] == ["", "", "", "", "", {}]
    assert (gone.sent_at, gone.failed_at, gone.last_error) == (message.sent_at, None, "")


def test_a_message_that_never_left_is_given_up_and_never_sent(clock, mailoutbox):
    message = letter(kept_until=TODAY + IN_30_DAYS)

    gone = purged(clock, TODAY + IN_30_DAYS, message)
    Worker().run(until_empty=True)

    assert (gone.is_dead_letter, gone.last_error, gone.recipient) == (True, "Expired", "")
    assert queue.retry(gone) is False
    assert mailoutbox == []


def test_all_about_a_family_that_cancelled_goes_with_its_contact(clock):
    far = registered(SessionFactory(day=on("2027-06-12")))
    booking.cancel(far.enrolment, by=booking.STAFF, reason="Vous avez téléphoné.")

    clock.move_to(TODAY + IN_30_DAYS + A_SECOND)
    purge()

    assert Enrolment.objects.get().name == ""
    assert list(Message.objects.values_list("recipient", flat=True)) == ["", ""]
    assert set(far.events.values_list("reason", flat=True)) == {""}


def test_purging_twice_changes_nothing(clock, session):
    camille(session)
    clock.move_to(SIX_MONTHS_AFTER + A_SECOND)
    purge()
    once = everything()

    again = purge()

    assert sum(count for _label, _rule, count in again) == 0
    assert everything() == once


def test_a_purge_in_several_transactions_forgets_nobody(clock, session, monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 2)
    for number in range(3):
        camille(session, email=f"famille{number}@demo.test")
    clock.move_to(SIX_MONTHS_AFTER + A_SECOND)

    purge()

    assert [enrolment.name for enrolment in Enrolment.objects.all()] == ["", "", ""]
    assert [message.recipient for message in Message.objects.all()] == ["", "", ""]


def test_a_family_that_comes_back_while_the_purge_runs_is_not_forgotten(clock, session):
    enrolment = camille(session)
    booking.cancel(enrolment)
    clock.move_to(TODAY + IN_30_DAYS + A_SECOND)

    with connection.execute_wrapper(at_the_first_transaction(lambda: camille(session))):
        purge()

    assert is_known(Enrolment.objects.get(pk=enrolment.pk))
    assert [row.status for row in Registration.objects.all()] == [Status.CONFIRMED]


def test_the_command_says_how_much_of_what_and_a_dry_run_only_says_it(clock, session):
    camille(session)
    clock.move_to(SIX_MONTHS_AFTER + A_SECOND)
    before = everything()

    said, after_dry_run = command("--dry-run"), everything()
    done, after = command(), everything()

    assert after_dry_run == before
    assert after != before
    assert said[-1] == "Dry run: nothing was erased."
    assert done[-1] == "Done."
    assert counted(said) == {"workshops.Enrolment": 1, "workshops.Registration": 1, "outbox.Message": 1}
    # The key of the contact goes with the name, which a dry run keeps; how often it was written to that day, too.
    assert counted(done) == counted(said) | {"workshops.Registration": 2, "Counts": 1}


@pytest.mark.parametrize("model", personal_models(), ids=lambda model: model._meta.label)
def test_every_personal_field_has_its_rule_and_every_rule_its_personal_fields(model):
    assert {name for rule in model.retention for name in rule.fields} == set(model.personal_fields)
    assert [rule for rule in model.retention if not rule.words] == []


def at_the_first_transaction(work):
    """A wrapper of queries that does ``work`` once, between what a purge lists and what it locks."""
    left = [work]

    def wrapper(execute, sql, *others):
        if left and sql.startswith("SAVEPOINT"):
            left.pop()()
        return execute(sql, *others)

    return wrapper


def letter(**fields):
    return queue.enqueue(
        kind="registered",
        recipient=EMAIL,
        language="fr",
        subject="Votre inscription",
        text="Bonjour Camille",
        html="<p>Bonjour Camille</p>",
        calendar="BEGIN:VCALENDAR",
        headers={"List-Unsubscribe": "<https://parents.example/inscriptions/x/rappels/>"},
        cause="registered:1",
        **fields,
    )


def command(*arguments):
    out = StringIO()
    call_command("purge_personal_data", *arguments, stdout=out)
    return out.getvalue().splitlines()


def counted(lines):
    """``{model: rows}``, of the lines that say more than 0."""
    sums = {}
    for line in lines[:-1]:
        label, count = line.split(" ")[0], int(line.rsplit(": ", 1)[1])
        if count:
            sums[label] = sums.get(label, 0) + count
    return sums

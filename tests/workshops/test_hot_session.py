"""Three hundred families on one session at once, over real HTTP, against several processes.

A third of them change their mind meanwhile. ``-s`` shows the sums, and how long a family waits for
its answer.
"""

import random
import time
from collections import Counter
from statistics import median

from django.db import connection

from outbox import sms
from outbox.models import Message
from tests.factories import SessionFactory
from tests.workshops.crowds import DONE, LARGEST, Family, at_once
from workshops.models import Registration, Status

FAMILIES, PLACES = 300, 150
#: How often those that were offered a place answer, all at once.
WAVES = 4
SHOWN, TOO_LATE, TO_MEND = 200, 409, 422
#: What some do as soon as they have registered.
CHANGES_OF_MIND = ["cancel", "cancel", "grow", "shrink", "misspell"]
#: What the last message to a family says of where it stands now.
TRUTH = {
    Status.CONFIRMED: ("place est confirmée", "places sont confirmées"),
    Status.OFFERED: ("Une place est gardée pour vous",),
    Status.WAITING: ("Vous êtes sur la liste d’attente",),
    Status.CANCELLED: ("Votre inscription est annulée",),
}


def crowd(host):
    chance = random.Random(300)
    return [
        Family(
            host=host,
            number=number,
            heads=chance.randint(1, LARGEST),
            next_act=chance.choice(CHANGES_OF_MIND) if number % 3 == 0 else None,
        )
        for number in range(FAMILIES)
    ]


def everybody_comes(families, session):
    """All register at once; those that change their mind do so while others still wait for their answer."""

    def come(family):
        family.register(session)
        if family.address:
            family.change_its_mind()

    return at_once(*(lambda family=family: come(family) for family in families))


def those_asked_answer(families):
    """Every family that holds an offer says yes or no, one in two, all at once."""
    by_address = {family.address: family for family in families}
    offered = Registration.objects.offered().select_related("enrolment")
    asked = [by_address[row.enrolment.get_absolute_url()] for row in offered]
    return at_once(*(family.accept if family.number % 2 else family.cancel for family in asked))


def untrue_last_words(rows):
    """``[(family, last message)]`` where what we last wrote to a family is not where it stands."""
    last = {message.about: message for message in Message.objects.order_by("created_at")}
    pairs = [(row, last[f"enrolment:{row.enrolment_id}"]) for row in rows]
    return [(row.pk, message.text) for row, message in pairs if not tells(message, row)]


def tells(message, row):
    said = sms.plain(message.text)
    standing = any(sms.plain(words) in said for words in TRUTH[row.status])
    counts = message.kind in {"registered", "changed", "offered"} and message.channel == "email"
    return standing and (not counts or sms.plain(row.party_words) in said)


def report(families, session, seconds):
    """The sums, and the time that a browser waited for an answer."""
    waits = [wait for family in families for _act, _status, wait in family.answers]
    heads = {status: session.registrations.filter(status=status).heads() for status in Status.values}
    lines = [
        f"{connection.vendor}: {len(waits)} requests of {len(families)} families in {seconds:.1f} s",
        f"waited for an answer: {median(waits):.2f} s (median), {max(waits):.2f} s (slowest)",
        ", ".join(f"{act} {status}: {count}" for (act, status), count in sorted(answers(families).items())),
        f"{session.places_taken} of {PLACES} places taken; heads by status: {heads}",
    ]
    print("", *lines, sep="\n")  # noqa: T201 - pytest shows it with -s


def answers(families):
    """How often each act was answered with each status."""
    return Counter((act, status) for family in families for act, status, _wait in family.answers)


def test_three_hundred_families_at_once_each_hold_what_they_were_answered(server_on_test_database):
    session = SessionFactory(capacity=PLACES)
    families = crowd(server_on_test_database)

    start = time.monotonic()
    raised = everybody_comes(families, session)
    for _wave in range(WAVES):
        raised += those_asked_answer(families)
    session.refresh_from_db()
    report(families, session, time.monotonic() - start)

    assert set(raised) == {None}
    assert set(answers(families)) - {("grow", TOO_LATE)} == {
        ("register", DONE),
        ("read", SHOWN),
        ("cancel", DONE),
        ("grow", DONE),
        ("shrink", DONE),
        ("misspell", TO_MEND),
        ("accept", DONE),
    }
    rows = {
        row.enrolment.get_absolute_url(): row for row in session.registrations.select_related("enrolment")
    }
    assert {address: row.heads for address, row in rows.items()} == {
        family.address: family.heads for family in families
    }
    assert {address for address, row in rows.items() if row.status == Status.CANCELLED} == {
        family.address for family in families if family.did("cancel")
    }
    assert {rows[family.address].status for family in families if family.did("accept")} == {Status.CONFIRMED}
    assert session.places_taken == session.registrations.holding().heads()
    assert session.places_taken <= PLACES
    free = PLACES - session.places_taken
    assert [row for row in session.registrations.waiting() if row.heads <= free] == []
    assert len({row.rank for row in rows.values()}) == FAMILIES
    assert untrue_last_words(rows.values()) == []

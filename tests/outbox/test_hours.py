from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outbox import delivery
from outbox.hours import next_leave
from outbox.models import Message

from .letters import in_threads, letter, text

PARIS, GUADELOUPE = "Europe/Paris", "America/Guadeloupe"
pytestmark = pytest.mark.django_db


def at(words, zone=PARIS):
    """« 2027-03-13 21:00 » on a clock."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def next_tries():
    return list(Message.objects.order_by("created_at").values_list("next_try_at", "attempts"))


@pytest.mark.parametrize(
    ("zone", "now", "leaves"),
    [
        (PARIS, "2027-01-15 07:59:59", "2027-01-15 08:00"),
        (PARIS, "2027-01-15 08:00", "2027-01-15 08:00"),
        (PARIS, "2027-01-15 19:59:59", "2027-01-15 19:59:59"),
        (PARIS, "2027-01-15 20:00", "2027-01-16 08:00"),
        (PARIS, "2027-12-31 23:30", "2028-01-01 08:00"),
        (GUADELOUPE, "2027-01-15 07:00", "2027-01-15 08:00"),
        (GUADELOUPE, "2027-01-15 20:00", "2027-01-16 08:00"),
        # The nights on which Paris changes its hour.
        (PARIS, "2027-03-27 21:00", "2027-03-28 08:00"),
        (PARIS, "2027-03-28 01:30", "2027-03-28 08:00"),
        (PARIS, "2027-10-30 21:00", "2027-10-31 08:00"),
        (PARIS, "2027-10-31 02:30", "2027-10-31 08:00"),
    ],
)
def test_a_text_leaves_between_eight_and_twenty_on_the_readers_clock(zone, now, leaves):
    assert next_leave(zone, at(now, zone)) == at(leaves, zone)


def test_a_night_on_which_the_clock_changes_is_an_hour_shorter_or_longer():
    nights = [("2027-03-27 20:00", 11), ("2027-07-01 20:00", 12), ("2027-10-30 20:00", 13)]

    for evening, hours in nights:
        assert next_leave(PARIS, at(evening)) - at(evening) == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["", "Europe/Atlantide", "../secrets", "America", "x" * 40])
def test_without_a_known_clock_it_is_the_sites(zone):
    assert next_leave(zone, at("2027-01-15 21:00")) == at("2027-01-16 08:00")


def test_a_text_due_at_night_is_put_off_to_the_morning_and_no_try_is_counted(time_machine):
    time_machine.move_to(at("2027-01-15 21:00"), tick=False)
    text(time_zone=PARIS)

    assert delivery.claim() is None
    assert next_tries() == [(at("2027-01-16 08:00"), 0)]


def test_the_same_evening_is_still_day_in_guadeloupe(time_machine):
    time_machine.move_to(at("2027-01-15 21:00"), tick=False)
    text("paris", time_zone=PARIS)
    guadeloupe = text("guadeloupe", time_zone=GUADELOUPE)

    assert [delivery.claim(), delivery.claim()] == [guadeloupe, None]


def test_a_text_put_off_leaves_in_the_morning(time_machine):
    time_machine.move_to(at("2027-03-27 21:00"), tick=False)
    message = text(time_zone=PARIS)
    delivery.claim()

    time_machine.move_to(at("2027-03-28 07:59:59"), tick=False)
    assert delivery.claim() is None
    time_machine.move_to(at("2027-03-28 08:00"), tick=False)
    assert delivery.claim() == message


def test_a_text_tried_again_waits_for_the_morning_too(time_machine, settings):
    time_machine.move_to(at("2027-01-15 19:59:30"), tick=False)
    text(time_zone=PARIS)
    delivery.record(delivery.attempt(delivery.claim()))

    time_machine.move_to(at("2027-01-15 20:00:30"), tick=False)

    assert delivery.claim() is None
    assert next_tries() == [(at("2027-01-16 08:00"), 1)]


def test_a_text_whose_worker_was_killed_waits_for_the_morning_too(time_machine):
    time_machine.move_to(at("2027-01-15 19:58"), tick=False)
    text(time_zone=PARIS)
    delivery.claim()

    time_machine.move_to(at("2027-01-15 20:03"), tick=False)

    assert delivery.claim() is None
    assert next_tries() == [(at("2027-01-16 08:00"), 1)]


def test_a_mail_leaves_at_any_hour(time_machine):
    time_machine.move_to(at("2027-01-15 03:00"), tick=False)
    mail = letter(time_zone=PARIS)

    assert delivery.claim() == mail


@pytest.mark.parametrize("count", [1, 30])
def test_a_mail_behind_a_pile_of_put_off_texts_is_claimed_at_once(
    time_machine, count, django_assert_num_queries
):
    time_machine.move_to(at("2027-01-15 21:00"), tick=False)
    for number in range(count):
        text(f"text:{number}", time_zone=PARIS)
    mail = letter("mail")
    Message.objects.filter(pk=mail.pk).update(next_try_at=at("2027-01-15 21:00") + timedelta(seconds=1))
    time_machine.shift(timedelta(seconds=1))

    with django_assert_num_queries(11):
        claimed = delivery.claim()

    assert claimed == mail
    assert Message.objects.filter(next_try_at=at("2027-01-16 08:00"), attempts=0).count() == count


def test_however_many_texts_are_put_off_the_mail_behind_them_is_found(time_machine, monkeypatch):
    monkeypatch.setattr(delivery, "CHUNK", 2)
    time_machine.move_to(at("2027-01-15 21:00"), tick=False)
    for number in range(5):
        text(f"text:{number}", time_zone=PARIS)
    mail = letter("mail")

    assert [delivery.claim(), delivery.claim()] == [mail, None]
    assert Message.objects.filter(next_try_at=at("2027-01-16 08:00")).count() == 5


@pytest.mark.django_db(transaction=True)
def test_workers_that_put_off_the_same_texts_meet_no_harm(time_machine):
    time_machine.move_to(at("2027-01-15 21:00"), tick=False)
    for number in range(20):
        text(f"text:{number}", time_zone=PARIS)
    mails = [letter(f"mail:{number}") for number in range(3)]

    claimed = in_threads(3, delivery.claim)

    assert sorted(message.pk for message in claimed if message) == sorted(
        mail.pk for mail in mails if Message.objects.get(pk=mail.pk).claimed_until
    )
    assert Message.objects.filter(next_try_at=at("2027-01-16 08:00"), attempts=0).count() == 20

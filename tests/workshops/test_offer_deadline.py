"""Until when a family may answer: awake, by the session's own clock, and in time."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from outbox.models import Message
from tests.factories import SessionFactory, on, registered
from workshops import booking
from workshops.models import Session


def local(text, zone="Europe/Paris"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "start", "zone", "deadline"),
    [
        # Forty-eight hours where there is time.
        ("2027-03-01T14:30", "2027-03-13T09:30", "Europe/Paris", "2027-03-03T14:30"),
        # Two hours before the start at the latest.
        ("2027-03-12T14:30", "2027-03-13T14:00", "Europe/Paris", "2027-03-13T12:00"),
        # Made in the evening: the next morning.
        ("2027-03-12T20:00", "2027-03-13T11:00", "Europe/Paris", "2027-03-13T09:00"),
        # Two hours before the start one still sleeps: the evening before.
        ("2027-03-12T14:30", "2027-03-13T09:30", "Europe/Paris", "2027-03-12T22:00"),
        ("2027-03-12T14:30", "2027-03-13T10:00", "Europe/Paris", "2027-03-13T08:00"),
        # At night, forty-eight hours end in the evening.
        ("2027-03-01T23:30", "2027-03-13T09:30", "Europe/Paris", "2027-03-03T22:00"),
        ("2027-03-01T03:00", "2027-03-13T09:30", "Europe/Paris", "2027-03-02T22:00"),
        # Less than an hour to answer is no offer; an hour is.
        ("2027-03-12T21:30", "2027-03-13T09:30", "Europe/Paris", None),
        ("2027-03-12T21:00", "2027-03-13T09:30", "Europe/Paris", "2027-03-12T22:00"),
        ("2027-03-13T08:00", "2027-03-13T10:30", "Europe/Paris", None),
        ("2027-03-13T10:00", "2027-03-13T09:30", "Europe/Paris", None),
        # The clocks go forward, and back: the hours are those on the wall.
        ("2027-03-27T09:00", "2027-03-28T11:00", "Europe/Paris", "2027-03-28T09:00"),
        ("2027-03-26T23:00", "2027-03-30T09:30", "Europe/Paris", "2027-03-28T22:00"),
        ("2027-10-30T15:00", "2027-10-31T10:00", "Europe/Paris", "2027-10-31T08:00"),
        ("2027-10-30T22:30", "2027-11-02T09:30", "Europe/Paris", "2027-11-01T21:30"),
        # In Guadeloupe by its own clock, when Paris sleeps.
        ("2027-03-12T19:00", "2027-03-13T11:00", "America/Guadeloupe", "2027-03-13T09:00"),
        ("2027-03-12T14:30", "2027-03-13T09:00", "America/Guadeloupe", "2027-03-12T22:00"),
        ("2027-03-12T23:30", "2027-03-13T09:00", "America/Guadeloupe", None),
    ],
)
def test_the_deadline_of_an_offer(now, start, zone, deadline):
    session = Session(starts_at=local(start, zone), time_zone=zone)

    found = booking.deadline_of_an_offer(session, local(now, zone))

    assert found == (deadline and local(deadline, zone))


@time_machine.travel("2027-03-01T09:00Z")
@pytest.mark.django_db
def test_an_evening_offer_in_guadeloupe_says_its_own_hour():
    session = SessionFactory(
        guadeloupe=True, capacity=2, full=True, day=on("2027-03-13"), start=time(11), end=time(13)
    )
    waiting = registered(session, heads=2)

    with time_machine.travel(local("2027-03-12T19:00", "America/Guadeloupe")):
        booking.cancel(session.registrations.confirmed().get().enrolment)

    message = Message.objects.get(kind="offered")
    assert waiting.pk
    assert "samedi 13 mars 2027 à 9\u00a0h (heure de Guadeloupe)" in message.text

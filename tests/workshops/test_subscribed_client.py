"""A calendar that subscribed once, and asks again as calendars do: after any changes it says what the site says."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import SessionFactory, TerritoryFactory, VenueFactory, on
from tests.ical import rules
from tests.workshops.calendars import values
from workshops import corrections, scheduling
from workshops.models import Session

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


class Subscriber:
    """What an Apple or Thunderbird calendar does: conditional requests, and the file takes the place of the last."""

    def __init__(self, client, path, headers):
        self.client, self.path, self.asks_by = client, path, headers
        self.content, self.validators, self.statuses = b"", {}, []

    def refresh(self):
        asked = {name: self.validators[told] for name, told in self.asks_by if told in self.validators}
        answer = self.client.get(self.path, headers=asked)
        self.statuses.append(answer.status_code)
        if answer.status_code == 200:
            self.content, self.validators = answer.content, dict(answer.headers)

    @property
    def events(self):
        """``{uid: (start, status, place, sequence)}`` as it stands in the reader's calendar."""
        names = ("DTSTART", "STATUS", "LOCATION", "SEQUENCE")
        rows = zip(*(_of_events(self.content, name) for name in names), strict=True)
        return dict(zip(_of_events(self.content, "UID"), rows, strict=True))


def _of_events(content, name):
    events = content[content.index(b"BEGIN:VEVENT") :] if b"BEGIN:VEVENT" in content else b"END:VCALENDAR\r\n"
    return values(events, name)


#: One session is revised four times within a second here; its calendar counts whole seconds, and runs ahead.
AHEAD = timedelta(seconds=4)
BY_TAG, BY_DATE = ("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")


def expected():
    """The same, from the database."""
    return {
        str(session.uid): (
            f"{session.when.start:%Y%m%dT%H%M%S}",
            "CANCELLED" if session.is_cancelled or session.is_postponed else "CONFIRMED",
            f"{session.venue.name}, {session.venue.address}".replace(",", "\\,")
            if session.venue
            else "En ligne",
            str(session.sequence),
        )
        for session in Session.objects.public()
    }


def ten_changes(clock):
    first, second, third = (
        SessionFactory(day=on(f"2027-03-{day}"), start=time(9 + hour), end=time(14))
        for hour, day in enumerate((20, 21, 22))
    )
    TerritoryFactory(guadeloupe=True)
    why = {"reason": "La salle est prise.", "by": None}
    return [
        lambda: scheduling.move(first, start=time(10), **why),
        lambda: scheduling.move(first, venue=VenueFactory(name="Mairie"), **why),
        lambda: scheduling.postpone(second, **why),
        lambda: scheduling.move(third, venue=None, join_url="https://visio.example.org/salle", **why),
        lambda: scheduling.revise(third, note="Une fenêtre s’ouvre à l’heure.", by=None),
        lambda: scheduling.move(second, day=on("2027-04-03"), **why),
        lambda: SessionFactory(day=on("2027-05-01")),
        lambda: scheduling.move(first, venue=VenueFactory(guadeloupe=True, name="Lycée"), **why),
        lambda: correct(Session.objects.get(pk=first.pk).venue, clock),
        lambda: scheduling.cancel(third, **why),
    ]


def correct(venue, clock):
    """Words that stand below a session are dated to the moment; calendars count seconds."""
    clock.shift(timedelta(seconds=AHEAD.seconds))
    venue.access = "Par la cour."
    venue.save()
    corrections.venue_revised(venue)


@pytest.mark.parametrize("apart", [timedelta(milliseconds=90), timedelta(minutes=7)])
@pytest.mark.parametrize("asks_by", [[BY_TAG], [BY_DATE], [BY_TAG, BY_DATE]], ids=["tag", "date", "both"])
def test_after_each_of_ten_changes_a_subscriber_has_what_the_database_says(client, settings, apart, asks_by):
    settings.BASE_URL = "https://parents.example"
    with time_machine.travel(NOW, tick=False) as clock:
        changes = ten_changes(clock)
        clock.shift(timedelta(seconds=3))
        subscriber = Subscriber(client, "/agenda.ics", asks_by)
        subscriber.refresh()
        for change in changes:
            before = subscriber.content
            clock.shift(apart)
            change()

            subscriber.refresh()

            now = timezone.now()
            assert subscriber.events == expected()
            assert rules.broken_between(before, subscriber.content, now=now + AHEAD) == []
            assert rules.broken(subscriber.content, kind="feed", now=now + AHEAD) == []
    assert subscriber.statuses == [200] * 11


def test_between_changes_nothing_is_sent(client):
    with time_machine.travel(NOW, tick=False) as clock:
        SessionFactory()
        subscriber = Subscriber(client, "/agenda.ics", [BY_TAG, BY_DATE])
        for _hour in range(3):
            clock.shift(timedelta(hours=6))
            subscriber.refresh()

    assert subscriber.statuses == [200, 304, 304]

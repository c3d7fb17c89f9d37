"""A large programme for load tests: sessions in bulk, past ``scheduling``, which would take hours."""

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from home.demo.crowd import fill_many
from workshops.models import Session, State, Venue, WorkshopPage

DAYS = 240
BATCH = 2000


def write_large_programme(sessions, registrations, today=None):
    """``sessions`` published dates from two months ago to six ahead, sharing ``registrations`` families."""
    chance = random.Random(1)  # noqa: S311 - the same figures every time
    workshops = list(WorkshopPage.objects.filter(locale__language_code="fr"))
    venues = list(Venue.objects.select_related("commune", "territory"))
    today = today or timezone.now().replace(minute=0, second=0, microsecond=0)
    families, remainder = divmod(registrations, max(sessions, 1))
    written = 0
    for first in range(0, sessions, BATCH):
        rows = [
            _session(number, sessions, workshops, venues, today, chance)
            for number in range(first, min(first + BATCH, sessions))
        ]
        Session.objects.bulk_create(rows, batch_size=500)
        wanted = [
            (session, families + (first + offset < remainder), 0) for offset, session in enumerate(rows)
        ]
        written += fill_many([row for row in wanted if row[1]], _Singles())
    return written


class _Singles:
    """Every family is one adult, so that heads are families."""

    def randint(self, _low, _high):
        return 1


def _session(number, total, workshops, venues, today, chance):
    workshop, venue = workshops[number % len(workshops)], venues[number % len(venues)]
    start = today + timedelta(days=number * DAYS // total - 60, hours=chance.randrange(8))
    return Session(
        activity_id=workshop.pk,
        venue=venue,
        territory=venue.territory,
        starts_at=start,
        ends_at=start + timedelta(minutes=workshop.duration_minutes),
        time_zone=venue.time_zone,
        local_date=start.astimezone(ZoneInfo(venue.time_zone)).date(),
        capacity=None,
        state=State.PUBLISHED,
        search_text=workshop.title.lower(),
    )

"""The demo's programme: venues and sessions in every state, through ``scheduling``; dates count from today."""

import random
from datetime import time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from home.demo.crowd import fill
from home.demo.writing import load
from territories.models import Commune, Territory
from workshops import scheduling
from workshops.models import ActivityPage, Session, Venue, WorkshopPage

#: Days from today, of the ten dates of each territory: two months ago to four months ahead.
OFFSETS = [-58, -37, -16, 2, 5, 9, 16, 27, 44, 68, 95, 117]
#: Weekday (0 = Monday), start: after drop-off, early evening, Wednesday and Saturday mornings.
MOMENTS = [(1, time(9)), (3, time(18)), (2, time(9, 30)), (5, time(10)), (4, time(17, 30)), (0, time(14))]
PLACES = [8, 10, 12, 15]
JOIN_URL = "https://visio.example.org/e-parentalite"


@transaction.atomic
def write_programme(today=None):
    """Everything, once: an existing session means that it was done. Returns the number of sessions."""
    if Session.objects.exists():
        return 0
    chance = random.Random(2026)  # noqa: S311 - the same demo everywhere
    today = today or timezone.localdate()
    venues = _write_venues()
    for position, territory in enumerate(Territory.objects.filter(slug__in=venues).order_by("slug")):
        _write_territory(territory, venues[territory.slug], position, today, chance)
    _write_course(venues["vosges"], today)
    _write_course(venues["guadeloupe"], today)
    _write_events(today)
    _write_online(today)
    return Session.objects.count()


def _write_venues():
    """``{territory slug: [venues]}``, at the point of their commune plus a small offset."""
    venues = {}
    for row in load("territories")["territory"]:
        territory = Territory.objects.get(slug=row["slug"])
        for place in row["venues"]:
            commune = Commune.objects.get(insee=place["city"])
            venue = Venue.objects.create(
                name=place["name"],
                kind=place["kind"],
                street=place["street"],
                postal_code=place["postal_code"],
                commune=commune,
                territory=territory,
                latitude=commune.latitude + place.get("offset_lat", 0),
                longitude=commune.longitude + place.get("offset_lon", 0),
                wheelchair=place.get("wheelchair", False),
                hearing_loop=place.get("hearing_loop", False),
                access=place.get("access", ""),
                transport=place.get("transport", ""),
            )
            venues.setdefault(row["slug"], []).append(venue)
    return venues


def _write_territory(territory, venues, position, today, chance):
    workshops = list(
        WorkshopPage.objects.filter(locale__language_code="fr").exclude(slug__in=_courses()).order_by("path")
    )
    staff = get_user_model().objects.filter(territories=territory, groups__name="Animation")
    for number, offset in enumerate(OFFSETS):
        workshop = workshops[(position * 3 + number) % len(workshops)]
        weekday, start = MOMENTS[(position + number) % len(MOMENTS)]
        venue = venues[number % len(venues)]
        session = scheduling.create(
            activity=workshop,
            venue=venue,
            territory=territory,
            day=_on_weekday(today + timedelta(days=offset), weekday),
            start=start,
            end=_end(start, workshop.duration_minutes),
            capacity=chance.choice(PLACES),
            languages=_languages(territory, number),
            arrangements=_arrangements(venue, number),
            facilitators=staff,
        )
        _lead_to_its_state(session, number, chance)


def _lead_to_its_state(session, number, chance):
    """Number 5 is full with families waiting, 6 not open yet, 7 closed, 8 cancelled, 9 postponed…"""
    by = session.facilitators.first()
    if number == 11 and session.territory.slug in {"aisne", "vosges"}:
        scheduling.propose(session, by=by)
        return
    scheduling.publish(session, by=None)
    if number == 5:
        fill(session, heads=session.capacity, waiting=2, chance=chance)
        return
    if number == 6:
        opening = session.starts_at - timedelta(days=7)
        scheduling.revise(session, by=by, registration_opens_at=opening)
        return
    if number == 7:
        closing = timezone.now() - timedelta(days=1)
        scheduling.revise(session, by=by, registration_closes_at=closing)
    if number == 8:
        scheduling.cancel(
            session, reason="L’animatrice est souffrante. Une autre date est à l’agenda.", by=by
        )
    if number == 9:
        scheduling.postpone(session, reason="La salle est prise ce jour-là. Nous cherchons une date.", by=by)
    if number == 10:
        scheduling.revise(session, by=by, note="Venez dix minutes avant : un café vous attend.")
    # Families last: the demo writes to nobody.
    fill(session, heads=chance.randrange(session.capacity - 2), waiting=0, chance=chance)


def _write_course(venues, today):
    """« Premiers pas » : three dates that are joined as one."""
    workshop = WorkshopPage.objects.get(slug=_courses()[0], locale__language_code="fr")
    for first in (13, 55):
        course = scheduling.create_course(workshop)
        for week in range(3):
            session = scheduling.create(
                activity=workshop,
                course=course,
                venue=venues[0],
                day=_on_weekday(today + timedelta(days=first), 3) + timedelta(weeks=week),
                start=time(14),
                end=_end(time(14), workshop.duration_minutes),
                capacity=8,
                languages=["fr"],
            )
            scheduling.publish(session, by=None)


def _write_events(today):
    for row in load("events")["event"]:
        event = ActivityPage.objects.get(slug=row["slug"], locale__language_code="fr")
        territory = Territory.objects.filter(slug=row["territory"]).first()
        start, end = (time.fromisoformat(row[name].zfill(5)) for name in ("start", "end"))
        session = scheduling.create(
            activity=event,
            venue=_event_venue(row, territory),
            join_url=JOIN_URL if row["online"] else "",
            territory=territory,
            day=_on_weekday(today + timedelta(days=row["offset_days"]), row["weekday"]),
            start=start,
            end=end,
            capacity=row["capacity"] or None,
            registration_mode="here" if row["capacity"] else "none",
            languages=["fr"],
        )
        scheduling.publish(session, by=None)


def _event_venue(row, territory):
    if not row["city"]:
        return None
    commune = Commune.objects.get(insee=row["city"])
    return Venue.objects.create(
        name=row["venue_name"],
        kind=row["venue_kind"],
        street=row["street"],
        postal_code=commune.postal_codes.order_by("code").first().code,
        commune=commune,
        territory=territory,
        wheelchair=True,
    )


def _write_online(today):
    """National sessions on line, and one in two places at once."""
    workshops = WorkshopPage.objects.filter(locale__language_code="fr").order_by("path")
    for number, workshop in enumerate(workshops.exclude(slug__in=_courses())[:4]):
        session = scheduling.create(
            activity=workshop,
            join_url=JOIN_URL,
            day=_on_weekday(today + timedelta(days=6 + 14 * number), 2),
            start=time(20),
            end=_end(time(20), min(workshop.duration_minutes, 90)),
            capacity=40,
            languages=["fr", "ar"] if number % 2 else ["fr"],
        )
        scheduling.publish(session, by=None)
    for slug in ("finistere", "guadeloupe"):
        venue = Venue.objects.filter(territory__slug=slug).order_by("pk").first()
        session = scheduling.create(
            activity=workshops[5],
            venue=venue,
            join_url=JOIN_URL,
            day=_on_weekday(today + timedelta(days=20), 1),
            start=time(18),
            end=time(19, 30),
            capacity=30,
            languages=["fr"],
        )
        scheduling.publish(session, by=None)


def _courses():
    return [row["slug"] for row in load("workshops")["workshop"] if row["dates"] > 1]


def _on_weekday(day, weekday):
    """The first such weekday from ``day`` on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _end(start, minutes):
    total = start.hour * 60 + start.minute + minutes
    return time(total // 60 % 24, total % 60)


def _languages(territory, number):
    """French, and one time in three a language of the families here."""
    others = [language.code for language in territory.languages.all()]
    return ["fr", others[number % len(others)]] if others and number % 3 == 0 else ["fr"]


def _arrangements(venue, number):
    offered = {"wheelchair": venue.wheelchair, "hearing_loop": venue.hearing_loop}
    offered |= {"childcare": number % 4 == 0, "interpreter": number % 5 == 0, "equipment": number % 3 == 0}
    return [code for code, is_offered in offered.items() if is_offered]

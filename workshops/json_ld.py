"""Sessions → schema.org ``Event`` as JSON. Pure: objects in, text out.

Says what is known and nothing else. Where a session has changed (``sequence`` above 0) its ``changes`` are
read: have them prefetched.
"""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from workshops.models import Format

SCHEMA = "https://schema.org/"
ATTENDANCE = {
    Format.ON_SITE: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}
#: Of a place for someone who comes now; nothing is offered while registration is closed.
AVAILABILITY = {"open": "InStock", "waiting_list": "SoldOut", "full": "SoldOut"}


def events(sessions):
    """The text of a JSON-LD block; what could close the element is escaped."""
    graph = {"@context": SCHEMA, "@graph": [_event(session) for session in sessions]}
    text = json.dumps(graph, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _event(session):
    event = {
        "@type": "Event",
        "identifier": session.uid.urn,
        "name": session.title,
        "description": session.summary,
        "url": session.page_url,
        "startDate": session.when.start_iso,
        "endDate": session.when.end_iso,
        **_status(session),
        "eventAttendanceMode": SCHEMA + ATTENDANCE[session.format],
        "isAccessibleForFree": True,
        "location": _locations(session),
        "organizer": {"@type": "Organization", "name": "Trousse à projets"},
        **_room(session),
    }
    if spoken := [language.code for language in session.spoken_languages]:
        event["inLanguage"] = spoken
    return event


def _status(session):
    """Whether it is held, and what changed since families were first told of it.

    A new date has the first one beside it. « MovedOnline »: on line was not possible at first; whether it is
    all there is, the attendance mode says (https://schema.org/EventMovedOnline). A new venue has no word.
    """
    if session.is_cancelled:
        return {"eventStatus": f"{SCHEMA}EventCancelled"}
    if session.is_postponed:
        return {"eventStatus": f"{SCHEMA}EventPostponed"}
    first = _first_told(session)
    statuses, previous = [], {}
    if first and first["format"] == Format.ON_SITE and session.format != Format.ON_SITE:
        statuses.append(f"{SCHEMA}EventMovedOnline")
    if first and (start := datetime.fromisoformat(first["starts_at"])) != session.starts_at:
        statuses.append(f"{SCHEMA}EventRescheduled")
        previous = {"previousStartDate": start.astimezone(ZoneInfo(first["time_zone"])).isoformat()}
    statuses = statuses or [f"{SCHEMA}EventScheduled"]
    return {"eventStatus": statuses if len(statuses) > 1 else statuses[0], **previous}


def _first_told(session):
    """What families were told when it was published; None where nothing has changed since."""
    changes = session.changes.all() if session.sequence else ()
    return min(changes, key=lambda change: (change.made_at, change.pk)).before if changes else None


def _locations(session):
    """The venue, and for those on line the session's page: the join link is not public."""
    places = [_place(session.venue)] if session.venue_id else []
    if session.format != Format.ON_SITE:
        places.append({"@type": "VirtualLocation", "url": session.page_url})
    return places if len(places) > 1 else places[0]


def _place(venue):
    place = {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "postalCode": venue.postal_code,
            "addressLocality": venue.city,
            "addressCountry": "FR",
        },
    }
    point = (venue.latitude, venue.longitude)
    if None not in point and point != venue.commune.point:  # that of the commune stands in for an unknown one
        place["geo"] = {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}
    return place


def _room(session):
    """How many people it is for, how many may still come, and how to."""
    room = {}
    if session.capacity is not None:
        room["maximumAttendeeCapacity"] = session.capacity
    if session.is_cancelled or session.is_postponed or session.is_over:
        return room
    if session.capacity is not None:
        room["remainingAttendeeCapacity"] = session.places_left
    if availability := AVAILABILITY.get(session.registration):
        room["offers"] = {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "EUR",
            "availability": SCHEMA + availability,
        }
        if session.can_register:
            room["offers"]["url"] = settings.BASE_URL + session.register_url
    return room

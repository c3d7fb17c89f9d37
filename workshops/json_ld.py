"""Sessions → schema.org ``Event`` as JSON. Pure: objects in, text out."""

import json

from django.conf import settings

from workshops.models import Format

SCHEMA = "https://schema.org/"
ATTENDANCE = {
    Format.ON_SITE: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}


def events(sessions):
    """The text of a JSON-LD block; what could close the element is escaped."""
    graph = {"@context": SCHEMA, "@graph": [_event(session) for session in sessions]}
    text = json.dumps(graph, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _event(session):
    event = {
        "@type": "Event",
        "name": session.title,
        "description": session.summary,
        "url": settings.BASE_URL + session.get_absolute_url(),
        "startDate": session.when.start_iso,
        "endDate": session.when.end_iso,
        "eventStatus": SCHEMA + _status(session),
        "eventAttendanceMode": SCHEMA + ATTENDANCE[session.format],
        "isAccessibleForFree": True,
        "location": _locations(session),
        "organizer": {"@type": "Organization", "name": "Trousse à projets"},
    }
    if spoken := [language.code for language in session.spoken_languages]:
        event["inLanguage"] = spoken
    if session.capacity is not None:
        event["maximumAttendeeCapacity"] = session.capacity
        event["remainingAttendeeCapacity"] = session.places_left
    return event


def _status(session):
    if session.is_cancelled:
        return "EventCancelled"
    if session.is_postponed:
        return "EventPostponed"
    return "EventRescheduled" if session.is_moved else "EventScheduled"


def _locations(session):
    """The venue, and for those on line the session's page: the join link is not public."""
    places = []
    if session.venue_id:
        venue = session.venue
        places.append(
            {
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
        )
    if session.format != Format.ON_SITE:
        url = settings.BASE_URL + session.get_absolute_url()
        places.append({"@type": "VirtualLocation", "url": url})
    return places if len(places) > 1 else places[0]

"""Sessions → JSON, for other sites."""

import json


def to_json(sessions, levels):
    """UTF-8 bytes of ``{"sessions": […]}``, times in ISO 8601 with the offset of the session's own clocks.

    ``levels``: from ``level_codes``.
    """
    records = [_record(session, levels.get(session.activity_id, [])) for session in sessions]
    return json.dumps({"sessions": records}, ensure_ascii=False).encode()


def _record(session, levels):
    """These names and these values are promised to others: none goes, none changes."""
    return {
        "ref": session.ref,
        "url": session.page_url,
        "title": session.title,
        "kind": session.kind,
        "starts_at": session.when.start_iso,
        "ends_at": session.when.end_iso,
        "time_zone": session.time_zone,
        "state": str(session.state),
        "format": str(session.format),
        "territory": session.territory.slug if session.territory else None,
        "venue": session.venue.name if session.venue else None,
        "commune": session.venue.city if session.venue else None,
        "languages": [language.code for language in session.spoken_languages],
        "themes": [theme.slug for theme in session.themes],
        "levels": levels,
        "capacity": session.capacity,
        "places_left": session.places_left,
        "families_waiting": session.families_waiting,
        "registration": session.registration,
    }

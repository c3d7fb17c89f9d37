"""What was said of a session: to families, and to the search. Pure: a session in, words out."""

import hashlib

from territories.folding import fold
from workshops.models import Format, SessionChange

Kind = SessionChange.Kind


def as_told(session):
    """Date and place, as families were told them."""
    return {
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "time_zone": session.time_zone,
        "venue": session.venue_id,
        "place": str(session.venue) if session.venue_id else "",
        "format": str(session.format),
        # Whether it changed, never what it is: this row is read by more people than may join.
        "link": hashlib.sha256(session.join_url.encode()).hexdigest()[:16] if session.join_url else "",
        "state": str(session.state),
    }


def kind_of(before, told):
    if before["format"] != told["format"]:
        return {Format.ONLINE: Kind.ONLINE, Format.ON_SITE: Kind.ON_SITE}.get(told["format"], Kind.MOVED)
    same_but_link = {**before, "link": told["link"]} == told
    return Kind.LINK if same_but_link and before["link"] != told["link"] else Kind.MOVED


def search_text(session):
    """What the agenda's free text is looked up in: folded, so that accents and case are forgiven."""
    activity, venue, territory = session.activity, session.venue, session.territory
    words = [activity.title, activity.summary, *activity.themes.values_list("name", flat=True)]
    if venue:
        words += [venue.name, venue.city, venue.postal_code]
    if territory:
        words += [territory.name]
    words += [language.label for language in session.languages.all()] if session.pk else []
    return " ".join(fold(str(word)) for word in words)

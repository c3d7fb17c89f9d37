"""One session → one VEVENT (RFC 5545 §3.6.1)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Event, vUri

from content import languages
from content.dates import moment_words
from workshops.calendar.text import cleaned, cut, in_language, one_line, plain_name
from workshops.calendar.zones import zone_of

LONGEST_SUMMARY = 255
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class Standing:
    """Where a session stands for whoever reads the calendar: everybody, or one family.

    ``title``: with « Annulé : » and the like, because Outlook shows no STATUS of a subscribed
    calendar. ``sentence``: the same in words. ``revised_at``: aware. ``is_busy``: whether the hour
    is taken. ``join_url``: for those who may join on line.
    """

    status: str
    title: str
    sentence: str
    sequence: int
    revised_at: datetime
    is_busy: bool = True
    join_url: str = ""


def event(session):
    """The bytes of the VEVENT that everybody may read.

    In one language they change only when ``revised_at`` does, so they may be kept until then.
    """
    return written(session, public_standing(session)).to_ical()


def public_standing(session):
    if is_called_off(session):
        return _called_off(session)
    changed = _("Mise à jour le %(moment)s : vérifiez la date, l’heure et le lieu.")
    moment = moment_words(session.changed_at, session.time_zone)
    return Standing(
        status=CONFIRMED,
        title=session.title,
        sentence=changed % {"moment": moment} if session.is_moved else "",
        sequence=session.sequence,
        revised_at=session.revised_at,
    )


def is_called_off(session):
    """Cancelled, or postponed to a date not known yet: iCalendar has no other word for that."""
    return session.is_cancelled or session.is_postponed


def _called_off(session):
    return Standing(
        status=CANCELLED,
        title=session.marked(session.title),
        sentence=session.off_words,
        # A cancellation is a revision: readers ignore one that kept the number 0 (RFC 5546 §2.1.4).
        sequence=max(session.sequence, 1),
        revised_at=session.revised_at,
        is_busy=False,
    )


def written(session, standing):
    """The ``icalendar.Event`` of ``session`` as it stands; people may still be added to it."""
    vevent = Event()
    _add_identity(vevent, session, standing)
    _add_words(vevent, session, standing)
    _add_place(vevent, session, standing)
    return vevent


def _add_identity(vevent, session, standing):
    """Which session this is, when, and which state of it (RFC 5545 §3.8.7)."""
    zone = zone_of(session.when)
    vevent.add("uid", str(session.uid))
    vevent.add("dtstart", session.starts_at.astimezone(zone))
    vevent.add("dtend", session.ends_at.astimezone(zone))
    vevent.add("dtstamp", standing.revised_at)
    vevent.add("last-modified", standing.revised_at)
    vevent.add("created", min(session.created_at, standing.revised_at))
    vevent.add("sequence", standing.sequence)
    vevent.add("status", standing.status)
    vevent.add("transp", "OPAQUE" if standing.is_busy else "TRANSPARENT")


def _add_words(vevent, session, standing):
    summary = cut(one_line(standing.title), LONGEST_SUMMARY)
    vevent.add("summary", in_language(summary, session.lang or languages.active()))
    vevent.add("description", in_language(_description(session, standing), languages.active()))
    vevent.add("url", session.page_url)
    categories = [word for theme in session.themes if len(word := plain_name(theme.label)) > 1]
    if categories:
        vevent.add("categories", categories)


def _add_place(vevent, session, standing):
    venue = session.venue
    # A venue as it is written on the door, whatever the language of the interface.
    language = languages.default() if venue else languages.active()
    vevent.add("location", in_language(place_line(session), language))
    if venue and venue.latitude:  # none of ours is on the equator: 0;0 means not known
        vevent.add("geo", (round(venue.latitude, 6), round(venue.longitude, 6)))
    if standing.join_url:
        label = {"LABEL": _("Rejoindre la séance en ligne"), "LANGUAGE": languages.active()}
        link = {"VALUE": "URI", "FEATURE": "VIDEO", **label}
        vevent.add("conference", vUri(iri_to_uri(standing.join_url), params=link))


def _description(session, standing):
    """Plain text: what one wants to read on the way, and the page, since Google shows no URL property."""
    paragraphs = [
        standing.sentence,
        session.summary,
        capfirst(session.when.full),
        _place_lines(session, standing),
        _bring_lines(session.activity_shown),
        _("À savoir : %(words)s") % {"words": session.note} if session.note else "",
        _("La page de la séance : %(url)s") % {"url": session.page_url},
    ]
    return cleaned("\n\n".join(words.strip() for words in paragraphs if words.strip()))


def _place_lines(session, standing):
    lines, venue = [], session.venue
    if venue is not None:
        lines.append(_("Lieu : %(words)s") % {"words": place_line(session)})
        if venue.access:
            lines.append(_("Pour entrer : %(words)s") % {"words": venue.access})
        if venue.transport:
            lines.append(_("Pour venir : %(words)s") % {"words": venue.transport})
    if standing.join_url:
        url = iri_to_uri(standing.join_url)
        lines.append(_("Pour rejoindre la séance en ligne : %(url)s") % {"url": url})
    elif session.join_url and standing.status != CANCELLED:
        lines.append(_("En ligne : la page de la séance dit comment la rejoindre."))
    return "\n".join(lines)


def _bring_lines(activity):
    if not activity.bring:
        return ""
    return "\n".join([_("À apporter :"), *(f"- {line.value}" for line in activity.bring)])


def place_line(session):
    """Where it is held, as LOCATION says it: a name and an address, or « En ligne »."""
    venue = session.venue
    return one_line(f"{venue.name}, {venue.address}" if venue else session.place_words)

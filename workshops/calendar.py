"""Sessions → iCalendar bytes (RFC 5545, RFC 7986). Knows no HTTP, reads no clock, asks no query.

Words are in the active language. Sessions come from ``Session.objects….cards()`` or have been
through ``presentation.present``, with ``activity__locale`` and ``venue__commune`` loaded: then no
query is made here, whatever their number.

The same rows give the same bytes, so an ``ETag`` holds: nothing stands here that changes without
``revised_at`` (no places left, no « over »). ``icalendar`` writes the properties; what it does
not do right is done here:

- it describes zones by lists of dates, which puts Thunderbird an hour off: ``VTIMEZONES`` is
  fixed text with yearly rules (RFC 5545 §3.6.5);
- it escapes no plain ``str`` in NAME or X-, and writes a plain ``timedelta`` there as Python
  does: those go in as ``vText`` and ``vDuration``;
- it lets control characters through, and takes « \\N » in a text for a line break: ``_text``.
"""

import re
import unicodedata
from datetime import UTC, timedelta

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText, vUri

from content import languages
from content.validators import CALENDAR_SEPARATORS
from territories.zones import GUADELOUPE, PARIS

#: How often a subscribed calendar should ask again: well under a day, so that a cancellation of
#: tomorrow's session arrives, and seldom enough to cost nothing.
REFRESH = timedelta(hours=6)
LONGEST_SUMMARY = 255

#: One for every zone of ``territories.zones``, valid from 1996 on. A new one must read like these:
#: one STANDARD, at most one DAYLIGHT, yearly rules, onsets in the hour that ends (Outlook and
#: ical.js read nothing else right). A test holds each against tzdata.
VTIMEZONES = {
    PARIS: """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""",
    GUADELOUPE: """\
BEGIN:VTIMEZONE
TZID:America/Guadeloupe
BEGIN:STANDARD
DTSTART:19700101T000000
TZNAME:AST
TZOFFSETFROM:-0400
TZOFFSETTO:-0400
END:STANDARD
END:VTIMEZONE
""",
}

_END = b"END:VCALENDAR\r\n"
#: What some reader, or Python's own ``splitlines``, takes for the end of a line.
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Control characters (RFC 5545 §3.1), halves of characters, and the mark of a broken one.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
#: Readers, the library first, confuse an escaped backslash before an n with a line break.
_LIKE_A_LINE_BREAK = re.compile(r"\\(?=[nN])")
_SEPARATORS = str.maketrans(dict.fromkeys(CALENDAR_SEPARATORS, " "))


def feed(sessions, *, name):
    """The bytes of a public feed called ``name``: no METHOD, no personal data, no join link.

    ``name`` loses the characters that calendars show badly. An empty feed is valid too.
    """
    calendar = _calendar()
    calendar.add("name", vText(_word(name)))
    calendar.add("x-wr-calname", vText(_word(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return _assembled(calendar, sessions)


def single(session):
    """The bytes of one session's own file, as public as the feed: its event is the same."""
    return _assembled(_calendar(), [session])


def for_families(sessions):
    """The text of the file joined to a confirmation: the same events, with the join link.

    For families who have their places. No secret link of ours: calendars get shared.
    """
    return _assembled(_calendar(), sessions, with_link=True).decode()


def last_modified(sessions):
    """The instant (aware) when the latest of them was revised; None where there is none."""
    return max((session.revised_at for session in sessions), default=None)


def event(session, *, with_link=False):
    """The bytes of one VEVENT.

    In one language they change only when ``revised_at`` does, so they may be kept until then.
    """
    written = Event()
    _add_identity(written, session)
    _add_time(written, session)
    _add_words(written, session, with_link=with_link)
    _add_place(written, session, with_link=with_link)
    return written.to_ical()


def _calendar():
    calendar = Calendar()
    calendar.add("prodid", f"-//e-parentalite//agenda//{languages.active().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _assembled(calendar, sessions, *, with_link=False):
    """``calendar``, the zones its events use (Paris's if none: RFC 5545 §3.6 wants a component), the events.

    Joined as bytes, because the library would write every event again at each request.
    """
    sessions = list(sessions)
    zones = {str(_zone(session)) for session in sessions} - {"UTC"} if sessions else {PARIS}
    return b"".join(
        [
            calendar.to_ical().removesuffix(_END),
            *(VTIMEZONES[zone].replace("\n", "\r\n").encode() for zone in sorted(zones)),
            *(event(session, with_link=with_link) for session in sessions),
            _END,
        ]
    )


def _add_identity(written, session):
    """Which session this is, and which state of it (RFC 5545 §3.8.7)."""
    called_off = _is_called_off(session)
    written.add("uid", str(session.uid))
    written.add("dtstamp", session.revised_at)
    written.add("last-modified", session.revised_at)
    written.add("created", min(session.created_at, session.revised_at))
    # A cancellation is a revision: readers ignore one that kept the number 0 (RFC 5546 §2.1.4).
    written.add("sequence", max(session.sequence, 1) if called_off else session.sequence)
    written.add("status", "CANCELLED" if called_off else "CONFIRMED")
    written.add("transp", "TRANSPARENT" if called_off else "OPAQUE")


def _add_time(written, session):
    zone = _zone(session)
    written.add("dtstart", session.starts_at.astimezone(zone))
    written.add("dtend", session.ends_at.astimezone(zone))


def _add_words(written, session, *, with_link):
    written.add("summary", _in_language(_summary(session), session.lang or languages.active()))
    written.add("description", _in_language(_description(session, with_link=with_link), languages.active()))
    written.add("url", _page_url(session))
    categories = [word for theme in session.themes if len(word := _word(theme.label)) > 1]
    if categories:
        written.add("categories", categories)


def _add_place(written, session, *, with_link):
    venue = session.venue
    if venue is None:
        written.add("location", _in_language(_line(session.place_words), languages.active()))
    else:
        # As it is written on the door, whatever the language of the interface.
        written.add("location", _in_language(_full_address(venue), languages.default()))
        if venue.latitude:  # none of ours is on the equator: 0;0 means not known
            written.add("geo", (round(venue.latitude, 6), round(venue.longitude, 6)))
    if with_link and session.join_url and not _is_called_off(session):
        label = {"LABEL": _("Rejoindre la séance en ligne"), "LANGUAGE": languages.active()}
        link = {"VALUE": "URI", "FEATURE": "VIDEO", **label}
        written.add("conference", vUri(iri_to_uri(session.join_url), params=link))


def _is_called_off(session):
    """Cancelled, or postponed to a date not known yet: iCalendar has no other word for that."""
    return session.is_cancelled or session.is_postponed


def _zone(session):
    """The zone its hours are written in: its own, or UTC in the autumn hour that clocks show twice.

    A local hour there means the first of the two (RFC 5545 §3.3.5): the second cannot be said,
    and readers do not agree on the first.
    """
    start, end = session.when.start, session.when.end
    return UTC if _is_shown_twice(start) or _is_shown_twice(end) else start.tzinfo


def _is_shown_twice(moment):
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _summary(session):
    """One line. Its state is said in it, because Outlook shows no STATUS of a subscribed calendar."""
    if session.is_cancelled:
        words = _("Annulé : %(title)s") % {"title": session.title}
    elif session.is_postponed:
        words = _("Reporté : %(title)s") % {"title": session.title}
    else:
        words = session.title
    line = _line(words)
    return line if len(line) <= LONGEST_SUMMARY else f"{line[: LONGEST_SUMMARY - 1]}…"


def _description(session, *, with_link):
    """Plain text: what one wants to read on the way, and the page, since Google shows no URL property."""
    paragraphs = [
        _state_words(session),
        session.summary,
        capfirst(session.when.full),
        _place_lines(session, with_link=with_link),
        _bring_lines(session.activity_shown),
        _("À savoir : %(words)s") % {"words": session.note} if session.note else "",
        _("La page de la séance : %(url)s") % {"url": _page_url(session)},
    ]
    return _text("\n\n".join(words.strip() for words in paragraphs if words.strip()))


def _state_words(session):
    if session.is_cancelled:
        return _("Cette séance est annulée.")
    if session.is_postponed:
        return _("Cette séance est reportée. Sa nouvelle date n’est pas encore connue.")
    return ""


def _place_lines(session, *, with_link):
    lines, venue = [], session.venue
    if venue is not None:
        lines.append(_("Lieu : %(words)s") % {"words": _full_address(venue)})
        if venue.access:
            lines.append(_("Pour entrer : %(words)s") % {"words": venue.access})
        if venue.transport:
            lines.append(_("Pour venir : %(words)s") % {"words": venue.transport})
    if session.join_url and not _is_called_off(session):
        if with_link:
            url = iri_to_uri(session.join_url)
            lines.append(_("Pour rejoindre la séance en ligne : %(url)s") % {"url": url})
        else:
            lines.append(_("En ligne : la page de la séance dit comment la rejoindre."))
    return "\n".join(lines)


def _bring_lines(activity):
    if not activity.bring:
        return ""
    return "\n".join([_("À apporter :"), *(f"- {line.value}" for line in activity.bring)])


def _full_address(venue):
    return _line(f"{venue.name}, {venue.address}")


def _page_url(session):
    return settings.BASE_URL + session.get_absolute_url()


def _in_language(words, language):
    return vText(words, params={"LANGUAGE": language})


def _text(words):
    """``words`` as every calendar reads them: composed accents, no control character, one line break."""
    words = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", str(words))).replace("\t", " ")
    return _LIKE_A_LINE_BREAK.sub("/", _UNREADABLE.sub("", words))


def _line(words):
    """The same on one line; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", _text(words)).strip()


def _word(words):
    """A name of a calendar or category, without the separators several readers show or split at."""
    return _line(str(words).translate(_SEPARATORS))

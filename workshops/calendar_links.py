"""Addresses that put a session, or a feed, in a reader's calendar. Pure: objects in, addresses out.

Plain links: nothing leaves for Google or Microsoft before one of them is followed. The templates'
parameters are those of https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from workshops.calendar.events import place_line
from workshops.calendar.text import cleaned, cut, one_line

GOOGLE = "https://calendar.google.com/calendar"
OUTLOOK = "https://outlook.live.com/calendar/0"
#: In characters: what servers and old browsers let through.
LONGEST = 2000


@dataclass(frozen=True)
class SessionLinks:
    """Where a session's event is ready to be saved, one address per calendar."""

    google: str
    outlook: str


@dataclass(frozen=True)
class FeedLinks:
    """The ways to a feed: follow it from any application, fetch it once, follow it from a site's calendar."""

    subscribe: str
    download: str
    google: str
    outlook: str


def of_session(session):
    """``SessionLinks`` of a public session that is to come, in the active language.

    As public as its file: the words end with its own page, the link to join is not there. Where
    all is too long, the words are cut first, then the place, then the title.
    """
    texts = [one_line(session.title), place_line(session), cleaned(session.summary).strip()]
    page = _("La page de la séance : %(url)s") % {"url": session.page_url}

    def google(title, place, words):
        span = f"{_utc(session.starts_at, '%Y%m%dT%H%M%SZ')}/{_utc(session.ends_at, '%Y%m%dT%H%M%SZ')}"
        query = {"text": title, "dates": span, "ctz": session.time_zone}
        return _address(
            f"{GOOGLE}/render?action=TEMPLATE", query, details=_above(page, words), location=place
        )

    def outlook(title, place, words):
        start, end = (_utc(moment, "%Y-%m-%dT%H:%M:%SZ") for moment in (session.starts_at, session.ends_at))
        query = {"subject": title, "startdt": start, "enddt": end}
        compose = f"{OUTLOOK}/deeplink/compose?path=/calendar/action/compose&rru=addevent"
        return _address(compose, query, body=_above(page, words), location=place)

    return SessionLinks(google=_fitted(google, texts), outlook=_fitted(outlook, texts))


def of_feed(url, name):
    """``FeedLinks`` of the feed at ``url`` (absolute), called ``name``."""
    webcal = f"webcal://{url.partition('://')[2]}"
    return FeedLinks(
        subscribe=webcal,
        download=url,
        # Of https: Google says that it is nobody's mail address (calagator/calagator#556).
        google=f"{GOOGLE}/r?cid={quote(webcal, safe='')}",
        outlook=f"{OUTLOOK}/addfromweb?url={quote(url, safe='')}&name={quote(name, safe='')}",
    )


def _utc(moment, pattern):
    return moment.astimezone(UTC).strftime(pattern)


def _above(page, words):
    return f"{words}\n\n{page}" if words else page


def _address(beginning, query, **more):
    """``+`` would stay a plus in Outlook: spaces are %20."""
    return f"{beginning}&{urlencode({**query, **more}, quote_via=quote, safe='/:')}"


def _fitted(address, texts):
    """``address(*texts)`` in ``LONGEST`` characters; of too long ones the last is cut first, as little as that takes."""
    for place in reversed(range(len(texts))):
        if len(address(*texts)) <= LONGEST:
            break
        texts = _shortened(address, texts, place)
    return address(*texts)


def _shortened(address, texts, place):
    """``texts`` with the one at ``place`` as long as the address allows, empty if it allows nothing."""

    def keeping(number):
        return [*texts[:place], cut(texts[place], number) if number else "", *texts[place + 1 :]]

    allowed = bisect_right(
        range(len(texts[place])), LONGEST, key=lambda number: len(address(*keeping(number)))
    )
    return keeping(max(allowed - 1, 0))

"""Our rules about calendars, as checks: what a calendar, a mail, two versions, several exports or a server break.

Each finding is a sentence that starts with the code of its rule: « B05: line 12 has 80 octets ».
Written from RFC 5545, 5546, 6047, 7986, 9110; no reader or writer of calendars is asked.
"""

from datetime import UTC, datetime

from tests.ical.documents import read
from tests.ical.rules import (
    comparison,
    dates,
    feed,
    http,
    identity,
    itip,
    mail,
    octets,
    privacy,
    structure,
    texts,
    values,
    zones,
)
from tests.ical.rules.registry import INVITATION, KINDS, RULES, Reading, findings

SECTIONS = (
    octets,
    structure,
    identity,
    dates,
    zones,
    texts,
    values,
    privacy,
    feed,
    itip,
    mail,
    comparison,
    http,
)
MAX_BYTES = 1_000_000

__all__ = [
    "RULES",
    "SECTIONS",
    "broken",
    "broken_across",
    "broken_between",
    "broken_http",
    "broken_mail",
    "codes",
    "unexpected",
]


def broken(content, *, kind="feed", owner="", allowed=(), secrets=(), max_bytes=MAX_BYTES, now=None):
    """What a calendar breaks (A to H). Never raises on bad bytes.

    ``kind``: "feed" (public feed), "file" (public file of one session), "own" (personal feed), "invitation".
    ``owner``: address of the person whose calendar it is; ``allowed``: other addresses that may stand;
    ``secrets``: strings that may stand nowhere; ``max_bytes``: None is not checked; ``now``: aware.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {sorted(KINDS)}")
    reading = Reading(read(content), kind, owner, allowed, secrets, max_bytes, now or datetime.now(UTC))
    return findings("calendar", reading, kind=kind)


def broken_mail(message, *, owner="", allowed=(), secrets=(), max_bytes=MAX_BYTES, now=None):
    """What a mail that invites breaks (I), then what its calendar does; ``owner`` is its recipient, its sender may stand."""
    given = mail.letter(message)
    found = findings("mail", given)
    if not given.calendars:
        return found
    recipients = mail.addresses(message, "To")
    return found + broken(
        given.content,
        kind=INVITATION,
        owner=owner or next(iter(recipients), ""),
        allowed=[*allowed, *mail.addresses(message, "From", "Reply-To")],
        secrets=secrets,
        max_bytes=max_bytes,
        now=now,
    )


def broken_between(before, after, *, now):
    """What the later of two versions of one feed breaks (X01 to X04); ``now`` (aware): when the later was read."""
    return findings("pair", comparison.Pair(read(before), read(after), now))


def broken_across(contents):
    """What several exports say differently of the same session (X05), whatever their language."""
    return findings("exports", [read(content) for content in contents])


def unexpected(content, expected):
    """Where a calendar differs (X06) from ``expected``: dicts of uid and any of start, end, summary, status, location, url.

    Instants are aware, in UTC.
    """
    return findings("expectation", comparison.Expectation(read(content), expected))


def broken_http(get, url, *, is_personal=False, is_feed=True, robots=None):
    """What a server breaks (K). ``get(url, headers, method="GET")`` → ``.status``, ``.headers``, ``.body`` (not gzipped).

    ``headers`` know no case; ``robots``: the text of robots.txt, None is not checked.
    """
    return findings("http", http.Asked(get, url, is_personal, is_feed, robots))


def codes(found):
    """The codes of these findings."""
    return {finding.partition(":")[0] for finding in found}

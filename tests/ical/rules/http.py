"""K. HTTP (RFC 9110, RFC 9111, RFC 6266, RFC 8187): ``get`` asks, nothing here knows how."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from functools import cached_property
from typing import Any
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

from tests.ical.documents import read
from tests.ical.rules.registry import rule

LONGEST_URL = 256
#: Names under which calendars ask, and the one that robots.txt is held against.
AGENTS = (
    "Google-Calendar-Importer",
    "Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1",
    "Microsoft Exchange Server",
)
ROBOT = "Google-Calendar-Importer"
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
_FORM = "%a, %d %b %Y %H:%M:%S GMT"


@dataclass
class Asked:
    """``get(url, headers, method="GET")`` → status, headers, body. The first answer is kept."""

    get: Callable[..., Any]
    url: str
    is_personal: bool
    is_feed: bool
    robots: str | None

    @cached_property
    def first(self):
        return self.get(self.url, {})

    def header(self, name):
        return header(self.first, name)

    def again(self, method="GET", **headers):
        """Another request; ``If_None_Match`` stands for If-None-Match."""
        return self.get(
            self.url, {name.replace("_", "-"): value for name, value in headers.items()}, method=method
        )


def header(answer, name):
    """A header of an answer, "" where there is none."""
    return str(answer.headers.get(name) or "")


def http_date(text):
    """An aware datetime, or None (RFC 9110 §5.6.7, the form to be written)."""
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


@rule("H01", "GET answers 200 without redirection to a login page", subject="http")
def answers(asked):
    if asked.first.status != 200 or not asked.first.body.startswith(b"BEGIN:VCALENDAR"):
        yield f"{asked.first.status} {asked.first.body[:30]!r}"


@rule("H02", "Content-Type: text/calendar; charset=utf-8 (method= only if METHOD)", subject="http")
def says_its_type(asked):
    written = Message()
    written["Content-Type"] = asked.header("Content-Type")
    charset, method = str(written.get_param("charset", "")), str(written.get_param("method", ""))
    if written.get_content_type() != "text/calendar" or charset.lower() != "utf-8":
        yield f"Content-Type is {asked.header('Content-Type')!r}"
    if method.upper() != (wanted := read(asked.first.body).calendar.value("METHOD")) and (method or wanted):
        yield f"method is {method!r}, METHOD {wanted!r}"


@rule(
    "H03",
    "Content-Disposition: file name ending in .ics, ASCII, filename* for accents; a feed is inline or has none",
    subject="http",
)
def names_its_file(asked):
    written = asked.header("Content-Disposition")
    disposition = written.partition(";")[0].strip().lower()
    name = re.search(r';\s*filename=(?:"([^"]*)"|([^;"\s]+))', written, re.IGNORECASE)
    accented = re.search(r";\s*filename\*=([^;]+)", written, re.IGNORECASE)
    if asked.is_feed and disposition not in {"", "inline"}:
        yield f"a feed is {disposition}"
    if not written.isascii():
        yield f"{written!r} is not ASCII"
    if (written or not asked.is_feed) and not name:
        yield f"{written!r} has no file name"
    if name and not (name[1] or name[2] or "").endswith(".ics"):
        yield f"{written!r} names no .ics"
    if accented and not re.fullmatch(r"UTF-8''[!#$&+.^_`|~0-9A-Za-z%-]+\.ics", accented[1].strip()):
        yield f"filename* is {unquote(accented[1])!r}"


@rule("H04", "ETag (well-formed) and Last-Modified (HTTP date, not in the future) present", subject="http")
def says_its_version(asked):
    if not _ETAG.fullmatch(asked.header("ETag")):
        yield f"ETag is {asked.header('ETag')!r}"
    modified = http_date(asked.header("Last-Modified"))
    if modified is None or modified > datetime.now(UTC):
        yield f"Last-Modified is {asked.header('Last-Modified')!r}"


@rule(
    "H05",
    "If-None-Match with the ETag → 304 without body, ETag repeated; W/ form too; other tag → 200",
    subject="http",
)
def compares_tags(asked):
    if not (tag := asked.header("ETag")):
        return
    plain = tag.removeprefix("W/")
    for sent in (tag, plain, f"W/{plain}", f'"other", {tag}', "*"):
        answer = asked.again(If_None_Match=sent)
        if answer.status != 304 or answer.body:
            yield f"{sent} gave {answer.status} and {len(answer.body)} bytes"
        elif header(answer, "ETag").removeprefix("W/") != plain:
            yield f"304 says ETag {header(answer, 'ETag')!r}"
    if (answer := asked.again(If_None_Match='"another-version"')).status != asked.first.status:
        yield f"another tag gave {answer.status}"


@rule(
    "H06",
    "If-Modified-Since: Last-Modified → 304; older or unreadable date → 200; If-None-Match wins",
    subject="http",
)
def compares_dates(asked):
    written = asked.header("Last-Modified")
    if (modified := http_date(written)) is None:
        return
    answer = asked.again(If_Modified_Since=written)
    if answer.status != 304 or answer.body:
        yield f"its own date gave {answer.status} and {len(answer.body)} bytes"
    earlier = format_datetime(modified - timedelta(days=1), usegmt=True)
    for sent in (earlier, "not a date"):
        if (answer := asked.again(If_Modified_Since=sent)).status != asked.first.status:
            yield f"{sent} gave {answer.status}"
    both = asked.again(If_Modified_Since=written, If_None_Match='"another-version"')
    if both.status != asked.first.status:
        yield f"another tag with its own date gave {both.status}"


@rule("H07", "HEAD gives the status and headers of GET, no body", subject="http")
def answers_head(asked):
    answer = asked.again(method="HEAD")
    if answer.status != asked.first.status or answer.body:
        yield f"HEAD gave {answer.status} and {len(answer.body)} bytes"
    for name in ("Content-Type", "ETag", "Last-Modified", "Cache-Control", "Content-Disposition"):
        if header(answer, name) != asked.header(name):
            yield f"HEAD says {name} {header(answer, name)!r}, GET {asked.header(name)!r}"
    sizes = {header(answer, "Content-Length"), asked.header("Content-Length")} - {""}
    if len(sizes) > 1:
        yield f"HEAD and GET say Content-Length {sorted(sizes)}"


@rule(
    "H08", "same body for every client, whatever it accepts, whatever its name, gzip or not", subject="http"
)
def says_the_same_to_all(asked):
    asked_for = [{"Accept": accepted} for accepted in ("text/calendar", "text/html", "*/*")]
    asked_for += [{"User-Agent": agent} for agent in AGENTS] + [{"Accept-Encoding": "gzip"}]
    for headers in asked_for:
        answer = asked.get(asked.url, headers)
        if answer.status != asked.first.status or answer.body != asked.first.body:
            yield f"{headers} gave {answer.status} and another body"


@rule("H09", "stable: a second GET gives the same bytes and ETag", subject="http")
def stays_the_same(asked):
    answer = asked.again()
    if answer.body != asked.first.body or header(answer, "ETag") != asked.header("ETag"):
        yield "a second GET gave other bytes or another ETag"


@rule(
    "H10",
    "no cookie; public: cacheable; personal: private, noindex, no-referrer",
    subject="http",
)
def is_kept_by_whom_it_concerns(asked):
    if asked.header("Set-Cookie"):
        yield "sets a cookie"
    kept = {part.strip().lower() for part in asked.header("Cache-Control").split(",")}
    if not asked.is_personal:
        if kept & {"private", "no-store"} or asked.header("Vary").strip() == "*":
            yield f"Cache-Control is {asked.header('Cache-Control')!r}, Vary {asked.header('Vary')!r}"
        return
    if "private" not in kept or kept & {"public"}:
        yield f"Cache-Control is {asked.header('Cache-Control')!r}"
    if "noindex" not in asked.header("X-Robots-Tag").lower():
        yield f"X-Robots-Tag is {asked.header('X-Robots-Tag')!r}"
    if asked.header("Referrer-Policy").lower() != "no-referrer":
        yield f"Referrer-Policy is {asked.header('Referrer-Policy')!r}"


@rule(
    "H11", "robots.txt does not forbid the feed (Google obeys it); URL at most 256 characters", subject="http"
)
def may_be_fetched(asked):
    if len(asked.url) > LONGEST_URL:
        yield f"its address has {len(asked.url)} characters"
    if asked.robots is not None:
        robots = RobotFileParser()
        robots.parse(asked.robots.splitlines())
        if not robots.can_fetch(ROBOT, asked.url):
            yield "robots.txt forbids it"


@rule(
    "H12", "personal feed: a wrong token answers 404 (or 410), in text, without the calendar", subject="http"
)
def knows_its_token(asked):
    if not asked.is_personal:
        return
    answer = asked.get(_with_another_token(asked.url), {})
    kind = header(answer, "Content-Type").lower()
    is_text = kind.startswith("text/") and not kind.startswith("text/calendar")
    if answer.status not in {404, 410} or not is_text or b"BEGIN:VCALENDAR" in answer.body:
        yield f"a wrong token gave {answer.status}, {kind!r}"


def _with_another_token(url):
    """The same address with one character changed in the middle of its longest part, the token."""
    token = max(re.findall(r"[^/?&=#.]+", re.sub(r"^\w+://[^/]+", "", url)), key=len)
    middle = len(token) // 2
    other = "2" if token[middle] != "2" else "3"
    start = url.rindex(token)
    return url[: start + middle] + other + url[start + middle + 1 :]

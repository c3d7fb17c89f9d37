"""E. Values that are texts (RFC 5545 §3.3.11, §3.8.1)."""

import re
from html.entities import html5

from tests.ical.documents import decoded
from tests.ical.rules import names
from tests.ical.rules.registry import rule

LONGEST_SUMMARY = 255
_TAGS = (
    "a|abbr|b|big|blockquote|body|br|button|center|code|div|em|font|footer|form|h1|h2|h3|h4|h5|h6|head|header|hr|html"
    "|i|iframe|img|input|li|link|main|meta|nav|ol|p|pre|s|script|section|small|span|strong|style|sub|sup|table|tbody"
    "|td|th|thead|title|tr|u|ul"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
_SCRIPT = re.compile(r"<\s*(script|iframe|object|embed)\b|\son\w+\s*=|javascript:", re.IGNORECASE)


@rule("T01", r"TEXT escaping: \\ \; \, \n only, no bare ',' or ';'")
def escapes_texts(reading):
    for found in _texts(reading):
        bare = re.sub(r"\\[\\;,nN]", "", found.value)
        if trouble := sorted(set(re.findall(r"[;\\]" if found.name in names.LISTS else r"[,;\\]", bare))):
            yield f"line {found.line}: {found.name} has a bare {' '.join(trouble)}"


@rule("T02", r"no double escaping (text that still shows \n or \, once decoded)")
def escapes_once(reading):
    for found in _texts(reading):
        if shown := re.search(r"\\[nN,;]", found.text):
            yield f"line {found.line}: {found.name} still shows {shown[0]}"


@rule("T03", "SUMMARY, LOCATION, DESCRIPTION are plain text (no HTML tags, no entities)")
def is_plain_text(reading):
    for component in [reading.calendar, *reading.events]:
        for found in component.all("SUMMARY", "LOCATION", "DESCRIPTION"):
            if shown := _TAG.search(found.text):
                yield f"line {found.line}: {found.name} holds the tag {shown[0]}"
            for entity in _ENTITY.finditer(found.text):
                if entity[1].startswith("#") or f"{entity[1]};" in html5:
                    yield f"line {found.line}: {found.name} holds the entity {entity[0]}"


@rule("T04", "X-ALT-DESC has FMTTYPE=text/html, no script, and a DESCRIPTION beside it")
def has_a_harmless_twin_in_html(reading):
    for component in reading.document.components:
        for found in component.all("X-ALT-DESC"):
            if found.parameter("FMTTYPE").lower() != "text/html":
                yield f"line {found.line}: X-ALT-DESC is {found.parameter('FMTTYPE') or 'of no type'}"
            if _SCRIPT.search(found.text):
                yield f"line {found.line}: X-ALT-DESC holds a script"
            if not component.text("DESCRIPTION").strip():
                yield f"line {found.line}: X-ALT-DESC has no DESCRIPTION beside it"


@rule("T05", "SUMMARY present, not empty, at most 255 characters, one line")
def has_a_summary(reading):
    for event in reading.events:
        summary = event.text("SUMMARY")
        if not summary.strip():
            yield f"{event.where} has no SUMMARY"
        if len(summary) > LONGEST_SUMMARY:
            yield f"{event.where}: SUMMARY has {len(summary)} characters"
        if len(summary.splitlines()) > 1:
            yield f"{event.where}: SUMMARY has {len(summary.splitlines())} lines"


@rule("T06", "URL present and repeated in DESCRIPTION (Google shows no URL property)")
def says_its_page_twice(reading):
    for event in reading.events:
        url = event.value("URL")
        if not url:
            yield f"{event.where} has no URL"
        elif url not in event.text("DESCRIPTION"):
            yield f"{event.where}: DESCRIPTION does not say {url}"


@rule("T09", "every event has a LOCATION (or a CONFERENCE when online)")
def says_where(reading):
    for event in reading.events:
        if not event.text("LOCATION").strip() and not event.value("CONFERENCE"):
            yield f"{event.where} has no LOCATION and no CONFERENCE"


@rule("T10", "CATEGORIES: no empty or one-letter entry, no comma or semicolon inside a name")
def has_whole_categories(reading):
    for component in [reading.calendar, *reading.events]:
        for found in component.all("CATEGORIES"):
            for entry in [decoded(entry) for entry in found.entries]:
                if len(entry.strip()) < 2 or set(entry) & {",", ";"}:
                    yield f"line {found.line}: {entry!r} is a poor category"


@rule("T15", r"no ',' ';' or '\' in NAME and X-WR-CALNAME (shown with the backslash)")
def has_a_simple_name(reading):
    for found in reading.calendar.all("NAME", "X-WR-CALNAME"):
        if set(found.value) & set(",;\\"):
            yield f"line {found.line}: {found.name} is {found.value!r}"


def _texts(reading):
    """Every property whose value is TEXT: by its name, or an extension that says so."""
    for found in reading.document.properties:
        by_name = found.name in names.TEXTS | names.LISTS
        if by_name or (found.name.startswith("X-") and found.parameter("VALUE").upper() == "TEXT"):
            yield found

"""A. Bytes (RFC 5545 §3.1)."""

import re
import unicodedata

from tests.ical.documents import property_of
from tests.ical.rules.registry import rule

LONGEST_LINE = 75
#: UTF-8 read as Latin-1 or Windows-1252, then written as UTF-8 again: « Ã© », « Â », « â€™ », « ðŸ », « Ø§Ù„ ».
_SECOND_BYTE = "[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
_MOJIBAKE = re.compile(rf"[ÃÂ]{_SECOND_BYTE}|[âð]{_SECOND_BYTE}{{2}}|(?:[ØÙ]{_SECOND_BYTE}){{2}}")


@rule("B01", "starts with BEGIN:VCALENDAR, no BOM, nothing before")
def starts_with_begin(reading):
    if not re.match(rb"BEGIN:VCALENDAR(\r|\n|$)", reading.document.content, re.IGNORECASE):
        yield f"starts with {reading.document.content[:20]!r}"


@rule("B02", "whole body is valid UTF-8")
def is_utf8(reading):
    for line in reading.document.lines:
        if not _is_utf8(line.raw):
            yield f"line {line.number} is no UTF-8"


@rule("B03", "every line ends with CRLF (no bare LF, no bare CR)")
def ends_lines_with_crlf(reading):
    content = reading.document.content
    for found in re.finditer(rb"(?<!\r)\n|\r(?!\n)", content):
        number = len(re.findall(rb"\r\n|\r|\n", content[: found.start()])) + 1
        yield f"line {number} ends with {found[0]!r}"


@rule("B04", "last line is END:VCALENDAR followed by CRLF and nothing else")
def ends_with_end(reading):
    if not re.search(rb"(^|\n)END:VCALENDAR\r\n\Z", reading.document.content, re.IGNORECASE):
        yield f"ends with {reading.document.content[-20:]!r}"


@rule("B05", "no physical line longer than 75 octets (without CRLF)")
def folds_long_lines(reading):
    for number, piece in reading.document.physical:
        if len(piece) > LONGEST_LINE:
            yield f"line {number} has {len(piece)} octets"


@rule("B06", "folding never splits a UTF-8 sequence")
def folds_between_characters(reading):
    for line in reading.document.lines:
        if _is_utf8(line.raw) and not all(map(_is_utf8, line.pieces)):
            yield f"line {line.number} is folded inside a character"


@rule("B07", "every unfolded line is name *(;param) : value")
def has_content_lines_only(reading):
    for line in reading.document.malformed:
        yield f"line {line.number} is no content line: {line.raw[:40]!r}"


@rule("B08", "no control character in a value")
def has_no_control_character(reading):
    for found in reading.document.properties:
        if controls := control_characters(found.value):
            yield f"line {found.line}: {found.name} holds {controls}"


@rule("B09", "no mojibake: U+FFFD, double-encoded UTF-8, decomposed accents (NFD)")
def reads_as_it_was_typed(reading):
    for line in reading.document.lines:
        text = line.text
        if "\ufffd" in text:
            yield f"line {line.number} holds U+FFFD"
        if found := _MOJIBAKE.search(text):
            yield f"line {line.number} was encoded twice: {found[0]!r}"
    # As read: on the wire an accent after a line break would seem to stand on the n of « \\n ».
    for found in reading.document.properties:
        entries = [entry for _name, written in found.parameters for entry in written]
        if not all(unicodedata.is_normalized("NFC", text) for text in [found.text, *entries]):
            yield f"line {found.line}: {found.name} has decomposed accents"


@rule("B10", "size at most max_bytes (default 1 000 000)")
def is_not_too_large(reading):
    size = len(reading.document.content)
    if reading.max_bytes is not None and size > reading.max_bytes:
        yield f"{size} bytes where {reading.max_bytes} are allowed"


def control_characters(text):
    """The control characters of a text, the tab apart (RFC 5545 §3.1, CONTROL), and those of Latin-1."""
    return [hex(ord(one)) for one in text if one != "\t" and unicodedata.category(one) == "Cc"]


def has_quoting_trouble(line):
    """Is this malformed line a property whose parameters are the trouble?"""
    return property_of(line) is None and re.match(r"[A-Za-z-]+;.*?(CN|LABEL|ALTREP|LANGUAGE)=", line.text)


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""Words as every calendar reads them. ``icalendar`` folds and escapes; what it lets through is taken out here."""

import re
import unicodedata

from icalendar import vText

from content.validators import CALENDAR_SEPARATORS

#: What some reader, or Python's own ``splitlines``, takes for the end of a line.
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Control characters (RFC 5545 §3.1), halves of characters, and the mark of a broken one.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
#: Readers, the library first, take an escaped backslash before one of these for an escape of its own.
_LIKE_AN_ESCAPE = re.compile(r"\\(?=[nN,;])")
_SEPARATORS = str.maketrans(dict.fromkeys(CALENDAR_SEPARATORS, " "))


def cleaned(words):
    """``words`` with composed accents, no control character, and « \\n » alone between its lines."""
    words = _UNREADABLE.sub("", _LINE_BREAKS.sub("\n", str(words)).replace("\t", " "))
    return _LIKE_AN_ESCAPE.sub("/", unicodedata.normalize("NFC", words))


def one_line(words):
    """The same on one line; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", cleaned(words)).strip()


def plain_name(words):
    """A name of a calendar or category, without the separators several readers show or split at."""
    return one_line(str(words).translate(_SEPARATORS))


def cut(words, longest):
    """``words``, or their beginning and « … », ``longest`` characters at most."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def in_language(words, language):
    """A text property's value that says which language it is in (RFC 5545 §3.2.10)."""
    return vText(words, params={"LANGUAGE": language})

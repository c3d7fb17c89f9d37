"""What a reader of calendars finds in one, whichever reader it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps


@dataclass(frozen=True)
class Reading:
    """One event. ``start`` and ``end`` are aware, in UTC; a text that is not there is ""."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    status: str
    location: str
    description: str
    url: str
    sequence: int


class Absent(Exception):
    """This reader is not on this machine; the message says how to have it."""


class Refused(Exception):
    """A reader found fault with the calendar."""


def strict(read):
    """A reader that gives its ``Reading``s by start, and whose every error is ``Refused``, whatever it calls it."""

    @wraps(read)
    def reader(content):
        try:
            return sorted(read(content), key=lambda reading: (reading.start, reading.uid))
        except (Absent, Refused):
            raise
        except Exception as error:
            raise Refused(f"{type(error).__name__}: {error}") from error

    return reader


def in_utc(moment):
    """An aware datetime, in UTC; a floating one is refused: Python would take it for this machine's."""
    if moment.tzinfo is None:
        raise Refused(f"{moment} stands in no time zone")
    return moment.astimezone(UTC)

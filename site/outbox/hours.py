"""When a text message may leave: it rings where the reader is, and wakes nobody."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS = time(8)
CLOSES = time(20)


def next_leave(time_zone, now):
    """``now`` if it is between 8 h and 20 h on the reader's clock, else the next 8 h there, in UTC.

    ``time_zone``: a name such as "America/Guadeloupe"; the site's own without one that is known.
    """
    local = now.astimezone(_zone(time_zone))
    if OPENS <= local.time() < CLOSES:
        return now
    day = local.date() + timedelta(days=local.time() >= CLOSES)
    # Put together on the reader's clock: on the night it changes, 8 h is not twelve hours after 20 h.
    return datetime.combine(day, OPENS, tzinfo=local.tzinfo).astimezone(UTC)


def _zone(name):
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (KeyError, ValueError, OSError):  # one odd row must not stop the messages behind it
        return ZoneInfo(settings.TIME_ZONE)

"""Dates and hours in words, as families read them.

French usage: « samedi 13 mars 2027 de 9 h 30 à 11 h 30 », day and month in lower case, « 1er »,
« 9 h » and not « 9 h 00 », no-break spaces around the h. The zone is said wherever it is not
that of Paris.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from territories.zones import ZONES

HOME_ZONE = "Europe/Paris"
NBSP = "\u00a0"


def day_number(day):
    """« 1er » or « 13 »; other languages write the number alone."""
    if day.day == 1 and (translation.get_language() or "fr").startswith("fr"):
        return "1er"
    return str(day.day)


def date_words(day, *, weekday=True):
    """« samedi 13 mars 2027 » for a ``date`` or an aware ``datetime`` already in its zone."""
    words = _("%(day)s %(month)s %(year)s") % {
        "day": day_number(day),
        "month": MONTHS[day.month],
        "year": day.year,
    }
    if not weekday:
        return words.replace(" ", NBSP, 1)
    # Translators: a full date, « samedi 13 mars 2027 »
    return _("%(weekday)s %(date)s") % {"weekday": WEEKDAYS[day.weekday()], "date": words}


def hour_words(moment):
    """« 9 h 30 », « 9 h »; in other languages « 9:30 »."""
    if (translation.get_language() or "fr").startswith("fr"):
        minutes = f"{NBSP}{moment.minute:02}" if moment.minute else ""
        return f"{moment.hour}{NBSP}h{minutes}"
    return f"{moment.hour}:{moment.minute:02}"


def zone_words(zone):
    """« heure de Guadeloupe »."""
    return str(ZONES[zone])


def moment_words(moment, zone):
    """« samedi 13 mars 2027 à 9 h 30 », with the zone where it is not that of Paris."""
    local = moment.astimezone(ZoneInfo(zone))
    words = _("%(date)s à %(hour)s") % {"date": date_words(local), "hour": hour_words(local)}
    return words if zone == HOME_ZONE else f"{words} ({zone_words(zone)})"


def dated_words(moment, zone):
    """« 13 mars 2027 à 9 h 30 (heure de Paris) », for people who read of several zones."""
    local = moment.astimezone(ZoneInfo(zone))
    words = _("%(date)s à %(hour)s") % {"date": date_words(local, weekday=False), "hour": hour_words(local)}
    return f"{words} ({zone_words(zone)})"


def duration_words(minutes):
    """« 1 h 30 », « 45 min »."""
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{minutes:02}"}


def local_instant(day, hour, zone):
    """The aware UTC instant of ``hour`` on ``day`` as clocks in ``zone`` show it.

    Raises ``ValueError`` for an hour that the spring change skips. An hour that the autumn
    change shows twice is the first of the two.
    """
    instant = datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != datetime.combine(day, hour):
        raise ValueError(_("Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."))
    return instant


@dataclass(frozen=True)
class Span:
    """From ``starts_at`` to ``ends_at`` (aware), said in ``time_zone``."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str

    @cached_property
    def start(self):
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @cached_property
    def end(self):
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def weekday(self):
        return WEEKDAYS[self.start.weekday()]

    @property
    def day(self):
        return day_number(self.start)

    @property
    def month(self):
        return MONTHS[self.start.month]

    @property
    def year(self):
        return str(self.start.year)

    @property
    def date(self):
        return date_words(self.start)

    @property
    def hours(self):
        """« de 9 h 30 à 11 h 30 »; the end's date too where it is another day."""
        end = hour_words(self.end)
        if self.end.date() != self.start.date():
            end = f"{date_words(self.end)}, {end}"
        return _("de %(start)s à %(end)s") % {"start": hour_words(self.start), "end": end}

    @property
    def zone(self):
        """« heure de Guadeloupe », or nothing in the zone of Paris."""
        return "" if self.time_zone == HOME_ZONE else zone_words(self.time_zone)

    @property
    def full(self):
        words = f"{self.date} {self.hours}"
        return f"{words} ({self.zone})" if self.zone else words

    @property
    def elsewhere(self):
        """The same moment in our other zones, for those who join on line."""
        spans = (Span(self.starts_at, self.ends_at, zone) for zone in ZONES if zone != self.time_zone)
        return [
            _("%(hours)s (%(zone)s)")
            % {
                "hours": span.hours
                if span.start.date() == self.start.date()
                else f"{span.date} {span.hours}",
                "zone": zone_words(span.time_zone),
            }
            for span in spans
        ]

    @property
    def everywhere(self):
        """``full``, its own zone always said, and then the same moment in our other zones."""
        here = f"{self.date} {self.hours} ({zone_words(self.time_zone)})"
        # Translators: « samedi 13 mars 2027 de 20 h à 21 h (heure de Paris), soit de 15 h à 16 h (heure de … »
        return _("%(here)s, soit %(elsewhere)s") % {"here": here, "elsewhere": ", ".join(self.elsewhere)}

    @property
    def start_iso(self):
        return self.start.isoformat()

    @property
    def end_iso(self):
        return self.end.isoformat()


def parse_date(text):
    """A ``date`` for « 2027-03-13 », or None for anything else, 31 February included."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

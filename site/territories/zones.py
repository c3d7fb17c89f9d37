"""The time zones the site knows: those our calendars have a ``VTIMEZONE`` for, and no other.

To serve a département of another zone: add the zone here, its ``VTIMEZONE`` to the calendar,
its départements below, and a migration for the constraint on ``Territory.time_zone``.
"""

from django.utils.translation import gettext_lazy as _

PARIS = "Europe/Paris"
GUADELOUPE = "America/Guadeloupe"

ZONES = {
    PARIS: _("heure de Paris"),
    GUADELOUPE: _("heure de Guadeloupe"),
}

# Guadeloupe, and those whose clocks always show the same hour as hers (UTC-4, never changed):
# Martinique (972), Saint-Barthélemy (977) and Saint-Martin (978) have zones of their own in
# IANA's base, but the rule is the same, so Guadeloupe's stands for them until they have theirs.
_ON_GUADELOUPE_TIME = {"971", "972", "977", "978"}


def zone_of_department(code):
    """The IANA zone of the département with this INSEE code ("88", "2A", "971").

    ``None`` for the other overseas départements (Guyane, La Réunion, Mayotte…): we have no
    calendar for their hour, and Paris's would be wrong by hours. The caller says so in words.
    """
    if code in _ON_GUADELOUPE_TIME:
        return GUADELOUPE
    if code.startswith(("97", "98")):
        return None
    return PARIS

"""What words of ours must keep to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Calendars split or show these in category and calendar names (RFC 5545 escapes them, several
#: clients do not read the escape).
CALENDAR_SEPARATORS = ",;\\"


def validate_calendar_word(value):
    if set(CALENDAR_SEPARATORS) & set(value):
        raise ValidationError(
            _("Pas de virgule, de point-virgule ni de barre oblique inversée : les agendas les lisent mal.")
        )

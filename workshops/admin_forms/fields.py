"""Dates and hours as an editor types them: those of the session's own clocks.

Django reads a date-time in the zone of whoever types it, and in the order of the interface's
language. Here 9 h is 9 h where the session is held, and 03/04 is the third of April for everyone.

The browser's own date and time inputs, and not Wagtail's pickers: those put the present hour in
the place of « 11 h 30 » without a word.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
HOUR_FORMATS = ["%H:%M"]
#: A typing slip beyond them would overflow the calendar.
YEARS = range(2000, 2101)
_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*[hH:.]\s*(?P<minute>\d{2})?$")


def plain_hour(text):
    """« 9h », « 9 h 30 » or « 9.30 » as « 9:00 » or « 9:30 »; anything else as it is."""
    typed = _HOUR.match(text.strip())
    return f"{typed['hour']}:{typed['minute'] or '00'}" if typed else text


def show_only(form, names):
    """Show fields that can change no more, for they are not sent again. What is sent for one all the same (it could
    change when the form was shown) is for the verb to refuse.
    """
    for name in names:
        if form.is_bound and form.add_prefix(name) in form.data:
            continue
        field = form.fields[name]
        field.disabled = True
        if isinstance(field, forms.ModelChoiceField):  # a chooser would still open
            row = getattr(form.instance, name)
            field.widget = forms.Select(
                choices=[(row.pk, field.label_from_instance(row)) if row else ("", "–")]
            )


def day_input():
    return forms.DateInput(format=DATE_FORMATS[0], attrs={"type": "date"})


class DayField(forms.DateField):
    """A day, « 2027-03-13 » from browsers, « 13/03/2027 » from people."""

    default_error_messages = {"invalid": _("Écrivez la date ainsi : 13/03/2027.")}

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": DATE_FORMATS, "widget": day_input(), **kwargs})

    def to_python(self, value):
        day = super().to_python(value)
        if day and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class HourField(forms.TimeField):
    """An hour, « 9:00 » or « 9 h »."""

    default_error_messages = {"invalid": _("Écrivez l’heure ainsi : 9:30.")}

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format=HOUR_FORMATS[0], attrs={"type": "time"})
        super().__init__(**{"input_formats": HOUR_FORMATS, "widget": widget, **kwargs})

    def to_python(self, value):
        return super().to_python(plain_hour(value) if isinstance(value, str) else value)


class LocalMomentField(forms.DateTimeField):
    """A date and an hour without a zone: the form, which knows the session, says which."""

    default_error_messages = {"invalid": _("Écrivez la date et l’heure ainsi : 13/03/2027 9:30.")}

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(
            format=f"{DATE_FORMATS[0]}T{HOUR_FORMATS[0]}", attrs={"type": "datetime-local"}
        )
        formats = [f"{date} {hour}" for date in DATE_FORMATS for hour in HOUR_FORMATS]
        super().__init__(**{"input_formats": formats, "widget": widget, **kwargs})

    def prepare_value(self, value):
        return value

    def to_python(self, value):
        """A naive ``datetime``, or None. A day without an hour is that day at midnight."""
        if value in self.empty_values:
            return None
        day, _space, hour = str(value).strip().replace("T", " ").partition(" ")
        return self._parsed(f"{day} {plain_hour(hour or '0:00')}")

    def _parsed(self, text):
        for pattern in self.input_formats:
            try:
                moment = self.strptime(text, pattern)
            except ValueError:
                continue
            if moment.year in YEARS:
                return moment
        raise ValidationError(self.error_messages["invalid"], code="invalid")

"""Changes of a form's values, as sentences."""

from datetime import date, datetime

from django import forms
from django.template.defaultfilters import truncatechars
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

LONGEST_WORDS = 80


def change_words(label, before, after):
    """« Places : c’était 12, c’est maintenant 20. »"""
    return _("%(label)s : c’était %(before)s, c’est maintenant %(after)s.") % {
        "label": label,
        "before": before,
        "after": after,
    }


def value_words(form_field, value):
    """A plain value as the form's reader calls it: labels of choices, « oui », « vide »."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if value in (None, "", []):
        return _("vide")
    if isinstance(form_field, forms.ModelChoiceField):
        return _rows_words(form_field, value if isinstance(value, list) else [value])
    if isinstance(form_field, forms.ChoiceField):
        return _choices_words(form_field, value if isinstance(value, list) else [value])
    if isinstance(form_field, forms.DateTimeField):
        return date_format(datetime.fromisoformat(value), "DATETIME_FORMAT")
    if isinstance(form_field, forms.DateField):
        return date_format(date.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, str) and isinstance(form_field, forms.CharField):
        return _("« %(words)s »") % {"words": truncatechars(strip_tags(value), LONGEST_WORDS)}
    return str(value)


def _rows_words(form_field, keys):
    """Rows that the form's reader may not choose were still shown: they have their names here too."""
    key = form_field.to_field_name or "pk"
    rows = form_field.queryset.model._base_manager.filter(**{f"{key}__in": keys})
    return ", ".join(sorted(str(form_field.label_from_instance(row)) for row in rows)) or _("vide")


def _choices_words(form_field, values):
    labels = {}
    for value, label in form_field.choices:
        labels |= dict(label) if isinstance(label, list | tuple) else {value: label}
    labels = {str(value): str(label) for value, label in labels.items()}
    return ", ".join(labels.get(str(value), str(value)) for value in values)

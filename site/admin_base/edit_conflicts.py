"""Edit conflicts: two people on one form, the second of whom would put back what the first has changed.

A form carries, signed, the values it was shown with. Saving compares them, under the row's lock, with what the row
holds by then: any difference is refused in words that name it. What was typed stays, what was not touched becomes
what it is now, and the next saving goes through.

``shown_token``, ``shown_before`` and ``changes_between`` serve other forms that hold the same promise.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django import forms
from django.core import signing
from django.db import models, transaction
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from admin_base.change_words import change_words, value_words

#: The name of the hidden field.
SHOWN = "shown_values"
#: Drawn anew whenever a rich text is written.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass
class EditConflict(Exception):
    """Somebody else saved meanwhile. ``changes``: ``{name: (value shown, value now)}``; none where that is unknown."""

    changes: dict = field(default_factory=dict)
    is_gone: bool = False


def shown_token(values, *, of):
    """What a form carries of the ``values`` it shows. ``of``: what they belong to, so that it serves nothing else."""
    return signing.dumps(_plain_by_name(values), salt=_salt(of), compress=True)


def shown_before(token, *, of):
    """The values of a token; None without one, which compares nothing. Raises ``EditConflict`` for a broken one."""
    if not token:
        return None
    try:
        return signing.loads(token, salt=_salt(of))
    except (signing.BadSignature, ValueError) as error:
        raise EditConflict from error


def changes_between(shown, now):
    """``{name: (value shown, value now)}`` of what differs, among what both have."""
    now = json.loads(json.dumps(_plain_by_name(now)))
    return {
        name: (shown[name], value) for name, value in now.items() if name in shown and shown[name] != value
    }


def plain(value):
    """A value as JSON holds it, the same for the same value."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}" if value.tzinfo is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, models.Model):
        return plain(value.pk)
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted((plain(each) for each in value), key=str)
    return _BLOCK_KEY.sub("", str(value)).replace("\r\n", "\n")


def _plain_by_name(values):
    return {str(name): plain(value) for name, value in values.items()}


def _salt(of):
    return f"edit conflicts: {of}"


class ShownValuesForm:
    """For a form, before it in the bases: what it was shown with, and how it tells what has changed since."""

    #: What its token serves for.
    shown_of = ""

    def carry_shown_values(self):
        self.fields[SHOWN] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=lambda: shown_token(self.values_shown(), of=self.shown_of),
        )

    def values_shown(self):
        """``{name: plain value}`` of every field that this form, unbound, lets one change."""
        return {
            name: plain(form_field.prepare_value(self.get_initial_for_field(form_field, name)))
            for name, form_field in self.fields.items()
            if name != SHOWN and not form_field.disabled
        }

    def values_shown_before(self):
        """Those that came back with what was typed; None without any. Raises ``EditConflict``."""
        return shown_before(self.data.get(self.add_prefix(SHOWN)), of=self.shown_of)

    def label_of(self, name):
        """What the form calls one of its values."""
        label = str(self[name].label)
        return label[:1].upper() + label[1:]

    def words_of(self, name, value):
        return value_words(self.fields.get(name), value)

    def show_changes(self, changes, fresh):
        """Sentences that name ``changes``. ``fresh``: the same form, unbound, as it would be shown now: what this person
        had not touched becomes what it is there.
        """
        self.data = self.data.copy()
        self.data[self.add_prefix(SHOWN)] = shown_token(fresh.values_shown(), of=self.shown_of)
        sentences = []
        for name, (shown, now) in changes.items():
            before, after = (fresh.words_of(name, value) for value in (shown, now))
            sentences.append(change_words(fresh.label_of(name), before, after))
            if name in fresh.fields and not self._is_touched(name, shown):
                self._put(name, fresh)
        return sentences

    def _is_touched(self, name, shown):
        """Whether this person gave a field another value than it was shown with."""
        bound = self[name]
        if isinstance(shown, str) and isinstance(bound.data, str) and plain(bound.data) == shown:
            return False
        if isinstance(bound.field, forms.DateField | forms.TimeField | forms.DateTimeField) and shown:
            shown = bound.field.to_python(shown)
        return bound.field.has_changed(shown, bound.data)

    def _put(self, name, fresh):
        """What the browser would send of the fresh form, had nobody touched this field."""
        bound, key = fresh[name], self.add_prefix(name)
        value, widget = bound.value(), bound.field.widget
        self.data.pop(key, None)
        if isinstance(widget, forms.CheckboxInput):
            if value:
                self.data[key] = "on"
        elif isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
            self.data.setlist(key, [str(plain(each)) for each in value or []])
        elif isinstance(widget, forms.widgets.ChoiceWidget):
            self.data[key] = "" if value is None else str(plain(value))
        else:
            self.data[key] = widget.format_value(value) or ""


class EditConflictForm(ShownValuesForm):
    """For a model form, before it in the bases. One that overrides ``save`` without calling this one calls
    ``ensure_nothing_changed`` under its lock.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._made_with = {
            name: given for name, given in kwargs.items() if name not in {"data", "files", "instance"}
        }
        if self.instance.pk is not None:
            self.shown_of = f"{self.instance._meta.label} {self.instance.pk}"
            self.carry_shown_values()

    def values_shown(self):
        """With those of each formset, as rows."""
        values = super().values_shown()
        for name, formset in getattr(self, "formsets", {}).items():
            values[name] = [_row_shown(row) for row in formset.initial_forms]
        return values

    def label_of(self, name):
        if name in self.fields:
            return super().label_of(name)
        return str(self.formsets[name].model._meta.verbose_name_plural).capitalize()

    def lock_row(self):
        """The row as it is, locked until the transaction ends; None if it was deleted."""
        rows = type(self.instance)._base_manager.select_for_update()
        return rows.filter(pk=self.instance.pk).first()

    def ensure_nothing_changed(self):
        """Under the row's lock. Raises ``EditConflict``."""
        row = self.lock_row()
        if row is None:
            raise EditConflict(is_gone=True)
        self._compare_with(row)

    def full_clean(self):
        """A conflict is said before anything else: what else seems wrong may come of it."""
        if self.is_bound and self.instance.pk is not None:
            row = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
            try:
                if row is not None:
                    self._compare_with(row)
            except EditConflict as conflict:
                self._errors, self.cleaned_data = ErrorDict(), {}
                self.tell(conflict)
                return
        super().full_clean()

    def save(self, commit=True):
        if not commit or self.instance.pk is None:
            return super().save(commit)
        with transaction.atomic():
            self.ensure_nothing_changed()
            return super().save(commit)

    def tell(self, conflict):
        """Say what changed, and show it where this person had changed nothing."""
        if conflict.is_gone:
            self.add_error(None, _("Quelqu’un a supprimé cette fiche entre-temps : rien n’est enregistré."))
            return
        fresh = self._fresh(type(self.instance)._base_manager.get(pk=self.instance.pk))
        refused = _(
            "Quelqu’un d’autre a modifié cette fiche entre-temps : rien n’est enregistré. "
            "Relisez, puis enregistrez à nouveau."
        )
        self.add_error(None, [refused, *self.show_changes(conflict.changes, fresh)])

    def _compare_with(self, row):
        shown = self.values_shown_before()
        if shown is None:
            return
        if changes := changes_between(shown, self._fresh(row).values_shown()):
            raise EditConflict(changes)

    def _fresh(self, row):
        return type(self)(instance=row, **self._made_with)


def _row_shown(row):
    values = (
        form_field.prepare_value(row.get_initial_for_field(form_field, name))
        for name, form_field in row.fields.items()
        if name not in {"id", "DELETE", "ORDER"}
    )
    return " – ".join(str(plain(value)) for value in values if value not in (None, ""))


class EditConflictView:
    """For an edit view of such a form, before it in the bases."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except EditConflict as conflict:
            form.tell(conflict)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

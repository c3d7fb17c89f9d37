"""How long what we know of people is kept, and its erasure.

A model that holds personal data declares two things: ``personal_fields``, their names, and
``retention``, a tuple of ``Retention`` that together cover them all. ``purge`` walks these models;
nothing else has to know them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

#: Rows in one transaction: a purge of years of rows holds no lock for long.
CHUNK = 500


@dataclass(frozen=True)
class Retention:
    """One rule: ``fields`` of a model are blanked in the rows that ``expired(now)`` selects.

    ``words``: how long, as people read it. ``blank``: what a field becomes, where its own default
    will not do: a value, an expression, or a function called once for each row. ``mark``: the date
    field that says a row has been blanked; without one, its blank fields say it.
    """

    words: str
    fields: tuple
    expired: Callable[[datetime], Q]
    blank: dict = field(default_factory=dict)
    mark: str = ""

    def values(self, model, now):
        """``{field: what it becomes}`` for one row."""
        values = {name: model._meta.get_field(name).get_default() for name in self.fields} | self.blank
        if self.mark:
            values[self.mark] = now
        return {name: value() if callable(value) else value for name, value in values.items()}

    def rows(self, model, now):
        """Those whose time is over and that still say something."""
        rows = model._base_manager.filter(self.expired(now))
        if self.mark:
            return rows.filter(**{f"{self.mark}__isnull": True})
        blank = Q(**{name: model._meta.get_field(name).get_default() for name in self.fields})
        return rows.exclude(blank)


def personal_models():
    """Every model that holds personal data."""
    return [model for model in apps.get_models() if getattr(model, "personal_fields", ())]


def purge(*, now=None, dry_run=False):
    """Blank all that is kept no longer. ``[(model label, rule, rows)]``; may be run again at any time."""
    now = now or timezone.now()
    done = []
    for model in personal_models():
        for rule in model.retention:
            rows = rule.rows(model, now)
            count = rows.count() if dry_run else _blank(model, rule, rows, now)
            done.append((model._meta.label, rule, count))
    if not dry_run:
        _empty_the_journal()
    return done


def erase(rows):
    """Blank every personal field of a queryset's rows now, whatever their age."""
    model, now = rows.model, timezone.now()
    for rule in model.retention:
        _blank(model, rule, rows.filter(**{f"{rule.mark}__isnull": True}) if rule.mark else rows, now)


def _empty_the_journal():
    """SQLite's write-ahead log still holds what was blanked, until it is emptied. When others read, next time."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _blank(model, rule, rows, now):
    keys = list(rows.values_list("pk", flat=True))
    return sum(
        _blank_chunk(model, rule, rows, keys[start : start + CHUNK], now)
        for start in range(0, len(keys), CHUNK)
    )


@transaction.atomic
def _blank_chunk(model, rule, rows, keys, now):
    """Locked, then asked again: a family may have come back since its row was listed."""
    _lock(model, keys)
    chosen = rows.filter(pk__in=keys)
    if not any(callable(value) for value in rule.blank.values()):
        return chosen.update(**rule.values(model, now))
    return sum(
        model._base_manager.filter(pk=key).update(**rule.values(model, now))
        for key in list(chosen.values_list("pk", flat=True))
    )


def _lock(model, keys):
    list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))

"""Reference rows from files: spoken languages, the gazetteer, territories. Idempotent.

Nothing here deletes a row that another table points to, and what editors may change
(contacts, languages of a territory) is only written when the row is made.
"""

import gzip
import hashlib
import json
import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from territories import folding
from territories.languages import LANGUAGES
from territories.models import Commune, LoadedFile, PostalCode, SpokenLanguage, Territory

HERE = Path(__file__).resolve().parent
COMMUNES_FILE = HERE / "communes.json.gz"
TERRITORIES_FILE = HERE / "territories.toml"

_COMMUNE_FIELDS = ["name", "department", "latitude", "longitude", "population", "search_name"]
_REFERENCE_FIELDS = ["slug", "name", "locative", "academy", "time_zone", "holiday_zone"]
_EDITORS_FIELDS = ["contact_name", "contact_email", "contact_phone"]


class ReferenceFileError(Exception):
    """A reference file says something we cannot load; the message says where and what."""


def load_languages():
    """Make or refresh the rows of ``languages.LANGUAGES``; returns how many there are."""
    rows = [
        SpokenLanguage(code=each.code, endonym=each.endonym, rtl=each.rtl, position=position)
        for position, each in enumerate(LANGUAGES)
    ]
    SpokenLanguage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["endonym", "rtl", "position"],
    )
    return len(rows)


@transaction.atomic
def load_communes(path=COMMUNES_FILE):
    """Bring the gazetteer to what the file says; ``None`` if it was loaded before, else counts.

    The file is a list of ``[INSEE, name, department, [postal codes], lat, lon, population]``.
    """
    content = Path(path).read_bytes()
    loaded, _created = LoadedFile.objects.get_or_create(name=COMMUNES_FILE.name)
    if loaded.fingerprint == _fingerprint(content):
        return None
    rows = json.loads(gzip.decompress(content))
    counts = {
        "communes": _write_communes(rows),
        "postal_codes": _write_postal_codes(rows),
        "removed": _remove_unused_communes({row[0] for row in rows}),
    }
    _count_for_the_planner()
    loaded.fingerprint = _fingerprint(content)
    loaded.save()
    return counts


def _count_for_the_planner():
    """PostgreSQL took the tables for empty, and read 35,000 communes for each postal code, until it counted by itself."""
    if connection.vendor == "postgresql":
        tables = [connection.ops.quote_name(model._meta.db_table) for model in (Commune, PostalCode)]
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


def _fingerprint(content):
    """The rules of folding shape ``search_name``: a change of theirs loads the file again."""
    rules = Path(folding.__file__).read_bytes()
    return hashlib.sha256(content + rules).hexdigest()


def _write_communes(rows):
    """Insert or update by INSEE code, so that what points to a commune keeps pointing to it."""
    known = {row[0]: row[1:] for row in Commune.objects.values_list("insee", *_COMMUNE_FIELDS)}
    changed = []
    for insee, name, department, _codes, latitude, longitude, population in rows:
        values = (name, department, float(latitude), float(longitude), population, folding.fold(name))
        if known.get(insee) != values:
            changed.append(Commune(insee, *values))
    Commune.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["insee"], update_fields=_COMMUNE_FIELDS
    )
    return len(changed)


def _write_postal_codes(rows):
    """Make the missing ones, remove those whose commune no longer has them."""
    wanted = {(code, row[0]) for row in rows for code in row[3]}
    listed = {row[0] for row in rows}
    known = {
        (code, insee): pk for pk, code, insee in PostalCode.objects.values_list("pk", "code", "commune_id")
    }
    missing = sorted(wanted - known.keys())
    PostalCode.objects.bulk_create(PostalCode(code=code, commune_id=insee) for code, insee in missing)
    gone = [pk for (code, insee), pk in known.items() if insee in listed and (code, insee) not in wanted]
    PostalCode.objects.filter(pk__in=gone).delete()
    return len(missing)


def _remove_unused_communes(listed):
    """Communes merged into another leave the gazetteer, unless something of ours is there.

    Asked of every table that points here and not left to ``on_delete``: one that cascades
    would take venues away with a commune.
    """
    known = set(Commune.objects.values_list("pk", flat=True))
    unused = Commune.objects.filter(pk__in=known - listed)
    for relation in Commune._meta.related_objects:
        if relation.related_model is not PostalCode:
            used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
            unused = unused.exclude(pk__in=used.values(relation.field.name))
    removed = list(unused.values_list("pk", flat=True))
    Commune.objects.filter(pk__in=removed).delete()
    return len(removed)


@transaction.atomic
def load_territories(path=TERRITORIES_FILE):
    """Make the ``[[territory]]`` rows of a TOML file, or refresh their reference fields.

    Returns how many were created, updated, unchanged. All or none: raises ``ReferenceFileError``.
    """
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    try:
        rows = tomllib.loads(Path(path).read_text(encoding="utf-8"))["territory"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise ReferenceFileError(f"{path}: no [[territory]] to read ({error!r}).") from error
    for row in rows:
        try:
            counts[_write_territory(row)] += 1
        except (KeyError, ValidationError) as error:
            raise ReferenceFileError(f"{path}: territory {row.get('code', '?')}: {_words(error)}") from error
    return counts


def _write_territory(row):
    territory = Territory.objects.filter(code=row["code"]).first()
    created = territory is None
    if created:
        contacts = {field: row.get(field, "") for field in _EDITORS_FIELDS}
        territory = Territory(code=row["code"], **contacts)
    reference = {field: row[field] for field in _REFERENCE_FIELDS}
    if not created and all(getattr(territory, field) == value for field, value in reference.items()):
        return "unchanged"
    for field, value in reference.items():
        setattr(territory, field, value)
    territory.full_clean()
    territory.save()
    if created:
        territory.languages.set(_languages(row.get("languages", [])))
    return "created" if created else "updated"


def _languages(codes):
    languages = SpokenLanguage.objects.in_bulk(codes)
    if unknown := [code for code in codes if code not in languages]:
        raise ValidationError({"languages": f"not in languages.py: {', '.join(unknown)}."})
    return languages.values()


def _words(error):
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing."
    return "; ".join(f"{field}: {' '.join(words)}" for field, words in error.message_dict.items())

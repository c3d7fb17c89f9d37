import gzip
import json

import pytest
from django.db import transaction

from territories import loading


@pytest.fixture(scope="module")
def gazetteer(django_db_setup, django_db_blocker):
    """The 34,867 communes, for one module's tests; rolled back, so that no other test meets them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load_communes()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def communes_file(tmp_path):
    """Writes a small gazetteer: ``communes_file(["88160", "Épinal", "88", ["88000"], 48.2, 6.5, 32000])``."""

    def write(*rows):
        path = tmp_path / "communes.json.gz"
        path.write_bytes(gzip.compress(json.dumps(rows).encode()))
        return path

    return write


@pytest.fixture
def territories_file(tmp_path):
    """Writes a file of ``[[territory]]`` rows, from dicts of what differs from the Vosges."""

    def write(*rows):
        path = tmp_path / "territories.toml"
        path.write_text("\n".join(_table(vosges(**row)) for row in rows), encoding="utf-8")
        return path

    return write


def vosges(**other):
    return {
        "code": "88",
        "slug": "vosges",
        "name": "Vosges",
        "locative": "dans les Vosges",
        "academy": "Nancy-Metz",
        "time_zone": "Europe/Paris",
        "holiday_zone": "B",
        "languages": ["tr", "ar"],
        "contact_email": "vosges@exemple.test",
        "contact_phone": "03 29 00 00 00",
    } | other


def _table(row):
    """TOML writes our strings and lists of strings as JSON does."""
    return "[[territory]]\n" + "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items()
    )

"""Every field about people, in every app, says how long it is kept or how it goes."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests import tree
from tests.privacy import personal_data

pytestmark = pytest.mark.no_database

#: Where our apps are, the next one too.
OURS = {tree.ROOT, tree.ROOT / "site"}
PERSONAL = re.compile(r"name|mail|phone|recipient|contact|message|needs|token|facts")
#: What packages call what may be about people.
PERSONAL_ELSEWHERE = re.compile(PERSONAL.pattern + "|data|label|text|comment|key|avatar|reason")


def test_what_is_personal_says_how_long_it_is_kept():
    holders = [model for model in _our_models() if getattr(model, "personal_fields", ())]
    unknown = {
        f"{model._meta.label}.{name}"
        for model in holders
        for name in model.personal_fields
        if name not in {field.name for field in model._meta.get_fields()}
    }

    assert holders != []
    assert {model._meta.label for model in holders if not getattr(model, "retention", "")} == set()
    assert unknown == set()


def test_every_field_about_people_is_named_among_the_personal_ones():
    found = {
        f"{model._meta.label}.{name}"
        for model in _our_models()
        if not _is_page(model)
        for name in _words_about_people(model, PERSONAL)
        if name not in getattr(model, "personal_fields", ())
    }

    assert found == set(personal_data.OF_NO_FAMILY)


def test_every_field_about_people_in_the_packages_says_how_it_goes():
    ours = set(_our_models())
    found = {
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        if model not in ours
        for name in _words_about_people(model, PERSONAL_ELSEWHERE)
    }

    assert found == {*personal_data.OF_PACKAGES, *personal_data.OF_NOBODY}


def _our_models():
    ours = [app for app in apps.get_app_configs() if Path(app.path).parent in OURS]
    return [model for app in ours for model in app.get_models()]


def _words_about_people(model, named):
    words = models.CharField | models.TextField | models.JSONField | models.FileField
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.EmailField) or (isinstance(field, words) and named.search(field.name))
    ]


def _is_page(model):
    return hasattr(model, "get_url_parts")

"""Odd inputs in every address, form and search of the admin and its API, as each role: no answer is a 5xx.

Addresses come from the URL conf and forms from the pages, so that new ones are tried too. ``FUZZED_INPUTS=1000``
sends that many as each role (``make test-long``); the same seed sends the same ones.
"""

import io
import os
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from content.models import Introduction
from tests.factories import (
    EventPageFactory,
    GuidePageFactory,
    NewsPageFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    ThemeFactory,
    UserFactory,
    WorkshopPageFactory,
    registered,
)
from tests.fuzzing import Fuzzer
from tests.workshops.offices import desk
from workshops.models import Venue

pytestmark = pytest.mark.django_db

INPUTS = int(os.environ.get("FUZZED_INPUTS", "60"))
SEED = int(os.environ.get("FUZZED_SEED", "9"))
ROLES = {
    "facilitator": {"facilitator": True},
    "territory editor": {"editor": True},
    "national editor": {"national": True},
    "administrator": {"administrator": True},
}


@pytest.fixture
def site(home, settings, tmp_path):
    """Some of everything: ``{name of an argument or kind: what there is to put there}``."""
    settings.MEDIA_ROOT = tmp_path
    here = SessionFactory(activity=WorkshopPageFactory(themes=[ThemeFactory()]), full=True, waiting=1)
    elsewhere = SessionFactory(guadeloupe=True, draft=True)
    past = SessionFactory(past=True)
    family = registered(SessionFactory(activity=here.activity))
    pages = [
        *(
            EventPageFactory(),
            GuidePageFactory(),
            NewsPageFactory(),
            StandardPageFactory(),
            TerritoryPageFactory(),
        ),
        *Page.objects.filter(depth__lte=4),
    ]
    image = get_image_model().objects.create(
        title="Un dessin", file=ContentFile(picture("PNG"), "un-dessin.png")
    )
    document = get_document_model().objects.create(
        title="Un papier", file=ContentFile(b"oui", "un-papier.txt")
    )
    redirect = Redirect.objects.create(old_path="/avant", redirect_page=pages[0])
    rows = [here, elsewhere, past, family, image, document, redirect, *pages, *Venue.objects.all()]
    rows += [*Introduction.objects.all(), *Collection.objects.all(), TerritoryFactory()]
    return {
        "int": sorted({row.pk for row in rows}),
        "str": sorted({str(row.pk) for row in rows}),
        "page_id": [page.pk for page in pages],
        "image_id": [image.pk],
        "document_id": [document.pk],
        "app_label": ["content", "workshops", "home", "wagtailcore"],
        "content_type_app_name": ["workshops", "home", "guides"],
        "content_type_model_name": ["workshoppage", "newspage", "guidepage", "standardpage"],
        "model_name": ["theme", "session", "page", "workshoppage"],
        "action": ["publish", "unpublish", "delete", "move", "add_tags", "add_to_collection"],
        "files": [picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")]
        + [b"", b"<svg/>", b"des mots", b"%PDF-1.4"],
    }


def picture(kind):
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(file, kind)
    return file.getvalue()


@contextmanager
def undone():
    """What one input wrote is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
def test_no_input_makes_the_admin_fail(site, role):
    user = UserFactory(territory=TerritoryFactory(), **ROLES[role])

    fuzzer = Fuzzer(desk(user), seed=SEED, prefixes=("/admin/", "/animation/", "/api/"), values=site)
    fuzzer.run(INPUTS, undone)

    assert fuzzer.failures == []
    assert fuzzer.sent == INPUTS


def test_no_input_makes_the_public_site_fail(site, client):
    fuzzer = Fuzzer(client, seed=SEED, prefixes=("/",), values=site)
    fuzzer.routes = [route for route in fuzzer.routes if not str(route[0]).startswith(("admin/", "healthz"))]
    fuzzer.run(INPUTS, undone)

    assert fuzzer.failures == []

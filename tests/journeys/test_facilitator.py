"""A facilitator puts their sessions in their own calendar: signed in, 320 px, without JavaScript."""

from urllib.parse import urlsplit

import pytest

from home.demo.accounts import PASSWORD
from tests.journeys.inspection import SMALLEST, sticking_out

pytestmark = pytest.mark.browser


def test_a_facilitator_makes_a_secret_address_reads_it_and_changes_it(served_site, page_at):
    with page_at(SMALLEST) as page:
        page.goto("/compte/login/")
        page.locator("[name=login]").fill("animation.vosges@demo.test")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.goto("/compte/")
        page.get_by_role("link", name="Mes séances dans mon agenda").click()

        page.get_by_role("button", name="Créer mon adresse").click()
        first = _path(page)
        found = served_site.get(first)
        page.get_by_role("button", name="Changer d’adresse").click()
        second = _path(page)

        assert sticking_out(page) == []
    assert found.text.count("BEGIN:VEVENT") > 0
    assert [served_site.get(path).status for path in (first, second)] == [404, 200]


def _path(page):
    return urlsplit(page.get_by_label("L’adresse, à copier dans un autre agenda").input_value()).path

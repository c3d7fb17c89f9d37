"""Two editors on one session: the second is told what the first has changed, then saves what both wanted."""

import pytest

from home.demo.accounts import PASSWORD
from tests.journeys.inspection import WIDTHS

pytestmark = pytest.mark.browser
DESKTOP = WIDTHS[-1]


def test_two_editors_on_one_session(page_at):
    with (
        page_at(DESKTOP, javascript=True) as first,
        page_at(DESKTOP, javascript=True) as second,
    ):
        _sign_in(first, "redaction.vosges@demo.test")
        _sign_in(second, "redaction@demo.test")
        address = _a_session_of_the_vosges(first)
        for page in (first, second):
            page.goto(address)
        places, note = first.locator("[name=capacity]"), second.locator("[name=note]")
        before = places.input_value()
        after = str(int(before) + 7)

        places.fill(after)
        _save(first)
        note.fill("Entrée par la cour de l’école.")
        _save(second)

        told = " ".join(second.locator(".messages").inner_text().split())
        assert "Quelqu’un d’autre a modifié cette fiche entre-temps : rien n’est enregistré." in told
        assert f"Places : c’était {before}, c’est maintenant {after}." in told
        assert note.input_value() == "Entrée par la cour de l’école."
        assert second.locator("[name=capacity]").input_value() == after
        _save(second)
        first.goto(address)
        assert places.input_value() == after
        assert first.locator("[name=note]").input_value() == "Entrée par la cour de l’école."


def _sign_in(page, email):
    page.goto("/compte/login/?next=/admin/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()


def _a_session_of_the_vosges(page):
    """The address of the form of one that is published, to come, and has a number of places."""
    page.goto("/admin/seances/?state=published&period=upcoming")
    for link in page.locator("table.listing a[href*='/seances/inspect/']").all():
        address = link.get_attribute("href").replace("/inspect/", "/edit/")
        page.goto(address)
        if page.locator("[name=capacity]").input_value():
            return address
        page.go_back()
    raise AssertionError("the demo has no session of the Vosges with a number of places")


def _save(page):
    page.locator("#w-editor-form footer button[type=submit]").click()
    page.wait_for_load_state("load")

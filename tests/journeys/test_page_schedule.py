"""An editor chooses when a page appears and goes; nobody touches it any more, and it does."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from home.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser

DESK = 1280
#: The worker looks every ten seconds.
APPEARS, GOES = timedelta(seconds=4), timedelta(seconds=18)
LONGEST = 40


def test_a_page_scheduled_by_an_editor_appears_and_goes_by_itself(served_site, page_at):
    with page_at(DESK, javascript=True) as page:
        page.goto("/compte/login/")
        page.locator("[name=login]").fill("redaction@demo.test")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        pages = page.request.get("/admin/api/main/pages/?type=home.HomePage&child_of=1&locale=fr").json()
        page.goto(f"/admin/pages/add/home/standardpage/{pages['items'][0]['id']}/")
        page.locator("#id_title").press_sequentially("Fermé cet été")
        page.keyboard.press("Tab")
        now = datetime.now(ZoneInfo("Europe/Paris"))
        for name, delay in (("go_live_at", APPEARS), ("expire_at", GOES)):
            # Past the calendar of the field, which knows no seconds.
            moment = f"{now + delay:%Y-%m-%d %H:%M:%S}"
            page.locator(f"[name={name}]").evaluate("(field, moment) => { field.value = moment }", moment)
        page.get_by_role("button", name="Plus d'actions").click()
        page.get_by_role("button", name="Publier", exact=True).click()
        page.wait_for_url("**/admin/pages/*/")

    statuses = [served_site.get("/ferme-cet-ete/").status]
    statuses += [_status_after(served_site, "/ferme-cet-ete/", status) for status in (404, 200)]

    assert statuses == [404, 200, 404]


def _status_after(served_site, path, status):
    """The next one that it answers with, in a while."""
    limit = time.monotonic() + LONGEST
    while (answer := served_site.get(path).status) == status and time.monotonic() < limit:
        time.sleep(1)
    return answer

"""An editor sees each type of page beside its form, and what is wrong with it, under the policy that is served."""

import json

import pytest

from home.demo.accounts import PASSWORD

pytestmark = pytest.mark.browser

#: One page of each type, where another of it is made, one in Arabic, and one with a heading a level too low.
PAGES = """
import json
from wagtail.models import Page, get_page_models
from home.models import HomePage, StandardPage
home = HomePage.objects.get(locale__language_code="fr")
faulty = StandardPage(title="Une page fautive", locale=home.locale, live=False, body=[("paragraph", "<h3>Trop bas</h3>")])
home.add_child(instance=faulty)
models = [model for model in get_page_models() if model.is_creatable and model is not Page]
firsts = {model.__name__: model.objects.filter(locale=home.locale, live=True).first() for model in models}
editing = {name: [f"/admin/pages/{page.pk}/edit/", page.title] for name, page in firsts.items()}
adding = {
    name: f"/admin/pages/add/{page._meta.app_label}/{page._meta.model_name}/{page.get_parent().pk}/"
    for name, page in firsts.items()
    if name in ("WorkshopPage", "EventPage", "GuidePage", "NewsPage", "StandardPage")
}
arabic = Page.objects.filter(locale__language_code="ar", content_type__model="workshoppage").first()
print(json.dumps({
    "editing": editing,
    "adding": adding,
    "arabic": [f"/admin/pages/{arabic.pk}/view_draft/", arabic.title],
    "faulty": f"/admin/pages/{faulty.pk}/edit/",
}))
"""


@pytest.fixture(scope="module")
def pages(served_site):
    return json.loads(served_site.manage("shell", "--no-imports", "-c", PAGES))


@pytest.fixture
def desk(page_at):
    """A page where an administrator is signed in, with its ``complaints``: what the browser refused or could not do."""
    with page_at(1280, javascript=True) as page:
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if is_a_complaint(line) else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/compte/login/")
        page.locator("[name=login]").fill("admin@demo.test")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        yield page


def is_a_complaint(line):
    """Of the browser: Wagtail's checks write what they found there, as errors too."""
    return line.type == "error" and not line.text.startswith("axe.run results")


def show(page, panel):
    """Open a side panel; the admin remembers which one was."""
    if not page.locator(f"[data-side-panel={panel}]").is_visible():
        page.locator(f"[data-side-panel-toggle={panel}]").click()
    return page.locator(f"[data-side-panel={panel}]")


def heading(page):
    """What stands at the top of the page in the side panel."""
    show(page, "preview")
    return page.frame_locator("#w-preview-iframe").locator("h1").inner_text()


def test_each_type_of_page_is_shown_beside_its_form(pages, desk):
    shown = {}
    for name, (address, _title) in pages["editing"].items():
        desk.goto(address)
        shown[name] = heading(desk)

    assert shown == {name: title for name, (_address, title) in pages["editing"].items()}
    assert desk.complaints == []


def test_so_is_one_that_is_being_added(pages, desk):
    shown = {}
    for name, address in pages["adding"].items():
        desk.evaluate(
            "localStorage.clear()"
        )  # the panel that was open: it would show the page before its title
        desk.goto(address)
        desk.locator("#id_title").fill(f"Neuf {name}")
        shown[name] = heading(desk)

    assert shown == {name: f"Neuf {name}" for name in pages["adding"]}
    assert desk.complaints == []


def test_so_is_a_draft_in_another_language(pages, desk):
    address, title = pages["arabic"]

    desk.goto(address)

    assert [desk.locator("h1").inner_text(), desk.locator("html").get_attribute("dir")] == [title, "rtl"]
    assert desk.complaints == []


def test_what_is_wrong_with_a_page_is_counted(pages, desk):
    desk.goto(pages["faulty"])
    show(desk, "preview")
    checks = show(desk, "checks")
    checks.get_by_text("Hiérarchie de titre incorrecte").wait_for()

    assert int(checks.locator("h2 span").last.inner_text()) >= 1

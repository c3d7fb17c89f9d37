"""What holds for every page: usable by all, light, quiet."""

from functools import lru_cache
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.journeys import places

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations']})"
WIDTHS = [320, 1280]
#: A phone and a desktop screen, as ``(width, device pixels in one)``.
SCREENS = [(390, 2), (1280, 1)]
BUDGET = 50_000


@pytest.fixture(scope="session")
def paths(served_site):
    return places.find(served_site)


@pytest.fixture(scope="session")
def inspected(paths, page_at):
    """A function: what is wrong with a page, by kind of wrong. Each page is opened once."""

    @lru_cache(maxsize=None)
    def inspect(name, language):
        with page_at(WIDTHS[0], javascript=True, language=language) as page:
            page.emulate_media(reduced_motion="reduce")
            response = places.visit(page, name, places.in_language(language, paths[name]))
            return {
                "status": response.status,
                "sticking out": _sticking_out(page),
                "barriers": _barriers(page),
            }

    return inspect


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", places.NAMES)
def test_a_page_has_no_barrier_that_a_machine_can_find(name, language, inspected):
    page = inspected(name, language)

    assert page["status"] == places.STATUSES.get(name, 200)
    assert page["barriers"] == {}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", places.NAMES)
def test_a_page_is_never_wider_than_a_small_phone(name, language, inspected):
    assert inspected(name, language)["sticking out"] == []


@pytest.fixture(scope="session", params=SCREENS, ids=lambda screen: f"{screen[0]}px@{screen[1]}x")
def first_visits(request, served_site, paths, page_at):
    """Each address of the demo opened once with an empty cache, to its end."""
    width, scale = request.param
    addresses = places.sitemap_paths(served_site)
    addresses += [paths[name] for name in places.NAMES if paths[name] not in addresses]
    return [_first_visit(page_at, path, width, scale) for path in addresses]


def test_a_first_visit_weighs_at_most_50_kb(first_visits):
    assert {visit["path"]: visit["bytes"] for visit in first_visits if visit["bytes"] > BUDGET} == {}


def test_no_page_makes_the_browser_complain(first_visits):
    assert {visit["path"]: visit["complaints"] for visit in first_visits if visit["complaints"]} == {}


def test_no_page_scrolls_sideways(first_visits):
    assert {visit["path"]: visit["sticking out"] for visit in first_visits if visit["sticking out"]} == {}


def test_no_request_leaves_for_another_host(first_visits, served_site):
    assert {host for visit in first_visits for host in visit["hosts"]} == {served_site.host}


def test_no_page_sets_a_cookie_before_one_is_needed(first_visits):
    assert {visit["path"]: visit["cookies"] for visit in first_visits if visit["cookies"]} == {}


def _barriers(page):
    """``{(width, scheme): ["rule: first element concerned"]}``, in light and dark, on a phone and a desktop."""
    found = {}
    page.evaluate(AXE)
    for width, scheme in product(WIDTHS, ["light", "dark"]):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        rows = page.evaluate(RUN_AXE)["violations"]
        if rows:
            found[width, scheme] = [f"{row['id']}: {row['nodes'][0]['html'][:120]}" for row in rows]
    return found


def _sticking_out(page):
    """The first elements that stick out of a page one can scroll sideways; none on a page one cannot."""
    return page.evaluate(
        """() => {
            const root = document.documentElement, width = root.clientWidth;
            if (root.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(e => { const r = e.getBoundingClientRect(); return r.right > width + 1 || r.left < -1; })
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120));
        }"""
    )


def _first_visit(page_at, path, width, scale):
    """What was moved over the wire and said on the way, pictures further down included."""
    seen = {"path": path, "complaints": [], "hosts": set()}
    sizes = {}
    with page_at(width, javascript=True, scale=scale) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on(
            "Network.loadingFinished", lambda end: sizes.update({end["requestId"]: end["encodedDataLength"]})
        )
        page.on("request", lambda request: seen["hosts"].add(urlsplit(request.url).netloc))
        page.on("requestfailed", lambda request: seen["complaints"].append(f"failed: {request.url}"))
        page.on(
            "console", lambda line: seen["complaints"].append(line.text) if line.type == "error" else None
        )
        page.on("pageerror", lambda error: seen["complaints"].append(str(error)))
        response = page.goto(path, wait_until="load")
        page.evaluate("for (const image of document.images) image.loading = 'eager'")
        page.wait_for_function("[...document.images].every(image => image.complete)")
        seen["bytes"] = sum(sizes.values())
        seen["sticking out"] = _sticking_out(page)
        seen["cookies"] = [cookie["name"] for cookie in page.context.cookies()]
        if response.status >= 400:  # Chromium says so of the page itself, rightly
            seen["complaints"] = [line for line in seen["complaints"] if "status of 4" not in line]
    return seen

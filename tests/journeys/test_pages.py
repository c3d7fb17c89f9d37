"""What holds for every page: usable by all, light, quiet."""

from functools import cache

import pytest

from tests.journeys import inspection, places

pytestmark = pytest.mark.browser

#: Where staff sign in: the form is protected by a cookie.
SIGN_IN = "/compte/login/"


@pytest.fixture(scope="session")
def paths(served_site):
    return places.find(served_site)


@pytest.fixture(scope="session")
def inspected(paths, page_at):
    """A function: what is wrong with a page, by kind of wrong. Each page is opened once."""

    @cache
    def inspect(name, language):
        with page_at(inspection.SMALLEST, javascript=True, language=language) as page:
            page.emulate_media(reduced_motion="reduce")
            response = places.visit(page, name, places.in_language(language, paths[name]))
            return {
                "status": response.status,
                "sticking out": inspection.sticking_out(page),
                "barriers": inspection.barriers(page),
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


@pytest.fixture(scope="session", params=inspection.SCREENS, ids=lambda screen: f"{screen[0]}px@{screen[1]}x")
def first_visits(request, served_site, paths, page_at):
    """Each address of the demo opened once with an empty cache, to its end."""
    addresses = places.sitemap_paths(served_site)
    addresses += [paths[name] for name in places.NAMES if paths[name] not in addresses]
    return inspection.first_visits(page_at, addresses, *request.param)


def test_a_first_visit_weighs_at_most_50_kb(first_visits):
    assert {
        visit["path"]: visit["bytes"] for visit in first_visits if visit["bytes"] > inspection.BUDGET
    } == {}


def test_no_page_makes_the_browser_complain(first_visits):
    assert {visit["path"]: visit["complaints"] for visit in first_visits if visit["complaints"]} == {}


def test_no_page_scrolls_sideways(first_visits):
    assert {visit["path"]: visit["sticking out"] for visit in first_visits if visit["sticking out"]} == {}


def test_no_request_leaves_for_another_host(first_visits, served_site):
    assert {host for visit in first_visits for host in visit["hosts"]} == {served_site.host}


def test_no_page_sets_a_cookie_before_one_is_needed(first_visits):
    cookies = {visit["path"]: visit["cookies"] for visit in first_visits if visit["cookies"]}

    assert cookies == {SIGN_IN: ["csrftoken"]}

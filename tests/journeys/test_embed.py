"""The agenda in a frame on a school's page: another origin, no script."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pytest

from tests.journeys import inspection

pytestmark = pytest.mark.browser

#: What the frame may move when it is opened for the first time, in bytes, with as many dates as it may have.
BUDGET = 15_000
LANGUAGES = ["fr", "en", "ar"]
SEARCHES = ["", "territoire=vosges", "territoire=guadeloupe", "code_postal=88000&rayon=100"]
#: How far what is inside goes past its window, down and aside: the dates, then the frame itself.
OVERFLOW = """() => ['.embed__main', 'html'].flatMap(selector => {
    const box = document.querySelector(selector)
    return [box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth]
})"""


@pytest.fixture(scope="module")
def school():
    """A school's site, on a host of its own: its only page holds what is put into ``school.pasted``."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            head = '<!DOCTYPE html><html lang="fr"><title>École</title><link rel="icon" href="data:,">'
            body = f'<body style="margin: 0">{self.server.pasted}</body></html>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"{head}{body}".encode())

        def log_message(self, *_line):
            """Nothing: the tests read pages, not logs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def framed(school, page_at):
    """A function: the school's page with ``pasted`` in it, and the frame there. A context manager."""

    @contextmanager
    def opened(pasted, width, **options):
        school.pasted = pasted
        with page_at(width, **options) as page:
            page.complaints = []
            page.on("console", lambda line: page.complaints.append(line.text))
            page.goto(school.url, wait_until="load")
            yield page, page.frames[1]

    return opened


def frame_of(served_site, path, height=900):
    return (
        f'<iframe src="{served_site.base_url}{path}" title="Agenda" width="100%" height="{height}"></iframe>'
    )


@pytest.mark.parametrize("width", [320, 600])
def test_a_school_s_page_shows_the_dates_and_a_family_opens_one_beside_it(width, served_site, framed):
    with framed(frame_of(served_site, "/embed/agenda/?territoire=vosges&nombre=3"), width) as (page, frame):
        titles = frame.locator("h2 a").all()
        with page.context.expect_page() as opening:
            titles[0].click()

        assert len(titles) == 3
        assert frame.evaluate(OVERFLOW)[1::2] == [0, 0]
        assert opening.value.url.startswith(f"{served_site.base_url}/seances/")
        assert page.url.startswith("http://127.0.0.1:")
        assert (page.complaints, page.context.cookies()) == ([], [])


def test_the_browser_refuses_to_frame_any_other_page(served_site, framed):
    with framed(frame_of(served_site, "/agenda/"), 600) as (page, frame):
        assert frame.locator(".brand").count() == 0
        assert [line for line in page.complaints if "frame-ancestors" in line] != []


@pytest.mark.parametrize("width", [320, 480, 768])
@pytest.mark.parametrize(("language", "search"), list(product(LANGUAGES, SEARCHES)))
def test_with_the_lines_that_the_site_makes_nothing_scrolls(
    language, search, width, served_site, page_at, framed
):
    with page_at(1280) as page:
        page.goto(f"/agenda/integrer/?{search}&interface={language}")
        pasted = page.locator("textarea").input_value()

    with framed(pasted, width) as (_page, frame):
        assert frame.locator("h2").count() == 5
        assert frame.evaluate(OVERFLOW) == [0, 0, 0, 0]


def test_in_a_low_frame_the_dates_scroll_and_the_foot_stays_in_sight(served_site, framed):
    with framed(frame_of(served_site, "/embed/agenda/", height=500), 480) as (_page, frame):
        below = frame.evaluate(
            "innerHeight - document.querySelector('footer').getBoundingClientRect().bottom"
        )
        dates, aside, whole, whole_aside = frame.evaluate(OVERFLOW)

        assert dates > 0
        assert (aside, whole, whole_aside) == (0, 0, 0)
        assert round(below) == 0


def test_in_the_lowest_frame_everything_scrolls_together(served_site, framed):
    with framed(frame_of(served_site, "/embed/agenda/", height=150), 320) as (_page, frame):
        dates, aside, whole, whole_aside = frame.evaluate(OVERFLOW)

        assert (dates, aside, whole_aside) == (0, 0, 0)
        assert whole > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_full_of_dates_is_light(language, page_at):
    path = "/embed/agenda/" if language == "fr" else f"/{language}/embed/agenda/"
    (visit,) = inspection.first_visits(page_at, [f"{path}?nombre=20"], 390, 2)

    assert visit["bytes"] < BUDGET
    assert (visit["complaints"], visit["cookies"]) == ([], [])

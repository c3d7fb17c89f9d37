"""A real browser on the served demo."""

import os
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium as chromiums

HEIGHT = 800


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all browser tests."""
    path = chromiums.find()
    if path is None:
        pytest.skip(chromiums.ADVICE)
    # Playwright keeps an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=chromiums.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_at(chromium, served_site):
    """A function: a page ``width`` CSS pixels wide, nothing in its cache, no cookie. A context manager.

    ``with page_at(320, language="ar") as page: page.goto("/agenda/")`` opens ``/ar/agenda/``'s
    site in a browser that prefers Arabic; addresses are those given, relative to the demo.
    """

    @contextmanager
    def open_page(width, *, javascript=False, dark=False, language="fr", scale=1):
        context = chromium.new_context(
            base_url=served_site.base_url,
            viewport={"width": width, "height": HEIGHT},
            device_scale_factor=scale,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    return open_page

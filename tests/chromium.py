"""A Chromium for the browser tests. ``python -m tests.chromium`` prints its path, and fetches one if need be."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
HEIGHT = 800
ADVICE = "No Chromium: install one (Debian: apt-get install chromium), or set CHROMIUM to its path."


def find():
    """The path of one that is here, or None: ``CHROMIUM``, the ``PATH``, then Playwright's own."""
    if named := os.environ.get("CHROMIUM", ""):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def fetch():
    """The same, after trying to install one: Playwright's own, then, as root, Debian's package."""
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update")
        _run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    return find()


@contextmanager
def launched(path):
    """The browser at ``path``, running."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def page_opener(browser, base_url):
    """A function: a page ``width`` CSS pixels wide, nothing in its cache, no cookie. A context manager.

    ``with page_at(320, language="ar") as page: page.goto("/agenda/")``: ``language`` is what the
    browser prefers, addresses are below ``base_url``.
    """

    @contextmanager
    def page_at(width, *, javascript=False, dark=False, language="fr", scale=1):
        context = browser.new_context(
            base_url=base_url,
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

    return page_at


def _of_playwright():
    """What ``playwright install`` left, if it starts: its libraries may be missing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _starts(path) else None


def _starts(path):
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(*command):
    """Allowed to fail. What it says goes to stderr: stdout holds the path alone."""
    print(f"{' '.join(command)}…", file=sys.stderr)
    subprocess.run(command, stdout=sys.stderr, stderr=subprocess.STDOUT, timeout=600, check=False)


def main():
    path = find() or fetch()
    if path is None:
        sys.exit(ADVICE)
    print(path)


if __name__ == "__main__":
    main()

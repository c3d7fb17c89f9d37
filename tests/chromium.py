"""A Chromium for the browser tests. ``python -m tests.chromium`` prints its path, and fetches one if need be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
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

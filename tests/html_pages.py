"""Every kind of page in every language as files: ``python -m tests.html_pages FOLDER``, for an HTML checker."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests import served
from tests.journeys import places

LANGUAGES = ["fr", "en", "ar"]


def write(folder):
    """Write them below ``folder``, emptied first; return how many."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch, served.serving(Path(scratch)) as site:
        paths = places.find(site)
        for language in LANGUAGES:
            for name in places.NAMES:
                page = folder / language / f"{name.replace(', ', '-').replace(' ', '-')}.html"
                page.parent.mkdir(parents=True, exist_ok=True)
                answer = places.fetch(site, name, places.in_language(language, paths[name]))
                page.write_bytes(answer.body)
    return len(LANGUAGES) * len(places.NAMES)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]))} pages written.")

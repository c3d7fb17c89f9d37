"""A real browser on the served demo."""

import pytest

from tests import chromium as chromiums


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all browser tests."""
    path = chromiums.find()
    if path is None:
        pytest.skip(chromiums.ADVICE)
    with chromiums.launched(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def page_at(chromium, served_site):
    """A function: a page of that width on the demo. See ``page_opener``."""
    return chromiums.page_opener(chromium, served_site.base_url)

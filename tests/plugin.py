"""What the suite adds to pytest: which tests suit the database, in which order, and the served demo."""

import pytest
from django.db import connection

from tests import served
from tests.ical import ical_js


def pytest_collection_modifyitems(items):
    """Tests about the other database say that they were not run; those in a browser come last."""
    other, name = ("postgresql", "PostgreSQL") if connection.vendor == "sqlite" else ("sqlite", "SQLite")
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"about {name} alone: see DATABASE_URL"))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_sessionfinish():
    """The browser that reads calendars, if one was asked for, ends with the tests."""
    ical_js.close()


@pytest.fixture(scope="session")
def served_site(tmp_path_factory):
    """The demo, served as in production by processes of its own."""
    with served.serving(tmp_path_factory.mktemp("served")) as site:
        yield site

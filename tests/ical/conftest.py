"""The readers of calendars, as tests have them."""

import pytest

from tests.ical import readers
from tests.ical.readings import Absent
from tests.workshops.calendars import feed_of

IN_CHROMIUM = pytest.param("ical.js", marks=pytest.mark.browser)


@pytest.fixture(params=[*readers.AT_HAND, IN_CHROMIUM])
def read(request):
    """One reader. Where it is not here its tests are skipped and say why; where all are needed, they fail."""
    reader = readers.READERS[request.param]
    try:
        reader(feed_of([], name="Agenda"))
    except Absent as absence:
        if readers.all_are_needed():
            raise
        pytest.skip(str(absence))
    return reader

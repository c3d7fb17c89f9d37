"""What several tests of workshops stand on."""

import pytest
import time_machine

from tests.workshops.situations import MONDAY, NOW


@pytest.fixture
def public_site(settings):
    """The address that calendars name, and who writes."""
    settings.BASE_URL = "https://parents.example"
    settings.DEFAULT_FROM_EMAIL = "e-parentalité <ne-pas-repondre@parents.example>"


@pytest.fixture
def monday():
    """A clock that stands still on ``MONDAY``, until it is moved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def wednesday():
    """A clock that runs from ``NOW``: messages are told apart by when they were written."""
    with time_machine.travel(NOW) as traveller:
        yield traveller

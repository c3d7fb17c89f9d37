import pytest
import time_machine

from tests.factories import SessionFactory
from tests.privacy.keeping import TODAY
from tests.workshops.families import DAY


@pytest.fixture(autouse=True)
def nothing_leaves(settings):
    """Mails stay in memory, no text leaves, no file is written."""
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_DIR = settings.SMS_DIR = None
    settings.SMS_URL = settings.SMS_TOKEN = ""


@pytest.fixture
def clock():
    """It stands still, on the morning of February 1st."""
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(clock):
    """For four people; ended at ``keeping.END``."""
    return SessionFactory(day=DAY, capacity=4)

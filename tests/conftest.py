"""What every test stands on."""

import pytest

from home import foundation


@pytest.fixture(autouse=True)
def light_settings(settings):
    """No collected files and no slow hash: what is served like production has its own fixture."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"


@pytest.fixture
def home(db):
    """The French home page, with the lists below it and the other languages beside it."""
    return foundation.lay()

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from outbox import schedule

from .provider import listening

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def letter_box(settings, tmp_path):
    """Mails stay in memory (``mailoutbox``), no text leaves, no file is written; Django's own go through rows."""
    settings.EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"
    settings.OUTBOX_TRANSPORT = LOCMEM
    settings.MAIL_DIR = settings.SMS_DIR = None
    settings.SMS_URL = settings.SMS_TOKEN = ""
    settings.SMS_SENDER = "Parents"
    settings.REPLY_TO = ""
    settings.BASE_URL = "https://parents.example"
    settings.DEFAULT_FROM_EMAIL = "e-parentalité <ne-pas-repondre@parents.example>"


@pytest.fixture
def mail_dir(settings, tmp_path):
    settings.OUTBOX_TRANSPORT = "outbox.backends.FileTransport"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def sms_dir(settings, tmp_path):
    settings.SMS_DIR = tmp_path / "sms"
    return settings.SMS_DIR


@pytest.fixture
def provider(settings):
    """A provider of text messages at ``SMS_URL``; it takes them all until its ``status`` says otherwise."""
    with listening() as provider:
        settings.SMS_URL = provider.url
        yield provider


@pytest.fixture
def staff(db):
    """A function: an account of the admin with these permissions of the outbox."""

    def make(*codenames):
        user = get_user_model().objects.create_user("equipe@parents.example")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        return user

    return make


@pytest.fixture
def works(monkeypatch):
    """No scheduled work but the test's own."""
    monkeypatch.setattr(schedule, "_works", {})

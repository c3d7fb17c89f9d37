"""What every test stands on."""

import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation

from home import foundation
from tests.roots import home_page


@pytest.fixture(autouse=True)
def light_settings(settings):
    """No collected files and no slow hash: what is served like production has its own fixture."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"


@pytest.fixture(autouse=True)
def french():
    """Whatever language the last request of another test was answered in."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def no_renditions_of_another_test():
    """The pictures of two tests have the same keys and bytes, and files in folders of their own."""
    caches["renditions"].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What a new site stands on, laid once: every test finds it, and its own rows are rolled back."""
    with django_db_blocker.unblock():
        foundation.lay()


@pytest.fixture
def home(db):
    """The French home page, with the lists below it and the other languages beside it."""
    return home_page()


@pytest.fixture(scope="session")
def collected_static():
    """What ``make run`` collects: hashed, compressed, one style sheet."""
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=settings.ROOT,
        check=True,
    )


@pytest.fixture
def environment_on_test_database(transactional_db):
    """The environment of a process that shall work on the test database."""
    return {**os.environ, "DATABASE_URL": _database_url()}


@pytest.fixture
def server_on_test_database(collected_static, environment_on_test_database):
    """``host:port`` of a server as production runs it (two processes, four threads) on the test database."""
    address = f"127.0.0.1:{_free_port()}"
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--no-control-socket"),
            *("--workers", "2", "--threads", "4", "--bind", address, "config.wsgi:application"),
        ],
        cwd=settings.ROOT,
        # All families of a test have one address.
        env={**environment_on_test_database, "FORMS_PER_ADDRESS": "6000"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, seconds=60):
    host, port = address.split(":")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user = database["USER"] + (f":{database['PASSWORD']}" if database["PASSWORD"] else "")
    return f"postgres://{user}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"

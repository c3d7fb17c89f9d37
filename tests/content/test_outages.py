"""The database is gone, held or full: every address answers a plain 503, and says what to do."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.admindocs.views import extract_views_from_urlpatterns, simplify_regex
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from config.database import give_session_setting
from content import outages
from tests.factories import SessionFactory
from tests.outbox.letters import in_threads
from workshops.models import Registration

NOWHERE = {"NAME": "/nowhere/db", "HOST": "127.0.0.1", "PORT": 9}
FORM = {"name": "Camille", "email": "camille@demo.test", "adults": "1", "children": "2", "language": "fr"}
FORM |= {"login": "camille@demo.test", "password": "un-mot-de-passe"}
#: Of a command, then of the web server.
SAY_BOUNDS = """
from django.db import connection

def say():
    with connection.cursor() as cursor:
        for name in ("lock_timeout", "statement_timeout"):
            print(cursor.execute(f"SHOW {name}").fetchone()[0])

say()
import config.wsgi
connection.close()
say()
"""


def every_address():
    """One of each pattern of the URL conf, in French; ``1`` where it wants something."""
    patterns = extract_views_from_urlpatterns(get_resolver().url_patterns)
    return sorted({re.sub(r"<[^>]+>", "1", simplify_regex(regex)) for _view, regex, *_rest in patterns})


def stranger(**cookies):
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    return client


def without_database(ask):
    """What ``ask`` gives in a thread whose database is nowhere."""

    def asked():
        connection.settings_dict = connection.settings_dict | NOWHERE
        return ask()

    return in_threads(1, asked)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("cookies", [{}, {settings.SESSION_COOKIE_NAME: "a" * 32}], ids=["stranger", "staff"])
def test_no_address_answers_500_without_a_database(cookies):
    client = stranger(**cookies)

    statuses = without_database(lambda: {path: client.get(path).status_code for path in every_address()})

    assert len(statuses) > 100
    assert {path: status for path, status in statuses.items() if status == 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/agenda/", "/en/agenda/", "/agenda.ics", "/seances/abc/", "/ateliers/", "/nulle-part/"]
)
def test_a_page_says_when_to_come_back(path):
    answer = without_database(lambda: stranger().get(path))

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert "Le site fait une pause" in answer.content.decode()
    assert "n’a pas été enregistré" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/seances/abc/inscription/", "/inscriptions/abc/", "/compte/login/"])
def test_who_sends_a_form_is_told_that_it_was_not_kept(path):
    answer = without_database(lambda: stranger().post(path, FORM))

    assert answer.status_code == 503
    assert "n’a pas été enregistré" in answer.content.decode()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_while_another_holds_the_database_is_not_kept_and_says_so():
    path = f"/seances/{SessionFactory().ref}/inscription/"

    def send_without_patience():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        return stranger().post(path, FORM)

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        (answer,) = in_threads(1, send_without_patience)
        writer.execute("ROLLBACK")

    assert (answer.status_code, Registration.objects.count()) == (503, 0)
    assert "n’a pas été enregistré" in answer.content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bound", ["lock_timeout", "statement_timeout"])
def test_a_form_that_waits_for_what_another_holds_is_not_kept_and_says_so(bound):
    path = f"/seances/{SessionFactory().ref}/inscription/"

    def send_without_patience():
        with connection.cursor() as cursor:
            cursor.execute(f"SET {bound} = 50")
        return stranger().post(path, FORM)

    with closing(connection.copy()) as other, other.cursor() as holder:
        holder.execute("BEGIN; LOCK TABLE privacy_tally")
        (answer,) = in_threads(1, send_without_patience)
        holder.execute("ROLLBACK")

    assert (answer.status_code, answer["Retry-After"], Registration.objects.count()) == (503, "60", 0)
    assert "n’a pas été enregistré" in answer.content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_everybody_gives_up_a_wait_for_rows_and_requests_alone_a_long_statement(environment_on_test_database):
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", SAY_BOUNDS],
        cwd=settings.ROOT,
        env=environment_on_test_database,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["30s", "0", "30s", "1min"]


@pytest.mark.no_database
def test_what_the_address_of_the_database_says_of_a_bound_goes_before_ours():
    options = {"options": "-c lock_timeout=5s"}

    give_session_setting(options, "lock_timeout", "30s")

    assert options == {"options": "-c lock_timeout=30s -c lock_timeout=5s"}


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_to_a_full_disk_is_not_kept_and_says_so():
    path = f"/seances/{SessionFactory().ref}/inscription/"

    def send_to_a_full_disk():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA max_page_count = 1")
        return stranger().post(path, FORM | {"message": "x" * 900, "consent": "on"})

    (answer,) = in_threads(1, send_to_a_full_disk)

    assert (answer.status_code, Registration.objects.count()) == (503, 0)


def raised(statement):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Exception as error:
        return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "is_outage"),
    [
        ("SELECT 1 FROM restored_table", True),
        ("SELECT seen FROM outbox_heartbeat", False),
        ("SELEC 1", False),
        ("INSERT INTO outbox_heartbeat (name, seen_at) VALUES (NULL, NULL)", False),
    ],
)
def test_a_mistake_of_ours_is_no_outage(statement, is_outage):
    assert outages.is_outage(raised(statement)) is is_outage


@pytest.mark.no_database
def test_a_full_disk_is_an_outage_wherever_it_was_met():
    full = OSError(28, "No space left on device")
    later = ValueError("picture")
    later.__context__ = full

    assert [outages.is_outage(error) for error in (full, later, OSError(2, "No such file"), None)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.no_database
def test_a_shared_cache_that_is_gone_is_an_outage():
    with pytest.raises(Exception) as raised_by_the_cache:
        RedisCache("redis://127.0.0.1:9/0", {}).set("key", 1)

    assert outages.is_outage(raised_by_the_cache.value)

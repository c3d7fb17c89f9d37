"""The database is gone, held or full: every address answers a plain 503, and says what to do."""

import re
import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.admindocs.views import extract_views_from_urlpatterns, simplify_regex
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from content import outages
from tests.factories import SessionFactory
from tests.outbox.letters import in_threads
from workshops.models import Registration

NOWHERE = {"NAME": "/nowhere/db", "HOST": "127.0.0.1", "PORT": 9}
FORM = {"name": "Camille", "email": "camille@demo.test", "adults": "1", "children": "2", "language": "fr"}
FORM |= {"login": "camille@demo.test", "password": "un-mot-de-passe"}


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

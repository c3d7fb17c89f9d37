"""Nobody guesses a password, and nobody shuts somebody else out."""

import re
import subprocess
import sys

import pytest
from allauth.core.internal.ratelimit import Rate, _consume_single_rate
from django.conf import settings as project
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import adapter
from outbox import jobs
from outbox.models import Message
from privacy.limits import Limit
from tests.factories import PASSWORD, UserFactory
from tests.outbox.letters import in_threads

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = "192.0.2.1", "203.0.113.7"
COUNTED = "from django.core.cache import cache; print(cache.get('counted'))"
NEW_PASSWORD = "une-toute-autre-phrase"


@pytest.fixture(autouse=True)
def behind_our_proxy(settings):
    settings.PROXIES = 1


@pytest.fixture
def person():
    return UserFactory(email="lea@demo.test")


def try_to_sign_in(client, *, password=PASSWORD, email="lea@demo.test", address=HOME, times=1):
    for _time in range(times):
        answer = client.post(
            "/compte/login/",
            {"login": email, "password": password},
            headers={"X-Forwarded-For": f"198.51.100.99, {address}"},
        )
    return answer


def is_let_in(answer):
    return answer.status_code == 302


def wrong(client, *, times, **where):
    return try_to_sign_in(client, password="faux", times=times, **where)


def reset_by_mail(client):
    """The page one stands on after the link and a new password."""
    client.post("/compte/password/reset/", {"email": "lea@demo.test"}, headers={"X-Forwarded-For": HOME})
    jobs.run_all()
    text = Message.objects.get(kind="password_reset").text
    form = client.get(re.search(r"https?://[^/]+(/\S+)", text)[1], follow=True)
    answers = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client.post(form.context["action_url"], answers, follow=True)


def test_wrong_passwords_from_elsewhere_shut_nobody_out(client, person):
    wrong(client, times=24, address=ELSEWHERE)

    assert is_let_in(try_to_sign_in(client))


def test_those_behind_a_proxy_do_not_share_its_address(client, person, monkeypatch):
    monkeypatch.setattr(adapter, "WRONG_FROM_ADDRESS", Limit("from an address", most=2))
    for number in range(3):
        wrong(client, times=1, email=f"compte{number}@demo.test", address=ELSEWHERE)

    assert not is_let_in(try_to_sign_in(client, address=ELSEWHERE))
    assert is_let_in(try_to_sign_in(client, address=HOME))


def test_allauth_counts_by_the_same_address_as_we_do(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/10m/ip"}

    def status(address):
        return wrong(client, times=1, address=address).status_code

    assert [status(HOME), status(HOME), status(ELSEWHERE)] == [200, 429, 200]
    assert [status("2001:db8::1"), status("2001:db8::2"), status("2001:db8:0:1::1")] == [200, 429, 200]


@pytest.mark.parametrize("header", ["", "not an address", "x" * 5000, HOME, f"{HOME}, {HOME}, {HOME}"])
def test_whatever_the_proxies_say_signing_in_answers(client, person, settings, header):
    settings.PROXIES = 2
    form = {"login": "lea@demo.test", "password": PASSWORD}

    assert client.post("/compte/login/", form, headers={"X-Forwarded-For": header}).status_code == 302


def test_somebody_who_searches_is_stopped_and_told_of_the_way_in(client, person):
    wrong(client, times=adapter.WRONG_HERE.most)

    answer = try_to_sign_in(client)

    assert answer.status_code == 200
    assert "J’ai oublié mon mot de passe" in str(answer.context["form"].non_field_errors()[0])


def test_an_account_that_does_not_exist_is_stopped_as_well(client):
    wrong(client, times=adapter.WRONG_HERE.most, email="personne@demo.test")

    assert "trop d’essais" in wrong(client, times=1, email="personne@demo.test").content.decode()


def test_another_way_of_writing_the_address_is_no_other_account(client, person):
    for email in ["LEA@demo.test", " lea@DEMO.test"] * 5:
        wrong(client, times=1, email=email)

    assert not is_let_in(try_to_sign_in(client))


def test_an_account_attacked_from_everywhere_is_closed_to_passwords(client, person, monkeypatch):
    monkeypatch.setattr(adapter, "WRONG_FOR_ACCOUNT", Limit("for an account", most=3))
    for number in range(3):
        wrong(client, times=1, address=f"203.0.113.{number}")

    assert not is_let_in(try_to_sign_in(client))


def test_the_mail_lets_in_whom_wrong_passwords_shut_out(client, person):
    wrong(client, times=adapter.WRONG_HERE.most)

    page = reset_by_mail(client)

    assert (page.status_code, page.wsgi_request.user) == (200, person)


def test_the_mail_lets_in_nobody_who_was_deactivated_meanwhile(client, person):
    client.post("/compte/password/reset/", {"email": "lea@demo.test"})
    person.is_active = False
    person.save()

    jobs.run_all()

    assert Message.objects.count() == 0


def test_right_passwords_are_not_counted(client, person):
    answers = [try_to_sign_in(client) for _time in range(adapter.WRONG_HERE.most + 2)]

    assert [is_let_in(answer) for answer in answers] == [True] * len(answers)


@pytest.mark.django_db(transaction=True)
def test_what_one_process_counts_another_knows(environment_on_test_database):
    cache.set("counted", 24)

    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", COUNTED],
        cwd=project.ROOT,
        env={name: value for name, value in environment_on_test_database.items() if name != "CACHE_URL"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["24"]


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted(rf: RequestFactory):
    def is_allowed():
        rate = Rate(amount=3, duration=600, per="key")
        return bool(_consume_single_rate(rf.post("/"), app="test", action="try", rate=rate, key="lea"))

    allowed = in_threads(6, is_allowed)

    assert len(allowed) == 6
    assert allowed.count(True) <= 3


@pytest.mark.parametrize("path", ["/", "/agenda/", "/ateliers/", "/agenda.ics", "/sitemap.xml"])
def test_a_public_page_asks_the_shared_cache_nothing(client, home, path):
    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    assert [query["sql"] for query in queries if "privacy_cacheentry" in query["sql"]] == []

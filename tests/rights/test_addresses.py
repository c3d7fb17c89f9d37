"""Every address of the admin and every role, against the table. A new address without a line fails."""

from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.rights import addresses, situation, table
from tests.rights.answers import meaning

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")
#: Whose rows each role tries: national staff are at home everywhere, so another territory's will do.
TRIED = {
    "anyone": ["own"],
    "facilitator": ["own", "other", "nation"],
    "editor": ["own", "other", "nation"],
    "national": ["other"],
    "admin": ["other"],
}


def test_every_address_of_the_admin_stands_in_the_table():
    assert set(addresses.named()) == set(table.addresses())


def test_what_stands_before_wagtail_s_views_has_the_same_address():
    answers_nothing = {"admin/test404/", "admin/^.*/$"}

    assert set(addresses.shadowing()) - answers_nothing <= set(addresses.named().values())


@pytest.mark.parametrize("role", situation.ROLES)
def test_an_address_lets_in_whom_the_table_says_and_nobody_else(role):
    here = situation.build()
    client, lets_in = here.client(role), table.addresses()
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    wrong = []
    for name, route in addresses.named().items():
        if role == "admin" and "national" in lets_in[name]:
            continue  # whoever stands above may it too: tried as the first of them that may
        paths = {}
        for whose in TRIED[role]:
            paths.setdefault(addresses.path_of(name, route, here, here.rows[whose]), whose)
        for path, whose in paths.items():
            is_theirs = whose == "own" or role in {"national", "admin"} or name in table.FOR_ALL_TERRITORIES
            let_in = role in lets_in[name] and is_theirs
            if let_in and name in addresses.NEEDS_A_SIGNED_FORM:
                continue
            wrong += [
                f"{name} ({whose}): {fault}"
                for fault in _faults(client, name, path, here.rows[whose], let_in)
            ]
            client.cookies = SimpleCookie(cookies)  # leaving the admin takes the cookie away

    assert wrong == []


def _faults(client, name, path, rows, let_in):
    """What is wrong with what ``path`` answers; nothing of it stays.

    Where nobody may enter, reading and writing are both tried; else what the address is for.
    """
    answers = {}
    for verb in ("get", addresses.VERBS.get(name, "post")):
        if "allowed" in answers.values():
            break
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            answers[verb] = meaning(_send(client, verb, name, path, rows))
            transaction.set_rollback(True)
        written = [each["sql"] for each in queries if _writes(each["sql"])]
        if written and not let_in:
            yield f"{verb} is {answers[verb]} and writes: {written[0][:80]}"
    if "broken" in answers.values() or let_in != ("allowed" in answers.values()):
        yield f"{'refused' if let_in else 'let in'}: {answers}"


def _send(client, verb, name, path, rows):
    if verb == "get":
        return client.get(path)
    body = addresses.BODIES.get(name, lambda rows: {})(rows)
    if verb == "put":
        return client.put(path, urlencode(body), content_type="application/x-www-form-urlencoded")
    return client.post(path, body)


def _writes(sql):
    return sql.startswith(WRITES) and "django_session" not in sql

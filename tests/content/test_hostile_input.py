"""Whatever is put into an address, a form or a cookie is answered, and never by an accident."""

import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
HUGE = "9" * 20
NUL = "a\x00b"
#: What Wagtail's lists, choosers and reports, and ours, are asked by; « tag » and « q » at once are no question.
ASKED = (
    *("q", "p", "page", "id", "user", "owner", "group", "collection_id", "content_type", "object_id", "next"),
    *("territory", "session", "activity", "venue", "locale", "site", "parent", "parent_page", "root_page"),
    *("state", "status", "kind", "ordering", "order_by", "action", "label", "is_active", "last_login_from"),
    *("timestamp_from", "timestamp_to", "page_type", "child_of", "locales", "source", "seance", "export"),
)
VALUE_OF = {"int": HUGE, "uuid": "00000000-0000-4000-8000-000000000000", "str": "x", "slug": "x", "path": "x"}
#: The end of the session; a part of a list that is asked whole.
LEFT_OUT = re.compile("logout|/results/$")


def admin_paths(patterns=None, before=""):
    """Every address below ``/admin/``, the numbers in it larger than any row's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = before + _filled(str(each.pattern))
        if isinstance(each, URLResolver) and (path + "/").startswith(settings.ADMIN_PATH):
            yield from admin_paths(each.url_patterns, path)
        elif isinstance(each, URLPattern) and path.startswith(settings.ADMIN_PATH):
            yield f"/{path}"


def _filled(pattern):
    """« <int:pk>/ » and « ^(\\d+)/$ » with something in the place of what varies."""
    pattern = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUE_OF[found[1] or "str"], pattern)
    pattern = re.sub(r"\((?:\?P<\w+>)?[^()]*\\d[^()]*\)", HUGE, pattern)
    pattern = re.sub(r"\((?:\?P<\w+>)?[^()]*\)", "x", pattern)
    return pattern.strip("^$").replace("\\Z", "").replace("\\", "")


@pytest.fixture
def administrator(client):
    client.raise_request_exception = False
    client.force_login(UserFactory(administrator=True))
    return client


def accidents(requests):
    """``{address: status}`` of those answered by one, of all that are made."""
    answers = {path: ask(path).status_code for path, ask in requests}
    assert len(answers) > 50
    return {path: status for path, status in answers.items() if status >= 500}


def lists():
    paths = [path for path in admin_paths() if not LEFT_OUT.search(path)]
    return [path for path in paths if HUGE not in path and "/x" not in path]


def test_what_is_no_row_s_key_is_no_accident_in_any_address(administrator):
    keyed = {path for path in admin_paths() if HUGE in path or "/x" in path}

    assert accidents([(path, administrator.get) for path in keyed]) == {}


@pytest.mark.parametrize("value", [HUGE, NUL])
def test_whatever_is_asked_of_a_list_is_no_accident(administrator, value):
    def ask(path):
        return administrator.get(path, dict.fromkeys(ASKED, value))

    assert accidents([(path, ask) for path in lists()]) == {}


@pytest.mark.parametrize(
    "name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "django_language", "messages"]
)
@pytest.mark.parametrize("value", ['"a\\000bcdefgh"', HUGE, "é" * 300, '"', "%00%FF"])
@pytest.mark.parametrize("path", ["/", "/compte/", "/compte/login/", "/admin/", "/agenda/"])
def test_whatever_a_cookie_holds_is_no_accident(client, home, name, value, path):
    client.raise_request_exception = False

    answer = client.get(path, headers={"Cookie": f"{name}={value}"})

    assert answer.status_code in {200, 302}


@pytest.mark.parametrize(
    "header", ["Accept-Language", "X-Forwarded-For", "User-Agent", "Referer", "If-None-Match"]
)
@pytest.mark.parametrize("value", [NUL, HUGE, "é" * 5000])
def test_whatever_a_header_holds_is_no_accident(client, home, header, value):
    client.raise_request_exception = False

    assert client.get("/agenda/", headers={header: value}).status_code == 200


@pytest.mark.parametrize("value", [NUL, HUGE, "é" * 5000, "a@b\x00.test", "\ud800"])
@pytest.mark.parametrize("path", ["/compte/login/", "/compte/password/reset/", "/compte/password/change/"])
def test_whatever_is_typed_to_sign_in_is_no_accident(client, path, value):
    client.raise_request_exception = False
    client.force_login(UserFactory())
    fields = ("login", "email", "password", "oldpassword", "password1", "password2", "next")
    if "change" not in path:
        client.logout()

    answer = client.post(
        path, urlencode(dict.fromkeys(fields, value), errors="surrogatepass"), content_type=FORM
    )

    assert answer.status_code == 200


def test_words_typed_in_the_place_of_a_link_s_key_are_no_accident(client):
    client.raise_request_exception = False
    paths = [
        f"/compte/password/reset/key/{uid}-{key}/"
        for uid in ("1", "z" * 13, "z" * 40)
        for key in ("set-password", "x")
    ]

    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize("value", [HUGE, NUL])
def test_whatever_is_typed_in_a_form_of_the_admin_is_no_accident(administrator, value):
    """Every form that an administrator opens without a row; what is right for it is right elsewhere."""

    def typed(path):
        form = (administrator.get(path).context or {}).get("form")
        return dict.fromkeys(map(form.add_prefix, form.fields), value) if hasattr(form, "fields") else {}

    new = [path for path in lists() if re.search("/(?:new|add|create|choose-external-link)/", path)]
    forms = {path: fields for path in new if (fields := typed(path))}
    answers = {path: administrator.post(path, fields).status_code for path, fields in forms.items()}

    assert len(answers) > 10
    assert {path: status for path, status in answers.items() if status >= 500} == {}

"""The addresses that the outside counts on. What is built answers, and may not leave this table."""

import json
import re

import pytest

from tests.journeys import places

HTML, CALENDAR, TEXT = "text/html; charset=utf-8", "text/calendar; charset=utf-8", "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS, JSON, CSV = "application/rss+xml; charset=utf-8", "application/json", "text/csv; charset=utf-8"

#: ``{address: content type}``. ``<…>`` is one of the demo's, see ``NAMED``. In French, English and Arabic.
PUBLIC = {
    "/": HTML,
    "/agenda/": HTML,
    "/agenda/?territoire=vosges&theme=ia&niveau=college&format=sur-place&langue=fr": HTML,
    "/agenda/?q=atelier&du=2026-01-01&au=2036-12-31": HTML,
    "/agenda/?code_postal=88000&rayon=50": HTML,
    "/agenda/?commune=88160&rayon=50": HTML,
    "/agenda/?territoire=nulle-part": HTML,
    "/agenda/?page=zero": HTML,
    "/agenda/abonnement/": HTML,
    "/agenda/abonnement/?territoire=vosges&niveau=college": HTML,
    "/agenda/abonnement/?territoire=nulle-part": HTML,
    "/agenda/abonnement/?atelier=<workshop>": HTML,
    "/agenda/abonnement/?evenement=<event>": HTML,
    "/agenda/integrer/": HTML,
    "/agenda/integrer/?territoire=vosges&nombre=3": HTML,
    "/embed/agenda/": HTML,
    "/embed/agenda/?territoire=vosges&nombre=3": HTML,
    "/embed/agenda/?territoire=nulle-part": HTML,
    "/agenda.ics": CALENDAR,
    "/agenda.ics?territoire=vosges": CALENDAR,
    "/agenda.ics?territoire=nulle-part": CALENDAR,
    "/agenda.rss": RSS,
    "/agenda.rss?territoire=nulle-part": RSS,
    "/agenda.json": JSON,
    "/agenda.json?territoire=nulle-part": JSON,
    "/agenda.csv": CSV,
    "/agenda.csv?territoire=nulle-part": CSV,
    "/ateliers/": HTML,
    "/ateliers/<workshop>/": HTML,
    "/ateliers/<workshop>/agenda.ics": CALENDAR,
    "/evenements/": HTML,
    "/evenements/<event>/": HTML,
    "/evenements/<event>/agenda.ics": CALENDAR,
    "/guides/": HTML,
    "/guides/<guide>/": HTML,
    "/territoires/": HTML,
    "/territoires/aisne/": HTML,
    "/territoires/bouches-du-rhone/": HTML,
    "/territoires/cher/": HTML,
    "/territoires/corse-du-sud/": HTML,
    "/territoires/doubs/": HTML,
    "/territoires/finistere/": HTML,
    "/territoires/guadeloupe/": HTML,
    "/territoires/herault/": HTML,
    "/territoires/isere/": HTML,
    "/territoires/val-d-oise/": HTML,
    "/territoires/vienne/": HTML,
    "/territoires/vosges/": HTML,
    "/territoires/guadeloupe/agenda.ics": CALENDAR,
    "/actualites/": HTML,
    "/seances/<session>/": HTML,
    "/seances/<session>.ics": CALENDAR,
    "/accessibilite/": HTML,
    "/donnees-personnelles/": HTML,
    "/mentions-legales/": HTML,
    "/plan-du-site/": HTML,
}
#: Those that know no language.
ONLY_ONE = {"/robots.txt": TEXT, "/sitemap.xml": XML, "/healthz": "text/plain"}
PRIVATE = [
    "/inscriptions/<token>.ics",
    "/inscriptions/<token>/",
    "/seances/<session>/inscription/",
    "/seances/<session>/inscription/deja/",
    "/evenements/<questionnaire>/questionnaire/",
    "/evenements/<questionnaire>/questionnaire/merci/",
]
STAFF = ["/compte/", "/admin/", "/animation/agenda/", "/animation/la-coop.csv"]
MISSING = [
    "/rien/",
    "/agenda/?page=999",
    "/seances/xxxxxxxx/",
    f"/inscriptions/{'x' * 32}/",
]
LANGUAGES = ["fr", "en", "ar"]
POLICY = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
#: The only public page that other sites may frame.
FRAMED = "/embed/agenda/"
FRAMED_POLICY = POLICY - {"frame-ancestors 'none'"} | {"frame-ancestors *"}


@pytest.fixture(scope="module")
def address(served_site):
    """A function: an address of the table with the demo's own names in it, in a language."""
    paths = places.find(served_site)
    named = {
        "<workshop>": paths["workshop"].split("/")[2],
        "<event>": paths["event"].split("/")[2],
        "<guide>": paths["guide"].split("/")[2],
        "<session>": paths["session with places"].split("/")[2],
        "<questionnaire>": paths["questionnaire"].split("/")[2],
        "<token>": paths["enrolment"].rstrip("/").split("/")[-1],
    }

    def fill(template, language="fr"):
        filled = re.sub("<[a-z]+>", lambda name: named[name.group()], template)
        return places.in_language(language, filled)

    return fill


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", PUBLIC)
def test_a_public_address_answers(template, language, address, served_site):
    answer = served_site.get(address(template, language))

    assert (answer.status, answer.headers["Content-Type"]) == (200, PUBLIC[template])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Set-Cookie"] is None
    assert not {"cookie", "accept-language"} & _vary(answer)
    if PUBLIC[template] == HTML:
        framed = template.startswith(FRAMED)
        assert _policy(answer) >= (FRAMED_POLICY if framed else POLICY)
        assert answer.headers["X-Frame-Options"] == (None if framed else "DENY")
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in answer.text
        assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", ONLY_ONE)
def test_an_address_without_a_language_answers(path, served_site):
    answer = served_site.get(path)

    assert (answer.status, answer.headers["Content-Type"]) == (200, ONLY_ONE[path])
    assert not {"cookie", "accept-language"} & _vary(answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", PRIVATE)
def test_a_private_address_is_kept_by_no_cache_and_named_to_nobody(template, language, address, served_site):
    answer = served_site.get(address(template, language))

    kind = CALENDAR if template.endswith(".ics") else HTML
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Set-Cookie"] is None
    assert _policy(answer) >= POLICY


@pytest.mark.parametrize("path", STAFF)
def test_an_address_of_the_staff_asks_to_sign_in(path, served_site):
    answer = served_site.get(path)

    assert answer.status == 302
    assert "/login/" in answer.headers["Location"]


def test_there_is_one_way_to_sign_in(served_site):
    assert served_site.get("/compte/login/").status == 200
    assert served_site.get("/django-admin/").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", MISSING)
def test_an_address_that_does_not_exist_says_so_in_a_page(path, language, served_site):
    answer = served_site.get(places.in_language(language, path))

    assert (answer.status, answer.headers["Content-Type"]) == (404, HTML)
    assert _policy(answer) >= POLICY


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [f"/inscriptions/{'x' * 32}.ics", f"/animation/{'x' * 32}.ics"])
def test_a_calendar_whose_secret_is_wrong_says_so_in_words_without_a_page(path, language, served_site):
    answer = served_site.get(places.in_language(language, path))

    assert (answer.status, answer.headers["Content-Type"]) == (404, TEXT)
    assert "VCALENDAR" not in answer.text


def test_each_state_of_a_session_can_be_reached_from_the_agenda(served_site):
    """« At least one session in each of these states »: the demo holds what the contract lists."""
    refs = json.loads(served_site.manage("shell", "--no-imports", "-c", places.REFS))

    assert {"open", "waiting_list", "not_yet", "closed", "cancelled", "postponed", "online", "past"} <= set(
        refs
    )


def test_a_form_sent_by_a_family_leads_to_its_own_page(address, served_site):
    answer = places.register(served_site, address("/seances/<session>/inscription/"))

    assert answer.status == 303
    assert re.fullmatch(r"/inscriptions/[\w-]{20,}/", answer.headers["Location"])


def test_a_form_that_the_family_can_mend_comes_back_with_what_was_typed(address, served_site):
    answer = served_site.post(address("/seances/<session>/inscription/"), {"name": "Famille Exemple"})

    assert answer.status == 422
    assert 'value="Famille Exemple"' in answer.text


def _policy(answer):
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


def _vary(answer):
    return {name.strip().lower() for name in (answer.headers["Vary"] or "").split(",")}

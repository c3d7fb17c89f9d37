"""What the agenda says of a place as people type it: named as what it is, with what may be meant, never wider."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import CommuneFactory, SessionFactory, TerritoryFactory
from tests.workshops.offices import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def epinal():
    """A session at Épinal; beside it Mirecourt, two communes of one name, one named like a département."""
    session = SessionFactory()
    CommuneFactory(insee="88304", name="Mirecourt", population=5_000, postal_code="88500")
    CommuneFactory(
        insee="93066", name="Saint-Denis", department="93", population=150_000, postal_code="93200"
    )
    CommuneFactory(
        insee="97411", name="Saint-Denis", department="974", population=160_000, postal_code="97400"
    )
    CommuneFactory(insee="38544", name="Vienne", department="38", population=30_000, postal_code="38200")
    return session


def asked(client, path="/agenda/", **query):
    return client.get(path, query).context


def said(context):
    """The sentences, and the links below them."""
    return [plain(problem) for problem in context["problems"]], [
        link["label"] for link in context["suggestions"]
    ]


@pytest.mark.parametrize(
    ("typed", "sentence", "links"),
    [
        (
            "epinnal",
            "Nous ne connaissons pas la commune « epinnal ». Est-ce l’une de celles-ci ?",
            ["Épinal (88)"],
        ),
        (
            "Mirecour",
            "Nous ne connaissons pas la commune « Mirecour ». Est-ce l’une de celles-ci ?",
            ["Mirecourt (88)"],
        ),
        ("zzz", "Nous ne connaissons pas la commune « zzz ».", []),
        ("99999", "Nous ne connaissons pas le code postal « 99999 ».", []),
        ("F-99 999", "Nous ne connaissons pas le code postal « 99999 ».", []),
        (
            "88026",
            "Aucune commune n’a le code postal « 88026 ». C’est peut-être un code CEDEX, celui d’une entreprise ou "
            "d’une administration : choisissez la commune.",
            ["Épinal (88)", "Mirecourt (88)"],
        ),
        ("123", "« 123 » n’est pas un code postal : il a cinq chiffres.", []),
        (
            "Vosges",
            "« Vosges » est un département : choisissez une commune.",
            ["Vosges (département)", "Épinal (88)", "Mirecourt (88)"],
        ),
        (
            "88",
            "« 88 » est un département : choisissez une commune.",
            ["Vosges (département)", "Épinal (88)", "Mirecourt (88)"],
        ),
        (
            "Mirecourt 88000",
            "Dans « Mirecourt 88000 », le nom et le code postal ne vont pas ensemble.",
            ["Mirecourt (88)"],
        ),
        ("%", "Nous ne trouvons rien pour « % ».", []),
    ],
)
def test_what_was_typed_is_named_as_what_it_is(client, epinal, typed, sentence, links):
    context = asked(client, code_postal=typed)

    assert said(context) == ([sentence], links)
    assert context["sessions"] == []


@pytest.mark.parametrize(
    ("typed", "sentence", "links"),
    [
        (
            "epinnal",
            "Nous ne connaissons pas la commune « epinnal ». Est-ce l’une de celles-ci ?",
            ["Épinal (88)"],
        ),
        ("88000", "« 88000 » n’est pas le code INSEE d’une commune : choisissez la vôtre.", ["Épinal (88)"]),
        ("00000", "Nous ne connaissons pas le code postal « 00000 ».", []),
    ],
)
def test_a_commune_that_is_no_insee_code_suggests_what_it_may_be(client, epinal, typed, sentence, links):
    context = asked(client, commune=typed)

    assert said(context) == ([sentence], links)
    assert context["sessions"] == []


@pytest.mark.parametrize("typed", ["Épinal, Vosges", "F-88000", "88026 Épinal Cedex", "88OOO", "\u200e88000"])
def test_what_is_understood_measures_from_the_commune(client, epinal, typed):
    context = asked(client, code_postal=typed)

    assert (context["problems"], context["place"]["label"], context["sessions"]) == ([], "Épinal", [epinal])


@pytest.mark.parametrize("path", ["/agenda/", "/agenda/integrer/"])
def test_a_suggestion_leads_to_the_same_search_from_the_commune_meant(client, epinal, path):
    (link,) = asked(client, path, code_postal="epinnal", rayon="10")["suggestions"]

    assert link["url"] == f"{path}?rayon=10&commune=88160"
    assert asked(client, link["url"])["problems"] == []


def test_a_departement_leads_to_its_territory(client, epinal):
    territory, *_ = asked(client, code_postal="Vosges")["suggestions"]

    assert territory["url"] == "/agenda/?territoire=vosges"
    assert asked(client, territory["url"])["sessions"] == [epinal]


def test_communes_of_one_name_are_told_apart_and_not_called_a_code(client, epinal):
    page = client.get("/agenda/", {"code_postal": "Saint-Denis"})

    assert [link["label"] for link in page.context["place"]["narrow_links"]] == [
        "Saint-Denis (974)",
        "Saint-Denis (93)",
    ]
    assert summary(page) == "2 lieux portent ce nom. Choisir le vôtre"


def test_communes_of_one_code_are_told_apart_by_it(client, epinal):
    CommuneFactory(insee="88209", name="Golbey", postal_code="88000")

    page = client.get("/agenda/", {"code_postal": "F-88000"})

    assert page.context["place"]["label"] == "88000"
    assert summary(page) == "2 communes ont ce code postal. Choisir la vôtre"


def test_a_commune_named_like_a_departement_offers_the_territory(client, epinal):
    TerritoryFactory(code="86", slug="vienne", name="Vienne", locative="dans la Vienne")

    page = client.get("/agenda/", {"code_postal": "Vienne"})

    assert page.context["place"]["narrow_links"] == [
        {"label": "Vienne (38)", "url": "/agenda/?commune=38544"},
        {"label": "Vienne (département)", "url": "/agenda/?territoire=vienne"},
    ]


@pytest.mark.parametrize("path", ["/en/agenda/", "/ar/agenda/", "/embed/agenda/", "/agenda/integrer/"])
def test_no_name_is_called_a_code_in_any_language(client, epinal, path):
    words = client.get(path, {"code_postal": "epinnal"}).content.decode()

    problems = BeautifulSoup(words, "html.parser").select(".callout")[:1]
    assert [problem.get_text().count("epinnal") for problem in problems] == [1]
    assert [
        word for word in ("code postal", "postal code", "الرمز البريدي") if word in problems[0].get_text()
    ] == []


@pytest.mark.parametrize("path", ["/agenda.ics", "/agenda.rss", "/agenda.json", "/agenda.csv"])
@pytest.mark.parametrize("typed", ["88026", "epinnal", "Vosges", "zzz"])
def test_a_feed_of_a_place_that_is_only_suggested_is_empty(client, epinal, path, typed):
    answer = client.get(path, {"code_postal": typed})

    assert (answer.status_code, answer.content.count(epinal.ref.encode())) == (200, 0)


def summary(page):
    return plain(BeautifulSoup(page.content, "html.parser").select_one(".results .fold__summary").get_text())

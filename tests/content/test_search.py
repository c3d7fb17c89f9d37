"""What people type into a search box of the admin, its choosers, its API: an answer on both databases, never an error."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText

from content.search import cleaned
from tests.factories import GuidePageFactory, UserFactory
from tests.workshops.offices import desk

pytestmark = pytest.mark.django_db

QUOTES = [
    '"',
    '""',
    '"ecrans',
    'ecrans"',
    'e"crans',
    '"ecrans" "',
    "«\u00a0ecrans\u00a0»",
    "l'ecran",
    "'",
    "\\",
    "\\'",
]
OPERATORS = [
    "NEAR",
    "NEAR(",
    "AND",
    "OR",
    "NOT",
    "AND OR NOT",
    "NOT ecrans",
    "ecrans AND",
    "*",
    "ecrans*",
    "^ecrans",
]
SIGNS = [
    "(",
    ")",
    "((",
    ":",
    "title:ecrans",
    "-",
    "--",
    "- ecrans",
    "{title}:",
    "+",
    "?!…",
    "%",
    "%s",
    "&",
    "|",
    "!",
]
RARE = [
    "\x00",
    "ecrans\x00",
    "\ud800",
    "🙂",
    "👨‍👩‍👧",
    "كيف",
    "می‌خواهم",
    "\u200d",
    "\u0301",
    "e" * 10_000,
    "e " * 5_000,
]
TYPED = [*QUOTES, *OPERATORS, *SIGNS, *RARE]
#: One of each kind, for doors that all lead to the same search.
SENT = [
    '"',
    '"ecrans" "',
    "\\'",
    "NEAR(",
    "AND OR NOT",
    "ecrans*",
    ":",
    "?!…",
    "%",
    "\x00",
    "\ufffd",
    "🙂",
    "كيف",
    *RARE[-2:],
]


@pytest.fixture
def guide(home):
    return GuidePageFactory(title="Les ecrans en famille")


@pytest.fixture(params=["search", "autocomplete"])
def lookup(request):
    """The two ways to search, each from a typed text to the titles of guides."""
    search = getattr(get_search_backend(), request.param)
    return lambda query: [page.title for page in search(query, Page.objects.exclude(depth__lte=3))]


def test_nothing_that_is_typed_breaks_the_search(guide, lookup):
    found = {typed: lookup(typed) for typed in TYPED}

    assert {typed: titles for typed, titles in found.items() if titles not in ([], [guide.title])} == {}


@pytest.mark.parametrize(
    "typed", ['"ecrans', 'ecrans"', '"ecrans" "', "ecrans ?!", "- ecrans", "ecrans \x00", "ecrans 🙂"]
)
def test_words_are_found_whatever_signs_stand_between_them(guide, lookup, typed):
    assert lookup(typed) == ["Les ecrans en famille"]


@pytest.mark.parametrize("typed", ['"', "", " ", "?!…", "\x00", "\ud800", "🙂", "e" * 501, "les " * 61])
def test_what_holds_no_word_or_far_too_many_finds_nothing(guide, lookup, typed):
    assert lookup(typed) == []


def test_queries_that_are_put_together_are_cleaned_within(guide):
    nothing, quoted, word = PlainText("?!"), Phrase('"ecrans" en'), PlainText('ecrans"')
    search = get_search_backend().search

    found = {
        repr(query): [page.title for page in search(query, Page.objects.type(type(guide)))]
        for query in (And([word, nothing]), Or([nothing, quoted]), Not(nothing), Not(word), MatchAll())
    }

    title = [guide.title]
    assert list(found.values()) == [title, title, [], [], title]


def test_a_query_that_counts_more_is_cleaned_within():
    boosted = [cleaned(Boost(PlainText(typed), 2)) for typed in ('ecrans"', "?!")]

    assert [repr(query) for query in boosted] == [repr(Boost(PlainText("ecrans"), 2)), "None"]


BOXES = [
    "wagtailadmin_pages:search",
    "wagtailadmin_choose_page_search",
    "wagtailimages:index",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose_results",
    "wagtailusers_users:index",
    "seances:index",
    "inscriptions:index",
    "lieux:index",
    "choisir-une-commune:choose_results",
    "wagtailadmin_tag_autocomplete",
]


@pytest.mark.parametrize("box", BOXES)
def test_every_box_of_the_admin_answers(guide, box):
    client = desk(UserFactory(administrator=True))

    answers = {typed: client.get(reverse(box), _query(box, typed)).status_code for typed in SENT}

    assert answers == {typed: _answered(typed) for typed in answers}


@pytest.mark.parametrize("kind", ["pages", "images", "documents"])
def test_the_api_of_the_admin_answers(guide, kind):
    client = desk(UserFactory(administrator=True))
    address = reverse(f"wagtailadmin_api:{kind}:listing")

    answers = {typed: client.get(address, {"search": typed}).status_code for typed in SENT}
    operator = client.get(address, {"search": "ecrans", "search_operator": "xor"})

    assert answers == {typed: _answered(typed) for typed in answers}
    assert operator.status_code == 200


@pytest.mark.parametrize("path", ["/agenda/", "/agenda.json", "/embed/agenda/", "/agenda/integrer/"])
def test_the_boxes_of_the_public_answer(client, path):
    answers = {typed: client.get(path, {"q": typed}).status_code for typed in SENT}

    assert {typed: status for typed, status in answers.items() if status != 200} == {}


def test_an_image_is_found_by_its_title():
    image = get_image_model().objects.create(title="Ecrans le soir", file="soir.png", width=8, height=8)

    found = {
        typed: list(get_search_backend().search(typed, get_image_model().objects.all()))
        for typed in ('ecrans"', '"')
    }

    assert found == {'ecrans"': [image], '"': []}


def _answered(typed):
    """NUL is in no address (``content.unreadable_requests``)."""
    return 400 if "\x00" in typed else 200


def _query(box, typed):
    return {"term": typed} if box == "wagtailadmin_tag_autocomplete" else {"q": typed}

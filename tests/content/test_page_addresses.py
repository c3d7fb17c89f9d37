"""What an address may be, and a page that is published lacks nothing: by every door, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from wagtail.models import Page

from content.pages import is_reserved
from tests.factories import EventPageFactory, NewsPageFactory, StandardPageFactory, UserFactory
from tests.workshops.offices import desk, errors, plain, read

pytestmark = pytest.mark.django_db

LOWER_CASE = "Une adresse s’écrit en minuscules : « upper »."
ASCII = "Ce champ ne doit contenir que des lettres, des nombres, des tirets bas (_) et des traits d’union."
#: First parts of addresses that are pages, with more below them that views answer.
PAGES_WITH_VIEWS = {"ateliers", "evenements", "territoires"}


@pytest.fixture
def administrator():
    return desk(UserFactory(administrator=True))


def api(action, page, **data):
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action]), data


def siblings(page):
    return page.get_siblings(inclusive=False).count()


@pytest.mark.parametrize(
    ("action", "named", "more"),
    [
        ("copy", "slug", {}),
        ("copy", "slug", {"keep_live": "false"}),
        ("create_alias", "update_slug", {}),
    ],
)
@pytest.mark.parametrize(("slug", "sentence"), [("Évén", ASCII), ("UPPER", LOWER_CASE)])
def test_no_copy_or_alias_of_the_api_has_an_address_that_no_view_reads(
    administrator, action, named, more, slug, sentence
):
    page = EventPageFactory()
    before = siblings(page)

    answer = administrator.post(*api(action, page, **{named: slug}, **more))

    assert answer.status_code == 400
    assert [plain(said).replace("'", "’") for said in answer.json()["slug"]] == [sentence]
    assert siblings(page) == before


def test_nor_does_a_draft_of_the_api_take_a_reserved_address(administrator):
    page = StandardPageFactory()

    answer = administrator.post(*api("copy", page, slug="agenda", keep_live="false"))

    assert answer.status_code == 400
    assert list(answer.json()) == ["slug"]


@pytest.mark.parametrize("field", ["title", "slug"])
def test_nor_a_title_or_address_that_is_too_long(administrator, field):
    page = EventPageFactory()

    answers = [
        administrator.post(*api("copy", page, **{"slug": "fete", field: "a" * 256}, keep_live=live))
        for live in ("true", "false")
    ]

    assert [(answer.status_code, list(answer.json())) for answer in answers] == [(400, [field])] * 2


@pytest.mark.parametrize("live", [True, False])
def test_no_code_saves_such_an_address(live):
    page = EventPageFactory()
    page.slug, page.live = "UPPER", live

    with pytest.raises(ValidationError, match="minuscules"):
        page.save()


@pytest.mark.parametrize("alias", [{}, {"alias": "on"}])
def test_the_explorer_copies_to_lower_case(administrator, alias):
    page = EventPageFactory()
    form = {"new_title": "Fête", "new_slug": "FETE", "new_parent_page": page.get_parent().pk, **alias}

    administrator.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)

    assert page.get_siblings(inclusive=False).get().slug == "fete"


@pytest.mark.parametrize(
    ("field", "alias"), [("new_title", {}), ("new_slug", {}), ("new_slug", {"alias": "on"})]
)
def test_a_copy_with_too_long_a_title_or_address_is_an_error_of_its_field(administrator, field, alias):
    page = EventPageFactory()
    form = {"new_title": "Fête", "new_slug": "fete", "new_parent_page": page.get_parent().pk, **alias}

    answer = administrator.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]), {**form, field: "a" * 256}
    )

    assert answer.status_code == 200
    assert list(errors(answer)) == [field]
    assert siblings(page) == 0


def test_a_page_whose_live_copy_would_lack_something_is_not_copied(administrator):
    page = EventPageFactory(title="Fête")
    type(page).objects.filter(pk=page.pk).update(summary="")
    form = {
        "new_title": "Fête",
        "new_slug": "fete-2",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }

    answer = administrator.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)

    assert answer.status_code == 200
    assert read(answer) == ["Résumé : Ce champ ne peut pas être vide."]
    assert siblings(page) == 0


def test_what_views_answer_first_is_reserved():
    patterns = [str(each.pattern) for each in get_resolver().url_patterns if str(each.pattern)]
    prefixed = next(each for each in get_resolver().url_patterns if not str(each.pattern))
    for each in prefixed.url_patterns:
        below = getattr(each, "url_patterns", []) if not str(each.pattern) else [each]
        patterns += [str(one.pattern) for one in below]
    first = {pattern.lstrip("^").split("/")[0].split(".")[0] for pattern in patterns}
    named = {part for part in first if part.replace("-", "").replace("_", "").isalnum()}

    promised = {"alertes", "api", "chiffres", "manifest", "recherche", "service-worker"}
    assert {part for part in named | promised if not is_reserved(part)} == PAGES_WITH_VIEWS
    assert not is_reserved("partenaires")


@pytest.fixture
def incomplete():
    page = NewsPageFactory(title="La fête", summary="Elle a lieu samedi.", live=False)
    draft = page.get_latest_revision_as_object()
    draft.summary = ""
    draft.save_revision(clean=False)
    return page


@pytest.mark.parametrize("chosen", ["by hand", "all of a page", "below a page"])
def test_a_selection_with_an_incomplete_draft_is_not_published(administrator, incomplete, chosen):
    complete = NewsPageFactory(live=False)
    parent = complete.get_parent()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = {
        "by hand": f"id={complete.pk}&id={incomplete.pk}",
        "all of a page": f"id=all&childOf={parent.pk}",
        "below a page": f"id={parent.pk}",
    }[chosen]

    answer = administrator.post(f"{address}?{query}", {"include_descendants": "on"})

    assert answer.status_code == 302
    assert read(answer) == [
        "« La fête » ne peut pas être publiée : Résumé : Ce champ ne peut pas être vide. Rien n’est publié."
    ]
    assert not Page.objects.filter(pk__in=[complete.pk, incomplete.pk], live=True).exists()


def test_the_api_says_what_a_draft_lacks(administrator, incomplete):
    never_saved = NewsPageFactory(summary="", live=False)

    answers = [administrator.post(*api("publish", page)) for page in (incomplete, never_saved)]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [list(answer.json()) for answer in answers] == [["summary"], ["summary"]]

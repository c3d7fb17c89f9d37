"""Two editors on one page: the second does not put back unread what the first has published."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import NewsPage
from tests.factories import NewsPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk, editor_of_the_vosges, read

pytestmark = pytest.mark.django_db

HIDDEN = ["loaded_revision_id", "loaded_revision_created_at", "shown_without_revision"]
PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def news():
    """One that an editor of the Vosges may change."""
    page = NewsPageFactory(title="La fête", summary="Elle a lieu samedi.", territory=TerritoryFactory())
    page.save_revision(user=UserFactory()).publish()
    return page


@pytest.fixture
def national():
    return desk(UserFactory(national=True, first_name="Rédaction", last_name="nationale"))


@pytest.fixture
def editor():
    return desk(editor_of_the_vosges())


def at(page, name="edit", *more):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])


def fields(response, **typed):
    """What the form that was shown sends, with what is ``typed`` into it."""
    soup = BeautifulSoup(response.content, "html.parser").find(id="page-edit-form")
    sent = {
        field["name"]: field["value"]
        for field in soup.select("input[type=hidden]")
        if field["name"] in HIDDEN
    }
    for name in ("title", "slug", "date"):
        sent[name] = soup.find(attrs={"name": name})["value"]
    sent["summary"] = soup.find(attrs={"name": "summary"}).text.strip()
    sent["territory"] = TerritoryFactory().pk
    return nested_form_data(
        {**sent, "body": streamfield([]), "comments": inline_formset([]), "drawing": "", "image": ""}
    ) | {**typed}


def opened(client, page, **typed):
    return fields(client.get(at(page)), **typed)


def words(page):
    live = NewsPage.objects.get(pk=page.pk)
    return live.title, live.summary


def revisions(page):
    return list(page.revisions.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("has_revision", [True, False])
def test_the_second_is_refused_then_saves_what_both_wanted(national, editor, news, has_revision):
    page = (
        news if has_revision else NewsPageFactory(summary="Elle a lieu samedi.", territory=TerritoryFactory())
    )
    first = opened(national, page, title="La fête", summary="Elle est reportée.", **PUBLISH)
    second = opened(editor, page, title="La grande fête", **PUBLISH)
    national.post(at(page), first)

    refused = editor.post(at(page), second)

    assert refused.status_code == 200
    assert words(page) == ("La fête", "Elle est reportée.")
    said = read(refused)
    assert len(said) == 1
    assert said[0].startswith("Rédaction nationale a enregistré cette page le ")
    assert "résumé" in said[0].lower()
    assert said[0].endswith("Relisez, puis enregistrez à nouveau.")
    again = fields(refused, **PUBLISH)
    assert (again["title"], again["summary"]) == ("La grande fête", "Elle est reportée.")
    assert editor.post(at(page), again).status_code == 302
    assert words(page) == ("La grande fête", "Elle est reportée.")


def test_what_both_changed_stays_as_the_second_wrote_it(national, editor, news):
    first = opened(national, news, summary="Elle est reportée.", **PUBLISH)
    second = opened(editor, news, summary="Elle est annulée.")
    national.post(at(news), first)

    refused = editor.post(at(news), second)

    assert fields(refused)["summary"] == "Elle est annulée."
    assert words(news) == ("La fête", "Elle est reportée.")


def test_a_draft_is_not_put_back_either(national, editor, news):
    first = opened(national, news, summary="Elle est reportée.")
    second = opened(editor, news, title="La grande fête")
    national.post(at(news), first)
    before = revisions(news)

    editor.post(at(news), second)

    assert revisions(news) == before


def test_a_form_that_shows_the_last_revision_is_saved(editor, news):
    for title in ("La grande fête", "La petite fête"):
        assert editor.post(at(news), opened(editor, news, title=title, **PUBLISH)).status_code == 302

    assert words(news)[0] == "La petite fête"


def test_a_form_that_names_no_revision_compares_nothing(national, editor, news):
    second = {name: value for name, value in opened(editor, news).items() if name not in HIDDEN}
    national.post(at(news), opened(national, news, summary="Elle est reportée.", **PUBLISH))

    assert editor.post(at(news), second).status_code == 302


def test_an_older_version_does_not_come_back_over_what_was_saved_meanwhile(national, editor, news):
    old = revisions(news)[0]
    revert = at(news, "revisions_revert", old)
    second = fields(editor.get(revert), **PUBLISH)
    national.post(at(news), opened(national, news, summary="Elle est reportée.", **PUBLISH))

    refused = editor.post(revert, second)

    assert words(news) == ("La fête", "Elle est reportée.")
    again = fields(refused, **PUBLISH)
    assert again["summary"] == "Elle a lieu samedi."
    assert editor.post(revert, again).status_code == 302
    assert words(news) == ("La fête", "Elle a lieu samedi.")


@pytest.mark.parametrize("has_revision", [True, False])
def test_what_is_saved_by_itself_writes_over_itself_until_somebody_else_saves(
    national, editor, news, has_revision
):
    page = (
        news if has_revision else NewsPageFactory(summary="Elle a lieu samedi.", territory=TerritoryFactory())
    )
    typed = opened(editor, page, title="La grande fête")
    by_itself = {"HTTP_ACCEPT": "application/json"}

    saved = editor.post(at(page), typed, **by_itself).json()
    typed |= {"overwrite_revision_id": saved["revision_id"]}
    again = editor.post(at(page), typed | {"title": "La petite fête"}, **by_itself).json()
    national.post(at(page), opened(national, page, summary="Elle est reportée.", **PUBLISH))
    late = editor.post(at(page), typed, **by_itself)
    by_hand = editor.post(at(page), typed | PUBLISH)

    assert again["revision_id"] == saved["revision_id"]
    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert by_hand.status_code == 200
    assert words(page)[1] == "Elle est reportée."


def test_what_was_saved_by_itself_is_then_published(editor, news):
    typed = opened(editor, news, title="La grande fête")
    saved = editor.post(at(news), typed, HTTP_ACCEPT="application/json").json()

    editor.post(at(news), typed | {"overwrite_revision_id": saved["revision_id"]} | PUBLISH)

    assert words(news)[0] == "La grande fête"

"""What the admin cannot read is the sender's fault, and nothing was done; what the site does wrong stays a 500."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.factories import EventPageFactory, NewsPageFactory, SessionFactory, UserFactory, VenueFactory
from tests.workshops.offices import desk

pytestmark = pytest.mark.django_db

#: One empty row of a workflow, and no page.
ROWS = {f"{name}_FORMS": "0" for name in ("workflow_tasks-INITIAL", "pages-TOTAL", "pages-INITIAL")} | {
    "workflow_tasks-TOTAL_FORMS": "1"
}


@pytest.fixture
def administrator(home):
    client = desk(UserFactory(administrator=True))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/chooser/chosen/abc/",
        "/admin/choisir-un-lieu/chosen/_1/",
        "/admin/tag-autocomplete/?term=%00",
        "/admin/pages/search/?q=%00",
        "/admin/choose-external-link/?parent_page_id=abc",
    ],
)
def test_an_address_that_names_no_row_is_a_bad_request(administrator, address):
    answer = administrator.get(address)

    assert answer.status_code == 400
    assert "Nous n’avons pas compris la demande" in answer.content.decode()


def test_a_key_past_all_numbers_is_no_row_s(administrator):
    """PostgreSQL compares it with each, SQLite refuses it."""
    answer = administrator.get(f"/admin/questionnaires/export/{'9' * 30}/")

    assert answer.status_code == (404 if connection.vendor == "postgresql" else 400)


def test_a_revision_that_is_none_is_a_bad_request(administrator):
    page = NewsPageFactory()

    assert administrator.get(f"/admin/pages/{page.pk}/revisions/0/revert/").status_code == 400


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("wagtailredirects:add", {"old_path": "/avant", "redirect_page": "abc"}),
        (
            "themes:add",
            {"name": "Un thème", "translations-TOTAL_FORMS": "1", "translations-INITIAL_FORMS": "1"},
        ),
        ("wagtailadmin_workflows:add", ROWS),
        ("wagtailadmin_choose_page_external_link", {"external-link-chooser-link_text": "Ici"}),
    ],
)
def test_a_form_whose_parts_cannot_be_read_is_a_bad_request(administrator, address, sent):
    assert administrator.post(reverse(address), sent).status_code == 400


def test_a_page_is_not_moved_below_what_is_no_page(administrator):
    page = NewsPageFactory()

    answer = administrator.post(
        reverse("wagtailadmin_pages:move", args=[page.pk]), {"new_parent_page": "abc"}
    )

    assert (answer.status_code, Page.objects.get(pk=page.pk).path) == (400, page.path)


@pytest.mark.parametrize("door", ["?next=abc", ""])
def test_nothing_is_done_where_it_is_unknown_what_comes_next(administrator, door):
    page = NewsPageFactory()

    answer = administrator.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]) + door, {} if door else {"next": "abc"}
    )

    assert (answer.status_code, Page.objects.filter(pk=page.pk).exists()) == (400, True)


def test_an_address_of_the_site_may_come_next(administrator):
    page = NewsPageFactory()

    answer = administrator.post(
        reverse("wagtailadmin_pages:delete", args=[page.pk]), {"next": "/admin/reports/"}
    )

    assert (answer.status_code, answer.url) == (302, "/admin/reports/")


@pytest.mark.urls("tests.content.faulty_urls")
@pytest.mark.parametrize(
    "path",
    [
        "/admin/faulty/",
        *(
            f"{area}/faulty/{name}/"
            for area in ("", "/admin")
            for name in ("date", "search", "data", "lookup")
        ),
    ],
)
def test_a_mistake_of_the_site_stays_one(administrator, path):
    assert administrator.get(path).status_code == 500


@pytest.mark.urls("tests.content.faulty_urls")
def test_a_mistake_of_the_site_while_it_writes_stays_one(administrator):
    published, draft = SessionFactory(), SessionFactory(draft=True)

    registering = administrator.get(f"/faulty/booking/{published.pk}/")
    publishing = administrator.post(f"/admin/faulty/seances/publish/{draft.pk}/")

    assert (registering.status_code, publishing.status_code) == (500, 500)


@pytest.mark.parametrize("chooser", ["choisir-une-commune", "choisir-un-lieu"])
def test_our_choosers_choose_one_whatever_is_asked(administrator, chooser):
    VenueFactory()

    assert administrator.get(reverse(f"{chooser}:choose"), {"multiple": "1"}).status_code == 200


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_images_are_searched_and_filtered_by_use_at_once(administrator, name):
    query = {"q": "photo", "usage_count_min": "1", "usage_count_max": "20"}

    assert administrator.get(reverse(f"wagtailimages:{name}"), query).status_code == 200


def test_the_public_says_what_it_did_not_understand(home):
    EventPageFactory()
    client = Client(raise_request_exception=False)

    assert client.get("/agenda/?q=%00").status_code == 200

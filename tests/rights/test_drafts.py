"""What is not published is its territory's alone: no list, chooser, report or API names it to anyone else."""

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.log_actions import log

from tests.factories import EventPageFactory, NewsPageFactory, SessionFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import (
    desk,
    editor_of_guadeloupe,
    editor_of_the_vosges,
    facilitator_of_the_vosges,
)

pytestmark = pytest.mark.django_db

SECRET = "Surprise"
RENAMED = "Rebaptise"


@pytest.fixture(autouse=True)
def drafts():
    """An event and news that nobody has published, and a live event about to get another title, in Guadeloupe."""
    guadeloupe = TerritoryFactory(guadeloupe=True)
    author = UserFactory()
    for factory in (EventPageFactory, NewsPageFactory):
        page = factory(title=f"{SECRET} {factory.__name__}", territory=guadeloupe, live=False)
        page.save_revision(log_action=True, user=author)
    live = EventPageFactory(title="Fête", territory=guadeloupe)
    live.title = RENAMED
    live.save_revision(log_action=True, user=author)
    session = SessionFactory(guadeloupe=True, draft=True, activity=live)
    log(instance=session, action="wagtail.edit", user=author, title=f"{SECRET} séance")
    return live


#: Every list of pages or of what was done to them, and how it is asked.
LISTS = {
    "explorer": ("wagtailadmin_explore", "events", {}),
    "explorer, searching": ("wagtailadmin_explore", "events", {"q": "Surpri"}),
    "search": ("wagtailadmin_pages:search", None, {"q": "Surpri"}),
    "search for a new title": ("wagtailadmin_pages:search", None, {"q": "Rebapti"}),
    "chooser": ("wagtailadmin_choose_page_child", "events", {}),
    "chooser, searching": ("wagtailadmin_choose_page_search", None, {"q": "Surpri"}),
    "pages of a type": ("wagtailadmin_pages:type_use", "type", {}),
    "history": ("wagtailadmin_reports:site_history", None, {}),
    "history, exported": ("wagtailadmin_reports:site_history", None, {"export": "csv"}),
    "locked pages": ("wagtailadmin_reports:locked_pages", None, {}),
    "aging pages": ("wagtailadmin_reports:aging_pages", None, {"export": "csv"}),
    "page types": ("wagtailadmin_reports:page_types_usage", None, {}),
    "translations": ("wagtail_localize:translations_report", None, {}),
    "API": ("wagtailadmin_api:pages:listing", None, {"limit": "20"}),
    "API, searching": ("wagtailadmin_api:pages:listing", None, {"search": SECRET}),
    "home": ("wagtailadmin_home", None, {}),
}


def asked(client, name, live):
    address, about, query = LISTS[name]
    args = {"events": [live.get_parent().pk], "type": ["workshops", "eventpage"], None: []}[about]
    response = client.get(reverse(address, args=args), query)
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode()


def named(words):
    """Whether a draft's title is there; what was searched is only its beginning."""
    return SECRET in words or RENAMED in words


@pytest.mark.parametrize("who", [editor_of_the_vosges, facilitator_of_the_vosges])
def test_no_list_names_another_territory_s_drafts(who, drafts):
    client = desk(who())

    assert [name for name in LISTS if named(asked(client, name, drafts))] == []


def test_its_own_editor_and_national_staff_find_them(drafts):
    for person in (editor_of_guadeloupe(), UserFactory(national=True)):
        client = desk(person)
        found = [name for name in LISTS if named(asked(client, name, drafts))]
        assert {"explorer", "search", "chooser, searching", "history", "history, exported", "API"} <= set(
            found
        )


@pytest.mark.parametrize("action", ["publish", "unpublish", "move", "delete"])
@pytest.mark.parametrize("selected", ["one by one", "all"])
def test_no_selection_names_them(drafts, action, selected):
    client = desk(editor_of_the_vosges())
    pages = drafts.get_parent().get_children()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = (
        {"id": "all", "childOf": drafts.get_parent().pk}
        if selected == "all"
        else {"id": [p.pk for p in pages]}
    )

    assert not named(client.get(address, query).content.decode())


def test_a_chosen_page_is_one_that_everyone_reads_or_one_s_own(drafts):
    client = desk(editor_of_the_vosges())
    own = EventPageFactory(title="Brouillon", territory=TerritoryFactory(), live=False)
    shown = NewsPageFactory(title="Publiée", territory=TerritoryFactory(guadeloupe=True))
    keys = [drafts.pk, own.pk, shown.pk]

    response = client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": keys})

    assert {page["id"] for page in response.json()["result"]} == {own.pk, shown.pk}


@pytest.mark.parametrize("files", ["documents", "images"])
def test_a_facilitator_lists_no_files_through_the_api(files):
    get_document_model().objects.create(title="Fiche", file="documents/fiche.txt")
    address = reverse(f"wagtailadmin_api:{files}:listing")

    totals = [
        desk(person).get(address).json()["meta"]["total_count"]
        for person in (facilitator_of_the_vosges(), editor_of_the_vosges())
    ]

    assert totals == ([0, 1] if files == "documents" else [0, 0])

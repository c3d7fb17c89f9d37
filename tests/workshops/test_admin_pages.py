"""Events lie flat below one index: each is its own territory's all the same."""

import pytest
from django.urls import reverse

from tests.factories import EventPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk, editor_of_the_vosges, refused
from workshops.models import EventPage
from workshops.page_forms import TerritorialPageForm

pytestmark = pytest.mark.django_db

PAGE_VIEWS = ["edit", "delete", "copy", "move", "unpublish", "history", "usage", "set_privacy"]


@pytest.fixture
def editor():
    return editor_of_the_vosges()


def closed(user, page, views):
    client = desk(user)
    addresses = {view: reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for view in views}
    return [view for view, address in addresses.items() if refused(client.get(address))]


@pytest.mark.parametrize("foreign", ["another territory's", "the nation's"])
def test_another_s_event_is_closed(editor, foreign):
    territory = TerritoryFactory(guadeloupe=True) if foreign == "another territory's" else None
    event = EventPageFactory(territory=territory)

    assert closed(editor, event, PAGE_VIEWS) == PAGE_VIEWS


def test_one_s_own_event_is_open(editor):
    event = EventPageFactory(territory=TerritoryFactory())

    assert closed(editor, event, ["edit", "copy", "unpublish", "history"]) == []


def test_no_selection_unpublishes_or_deletes_another_s_event(editor):
    event = EventPageFactory(territory=TerritoryFactory(guadeloupe=True))

    for action in ("unpublish", "delete", "publish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        desk(editor).post(f"{address}?id={event.pk}")

    assert EventPage.objects.get(pk=event.pk).live


def territory_form(user, **typed):
    """The part of an event's form that says whose it is."""

    class Form(TerritorialPageForm):
        class Meta(TerritorialPageForm.Meta):
            model = EventPage
            fields = ["title", "territory"]

    event = EventPage(title="Fête")
    return Form({"title": "Fête", **typed} if typed else None, instance=event, for_user=user)


def test_an_editor_writes_events_of_their_territories_alone(editor):
    guadeloupe = TerritoryFactory(guadeloupe=True)

    assert territory_form(editor).initial["territory"] == TerritoryFactory().pk
    assert list(territory_form(editor, territory=guadeloupe.pk).errors) == ["territory"]
    assert list(territory_form(editor, territory="").errors) == ["territory"]
    assert territory_form(editor, territory=TerritoryFactory().pk).errors == {}


def test_not_even_a_draft_leaves_the_territory_empty(editor):
    form = territory_form(editor, territory="")
    form.defer_required_fields()

    assert list(form.errors) == ["territory"]


def test_national_staff_write_events_of_the_nation():
    assert territory_form(UserFactory(national=True), territory="").errors == {}

"""What becomes of a page by every door that does something to it, for every page type and role, against the table."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.admin.api.urls import admin_api
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from guides.models import GuideIndexPage
from home import foundation
from home.models import HomePage, NewsIndexPage, TerritoryIndexPage
from tests.factories import (
    EventPageFactory,
    GuidePageFactory,
    NewsPageFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    VenueFactory,
    WorkshopPageFactory,
)
from tests.rights import situation, table
from tests.rights.answers import meaning
from workshops.models import EventIndexPage, WorkshopIndexPage

pytestmark = pytest.mark.django_db


def kinds():
    """A live page of each kind the table names."""
    vosges, guadeloupe = TerritoryFactory(), TerritoryFactory(guadeloupe=True)
    busy = EventPageFactory(title="Fête attendue", territory=vosges)
    SessionFactory(activity=busy, venue=VenueFactory())
    return {
        "own event": EventPageFactory(title="Fête des Vosges", territory=vosges),
        "own event with dates to come": busy,
        "another's event": EventPageFactory(title="Fête de Guadeloupe", territory=guadeloupe),
        "the nation's news": NewsPageFactory(title="Nouvelle nationale", territory=None),
        "own territory's page": TerritoryPageFactory(title="Les Vosges", territory=vosges),
        "list of events": EventIndexPage.objects.get(locale__language_code="fr"),
        "home page": HomePage.objects.get(locale__language_code="fr"),
        "workshop with dates to come": SessionFactory(activity=WorkshopPageFactory(title="Atelier")).activity,
        "other page": StandardPageFactory(title="À propos", parent=StandardPageFactory(title="Au-dessus")),
    }


def bulk(action, page, **form):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return "post", f"{address}?id={page.pk}", form


def api(action, page, **data):
    return "post", reverse("wagtailadmin_api:pages:action", args=[page.pk, action]), data


def view(name, page, *more, **form):
    return "post", reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more]), form


def elsewhere(page):
    """Another page of its parent's kind."""
    parent = page.get_parent().specific
    model = HomePage if parent.is_root() else type(parent)
    return model.objects.filter(locale=page.locale).exclude(pk__in=[parent.pk, page.pk]).first()


def second_parents():
    """Where pages could be moved to, if only one might; editors of territories may write there."""
    home = HomePage.objects.get(locale__language_code="fr")
    other = HomePage(title="Autre accueil", slug="autre", introduction="Ailleurs.", locale=home.locale)
    home.get_parent().add_child(instance=other)
    StandardPageFactory(title="Ailleurs", parent=other)
    for model in (EventIndexPage, NewsIndexPage, TerritoryIndexPage, WorkshopIndexPage, GuideIndexPage):
        other.add_child(
            instance=model(title="Autre liste", slug=f"x-{model._meta.model_name}", locale=home.locale)
        )
    foundation.update_roles()


def neighbours(above):
    """One more page in each list, after those that are tried: there is an order to change."""
    for factory in (EventPageFactory, NewsPageFactory, WorkshopPageFactory, GuidePageFactory):
        factory(title="Le dernier")
    TerritoryPageFactory(title="La Guadeloupe", territory=TerritoryFactory(guadeloupe=True))
    StandardPageFactory(title="Le dernier", parent=above)
    StandardPageFactory(title="La dernière")


SITE_NAME = {"confirm_site_name": "e-parentalité"}
COPY = {"new_title": "Copie", "new_slug": "copie-de-page"}
#: {act: {door: what is sent}}. The API's actions and the bulk actions of pages are all of them here.
DOORS = {
    "publish": {
        "bulk publish": lambda page: bulk("publish", page),
        "api publish": lambda page: api("publish", page),
    },
    "revert": {
        "api revert_to_page_revision": lambda page: api(
            "revert_to_page_revision", page, revision_id=page.revisions.earliest("pk").pk
        ),
    },
    "unpublish": {
        "explorer unpublish": lambda page: view("unpublish", page),
        "bulk unpublish": lambda page: bulk("unpublish", page),
        "api unpublish": lambda page: api("unpublish", page),
    },
    "delete": {
        "explorer delete": lambda page: view("delete", page, **SITE_NAME),
        "bulk delete": lambda page: bulk("delete", page, **SITE_NAME),
        "api delete": lambda page: api("delete", page),
    },
    "move": {
        "explorer move": lambda page: view("move_confirm", page, elsewhere(page).pk),
        "bulk move": lambda page: bulk("move", page, chooser=elsewhere(page).pk),
        "api move": lambda page: api(
            "move", page, destination_page_id=elsewhere(page).pk, position="last-child"
        ),
    },
    "order": {
        "explorer position": lambda page: view("set_page_position", page),
        "api move within its list": lambda page: api(
            "move", page, destination_page_id=page.get_parent().pk, position="last-child"
        ),
    },
    "copy": {
        "explorer copy": lambda page: view("copy", page, **COPY, new_parent_page=page.get_parent().pk),
        "explorer alias": lambda page: view(
            "copy", page, **COPY, new_parent_page=page.get_parent().pk, alias="on"
        ),
        "api copy": lambda page: api("copy", page, slug="copie-de-page"),
        "api create_alias": lambda page: api("create_alias", page, update_slug="copie-de-page"),
    },
    "hide": {
        "explorer privacy": lambda page: view("set_privacy", page, restriction_type="login"),
    },
    "translate": {
        "api convert_alias": lambda page: api("convert_alias", _alias(page)),
        "explorer convert_alias": lambda page: view("convert_alias", _alias(page)),
    },
}


def _alias(page):
    """Its place in the Arabic tree, not translated yet; itself where it has none."""
    return page.aliases.filter(locale__language_code="ar").first() or page


def footprint(page):
    """All of the page that a door could change, as the database has it."""
    row = (
        Page.objects.filter(pk=page.pk)
        .values_list("path", "live", "title", "slug", "latest_revision")
        .first()
    )
    return (
        row,
        Page.objects.count(),
        list(page.view_restrictions.values_list("restriction_type", flat=True)),
        Page.objects.filter(translation_key=page.translation_key, alias_of=None).count(),
        list(page.revisions.values_list("pk", flat=True)),
    )


def prepared():
    """The pages, each with a change that is not published, and their aliases in the other languages."""
    pages = kinds()
    neighbours(above=pages["other page"].get_parent())
    second_parents()
    foundation.synchronize_languages()
    for name, page in pages.items():
        pages[name] = page = Page.objects.get(pk=page.pk).specific
        page.save_revision()
        page.title = f"{page.title}, corrigée"
        page.save_revision()
        page.refresh_from_db()
    return pages


def test_every_action_that_is_registered_stands_behind_a_door():
    doors = {door.split(" ", 1)[0] + " " + door.split()[1] for of_act in DOORS.values() for door in of_act}
    bulk_actions = {
        f"bulk {action.action_type}"
        for action in bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    }

    assert {door for door in doors if door.startswith("api ")} == {
        f"api {name}" for name in admin_api._endpoints["pages"].actions
    }
    assert {door for door in doors if door.startswith("bulk ")} == bulk_actions


def test_every_page_and_act_stands_in_the_table():
    assert set(table.acts()) == {(name, act) for name in prepared() for act in DOORS}


#: Whose rights a role has too.
SHARED = {"national": "E", "admin": "N"}


@pytest.mark.parametrize("role", ["facilitator", "editor", "national", "admin"])
def test_an_act_is_done_for_whom_the_table_says_by_every_door_and_for_nobody_else(role):
    users, pages = situation.people(), prepared()
    client = situation.Situation(users).client(role)
    wrong = []
    for (name, act), roles in table.acts().items():
        if role == "facilitator" and name != "own event":
            continue  # they have no right on any page: one is enough
        if role in SHARED and SHARED[role] in roles:
            continue  # whoever stands above may it too: tried as the first of them that may
        for door, sent in DOORS[act].items():
            answer, is_done = _tried(client, pages[name], sent)
            if answer == "broken" or is_done != (role[0].upper() in roles):
                wrong.append(f"{door}, {name}: {answer}, {'done' if is_done else 'not done'}")

    assert wrong == []


def _tried(client, page, sent):
    """What the door answers, and whether anything of the page changed; nothing stays changed."""
    method, address, data = sent(page)
    with transaction.atomic():
        before = footprint(page)
        answer = meaning(getattr(client, method)(address, data))
        is_done = footprint(page) != before
        transaction.set_rollback(True)
    return answer, is_done

"""The admin offers each person what opens for them, and counts what its lists show them."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home import foundation
from tests.factories import EventPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk, editor_of_the_vosges, facilitator_of_the_vosges

pytestmark = pytest.mark.django_db


def counted(user):
    """What the first page says of pages; None where it says nothing."""
    items = desk(user).get(reverse("wagtailadmin_home")).context
    return items.get("total_pages") if items else None


@pytest.mark.parametrize("person", [editor_of_the_vosges, lambda: UserFactory(national=True)])
def test_the_first_page_counts_the_pages_that_lists_show(person):
    EventPageFactory(territory=TerritoryFactory())
    EventPageFactory(territory=TerritoryFactory(guadeloupe=True))
    user = person()

    shown = policy_registry.get_by_type(Page).explorable_instances(user).filter(depth__gt=1)

    assert counted(user) == shown.count()


def test_a_facilitator_reads_no_count():
    assert counted(facilitator_of_the_vosges()) is None


@pytest.mark.parametrize(
    ("person", "offered"), [(editor_of_the_vosges, False), (lambda: UserFactory(national=True), True)]
)
def test_translations_are_offered_to_whom_they_open(person, offered):
    event = EventPageFactory(territory=TerritoryFactory())
    foundation.synchronize_languages()
    alias = event.aliases.get(locale__language_code="en")
    client = desk(person())
    report = reverse("wagtail_localize:translations_report")
    submit = reverse("wagtail_localize:submit_page_translation", args=[event.pk])

    page = client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).content.decode()

    assert (report in page, client.get(report).status_code == 200) == (offered, offered)
    assert (submit in page, client.get(submit).status_code == 200) == (offered, offered)

"""No moderation until the editors' own comes: nobody is locked out of what they wrote."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from tests.factories import EventPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk, editor_of_the_vosges

pytestmark = pytest.mark.django_db


def remove():
    import_module("home.migrations.0002_remove_default_moderation").remove_default_moderation(apps, None)


@pytest.fixture
def moderators():
    """What Wagtail's own migrations make."""
    group = Group.objects.create(name="Moderators")
    workflow = Workflow.objects.create(name="Moderators approval")
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    return group


def test_a_new_site_has_no_group_and_no_workflow_of_wagtail_s():
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert [Workflow.objects.count(), Task.objects.count()] == [0, 0]


def test_moderation_is_not_offered():
    event = EventPageFactory(territory=TerritoryFactory())

    response = desk(editor_of_the_vosges()).get(reverse("wagtailadmin_pages:edit", args=[event.pk]))

    assert "action-submit" not in response.content.decode()


@pytest.mark.usefixtures("moderators")
def test_an_author_who_was_locked_out_is_let_in_again():
    author = editor_of_the_vosges()
    event = EventPageFactory(territory=TerritoryFactory())
    event.save_revision()
    event.get_workflow().start(event, author)
    assert event.get_lock().for_user(author)

    remove()

    assert EventPageFactory._meta.model.objects.get(pk=event.pk).get_lock() is None
    assert WorkflowState.objects.count() == 0
    assert [Workflow.objects.count(), Task.objects.count()] == [0, 0]


def test_a_group_with_people_and_its_workflow_stay(moderators):
    UserFactory().groups.add(moderators)

    remove()

    assert Group.objects.filter(pk=moderators.pk).exists()
    assert [Workflow.objects.count(), Task.objects.count()] == [1, 1]

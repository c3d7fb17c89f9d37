"""The roles' rights follow the code: after each ``migrate`` they are what the tables say."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from home import foundation
from workshops.models import WorkshopIndexPage

pytestmark = pytest.mark.django_db


def rights(name):
    """All that a role is given: on rows, on pages, on files."""
    group = Group.objects.get(name=name)
    return (
        {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        },
        set(
            group.page_permissions.values_list(
                "page__slug", "page__locale__language_code", "permission__codename"
            )
        ),
        set(group.collection_permissions.values_list("permission__codename", flat=True)),
    )


ROLES = list(foundation.ROLE_PERMISSIONS)


@pytest.mark.parametrize("name", ROLES)
def test_a_role_has_what_the_table_says(name):
    assert rights(name)[0] == set(foundation.ROLE_PERMISSIONS[name])


def test_a_right_that_a_role_lacks_is_given_and_one_too_many_is_taken():
    before = {name: rights(name) for name in ROLES}
    group = Group.objects.get(name=foundation.TERRITORIAL)
    group.permissions.remove(Permission.objects.get(codename="publish_session"))
    group.permissions.add(Permission.objects.get(codename="act_nationally"))
    group.page_permissions.first().delete()
    GroupPagePermission.objects.create(
        group=group,
        page=WorkshopIndexPage.objects.first(),
        permission=Permission.objects.get(codename="publish_page"),
    )
    group.collection_permissions.first().delete()
    GroupCollectionPermission.objects.create(
        group=Group.objects.get(name=foundation.FACILITATION),
        collection=foundation.Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="choose_document"),
    )

    call_command("migrate", verbosity=0)

    assert {name: rights(name) for name in ROLES} == before


def test_a_group_that_editors_made_keeps_its_own():
    group = Group.objects.create(name="Relecture")
    group.permissions.add(Permission.objects.get(codename="change_theme"))

    call_command("migrate", verbosity=0)

    assert rights("Relecture")[0] == {"content.change_theme"}


def test_a_role_that_was_taken_away_is_not_made_again():
    Group.objects.get(name=foundation.FACILITATION).delete()

    call_command("migrate", verbosity=0)

    assert not Group.objects.filter(name=foundation.FACILITATION).exists()

"""Whoever is deactivated, loses a role or has the password changed is signed out everywhere."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.password_reset import link_for
from accounts.sign_out import forget_expired_sessions
from tests.accounts.test_one_address import OLD, links_sent_to, signs_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def person():
    return UserFactory(email=OLD)


def deactivated(user):
    user.is_active = False
    user.save()


def deactivated_by_a_bulk_action(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


every_end = pytest.mark.parametrize("end", [deactivated, deactivated_by_a_bulk_action])


@every_end
def test_someone_deactivated_is_signed_out_and_gets_no_link(client, person, end):
    signs_in(client, OLD)
    link = link_for(person)

    end(person)

    assert client.get("/compte/").status_code == 302
    assert client.get(link, follow=True).context["token_fail"] is True
    assert links_sent_to(client, OLD) == []
    assert signs_in(client, OLD) is False


@every_end
def test_someone_activated_again_must_sign_in_again(client, person, end):
    signs_in(client, OLD)
    link = link_for(person)

    end(person)
    User.objects.update(is_active=True)

    assert client.get("/compte/").status_code == 302
    assert client.get(link, follow=True).context["token_fail"] is True
    assert signs_in(client, OLD) is True


def test_a_password_changed_by_an_administrator_signs_out(client, person):
    signs_in(client, OLD)

    person.set_password("un-tout-autre-mot-de-passe")
    person.save()

    assert client.get("/compte/").status_code == 302


@pytest.mark.parametrize(
    "leave",
    [
        lambda user, group: user.groups.remove(group),
        lambda user, group: user.groups.set([]),
        lambda user, group: user.groups.clear(),
        lambda user, group: group.user_set.remove(user),
        lambda user, group: group.user_set.clear(),
    ],
)
def test_someone_who_loses_a_role_is_signed_out(client, person, leave):
    group = Group.objects.create(name="Une équipe")
    person.groups.add(group)
    signs_in(client, OLD)

    leave(person, group)

    assert client.get("/compte/").status_code == 302


def test_someone_who_gets_a_role_stays_signed_in(client, person):
    signs_in(client, OLD)

    person.groups.add(Group.objects.create(name="Une équipe"))

    assert client.get("/compte/").status_code == 200


def test_sessions_that_have_ended_are_forgotten(client, person):
    signs_in(client, OLD)
    kept = Session.objects.get()
    Session.objects.create(
        session_key="ended", session_data="x", expire_date=timezone.now() - timedelta(days=1)
    )

    forget_expired_sessions()

    assert list(Session.objects.all()) == [kept]

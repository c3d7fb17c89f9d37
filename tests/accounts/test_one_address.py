"""The address of an account is one thing, wherever it is kept: the old one opens nothing."""

import importlib

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.addresses import normalized
from accounts.admin_forms import StaffEditForm
from accounts.password_reset import link_for
from outbox import jobs
from outbox.models import Message
from tests.factories import PASSWORD, UserFactory
from workshops.models.typed_contacts import email_key

pytestmark = pytest.mark.django_db

OLD, NEW = "avant@demo.test", "apres@demo.test"
User = get_user_model()


def by_the_admin_form(user):
    fields = {"email": NEW, "first_name": "Léa", "last_name": "Exemple", "is_active": "on"}
    form = StaffEditForm(fields, instance=user)
    assert form.errors == {}
    form.save()


def by_a_shell(user):
    user.email = NEW
    user.save()


def by_one_field(user):
    user.email = NEW
    user.save(update_fields=["email"])


def by_a_statement(user):
    User.objects.filter(pk=user.pk).update(email=NEW)


def in_bulk(user):
    user.email = NEW
    User.objects.bulk_update([user], ["email"])


def past_every_manager(user):
    User._base_manager.filter(pk=user.pk).update(email=NEW)


DOORS = [by_the_admin_form, by_a_shell, by_one_field, by_a_statement, in_bulk]
every_door = pytest.mark.parametrize("change", DOORS)
even_the_back_door = pytest.mark.parametrize("change", [*DOORS, past_every_manager])


@pytest.fixture
def person():
    """Somebody who has asked for a link before: allauth has then kept the address in a table of its own."""
    user = UserFactory(email=OLD)
    EmailAddress.objects.update_or_create(user=user, email=OLD)
    return user


def signs_in(client, email, password=PASSWORD):
    client.post("/compte/login/", {"login": email, "password": password})
    return client.get("/compte/").status_code == 200


def links_sent_to(client, email):
    client.post("/compte/password/reset/", {"email": email})
    jobs.run_all()
    return list(Message.objects.values_list("recipient", flat=True))


def addresses():
    rows = EmailAddress.objects.order_by("email")
    return list(rows.values_list("user__email", "email", "primary", "verified"))


@even_the_back_door
def test_the_old_address_signs_in_no_more(client, person, change):
    change(person)

    assert signs_in(client, OLD) is False


@even_the_back_door
def test_the_new_address_signs_in(client, person, change):
    change(person)

    assert signs_in(client, NEW) is True


@even_the_back_door
def test_the_old_address_gets_no_link(client, person, change):
    change(person)

    assert links_sent_to(client, OLD) == []


@even_the_back_door
def test_a_link_sent_to_the_old_address_opens_nothing(client, person, change):
    link = link_for(person)
    change(person)

    answer = client.get(link, follow=True)

    assert answer.context["token_fail"] is True


@even_the_back_door
def test_a_changed_address_is_signed_out(client, person, change):
    assert signs_in(client, OLD) is True

    change(person)

    assert client.get("/compte/").status_code == 302


@every_door
def test_allauth_keeps_the_new_address_alone(person, change):
    change(person)

    assert addresses() == [(NEW, NEW, True, True)]


@every_door
def test_an_address_changed_and_changed_back_is_still_signed_out(client, person, change):
    signs_in(client, OLD)
    link = link_for(person)

    change(person)
    User.objects.update(email=OLD)

    assert client.get("/compte/").status_code == 302
    assert client.get(link, follow=True).context["token_fail"] is True


def test_an_address_that_another_had_aside_is_the_account_s(client, person):
    other = UserFactory(email="autre@demo.test")
    EmailAddress.objects.create(user=other, email=NEW, verified=True)

    by_a_shell(person)

    assert addresses() == [(NEW, NEW, True, True), ("autre@demo.test", "autre@demo.test", True, True)]


def test_many_accounts_made_at_once_have_their_address():
    User.objects.bulk_create([User(email="UN@demo.test"), User(email="deux@demo.test")])

    assert addresses() == [(each, each, True, True) for each in ("deux@demo.test", "un@demo.test")]


def test_who_just_signs_in_or_changes_a_name_stays_signed_in_elsewhere(client, person):
    signs_in(client, OLD)

    person.first_name = "Léa"
    person.save()
    User.objects.update(last_name="Exemple")

    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "LÉA@Écoles-Été.demo.test",
        "le\N{COMBINING ACUTE ACCENT}a@e\N{COMBINING ACUTE ACCENT}coles-\xe9te\N{COMBINING ACUTE ACCENT}.demo.test",
        " léa@xn--coles-t-9xagb.demo.test ",
    ],
)
def test_an_address_is_the_same_however_it_is_written(typed):
    user = UserFactory(email="léa@écoles-été.demo.test")

    assert User.objects.get_by_natural_key(typed) == user
    assert list(User.objects.with_email(typed)) == [user]


def test_an_address_typed_in_capitals_in_the_admin_signs_in(client, person):
    by_the_admin_form(person)
    User.objects.update(email=NEW.upper())

    assert signs_in(client, NEW) is True


def test_letters_that_look_alike_get_nobody_else_s_link(client):
    UserFactory(email="mike@demo.test")

    assert links_sent_to(client, "m\N{LATIN SMALL LETTER DOTLESS I}ke@demo.test") == []


@pytest.mark.parametrize(
    "page",
    [
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
    ],
)
def test_pages_of_allauth_that_are_not_offered_are_nobody_s(client, admin_user, page):
    client.force_login(admin_user)

    assert client.get(reverse(page)).status_code == 404
    assert client.post(reverse(page), {"email": NEW, "action_add": ""}).status_code == 404


def test_a_database_of_before_is_healed():
    kept, other = UserFactory(email="un@demo.test"), UserFactory(email="deux@demo.test")
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=kept, email=OLD, verified=True, primary=True)
    EmailAddress.objects.create(user=other, email="un@demo.test")
    migration = importlib.import_module("accounts.migrations.0003_one_address")

    migration.heal(apps, None)

    assert addresses() == [(each, each, True, True) for each in ("deux@demo.test", "un@demo.test")]


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("lea@straße.de", "lea@xn--strae-oqa.de"),
        ("lea@STRASSE.de", "lea@strasse.de"),
        ("Lea@Écoles.demo.test", "lea@xn--coles-9ra.demo.test"),
        ("lea@βόλος.gr", "lea@xn--nxasmm1c.gr"),
        ("lea@-.é", "lea@-.é"),
    ],
)
def test_an_account_s_address_is_written_as_a_family_s(typed, address):
    assert (normalized(typed), email_key(typed)) == (address, address)

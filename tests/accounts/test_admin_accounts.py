"""Accounts in Wagtail's admin: an administrator says where each person acts."""

import pytest
from django.contrib.auth import get_user_model

from accounts.admin_forms import StaffCreationForm, StaffEditForm
from tests.factories import TerritoryFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "un-mot-de-passe-assez-long"


def test_a_new_account_has_its_territories():
    form = StaffCreationForm(
        {
            "email": "lea@demo.test",
            "first_name": "Léa",
            "last_name": "Exemple",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "territories": [TerritoryFactory().pk],
        }
    )

    assert form.errors == {}
    assert [territory.code for territory in form.save().territories.all()] == ["88"]


def test_an_account_changes_its_territories():
    user = UserFactory(territory=TerritoryFactory())
    form = StaffEditForm(
        {
            "email": user.email,
            "first_name": "Léa",
            "last_name": "Exemple",
            "is_active": "on",
            "territories": [TerritoryFactory(guadeloupe=True).pk],
        },
        instance=user,
    )

    assert form.errors == {}
    form.save()
    assert [territory.code for territory in get_user_model().objects.get().territories.all()] == ["971"]

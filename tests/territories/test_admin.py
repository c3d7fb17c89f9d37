"""Territories in Wagtail's admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from territories.models import SpokenLanguage, Territory
from tests.territories.conftest import vosges

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, django_user_model):
    user = django_user_model.objects.create_superuser(email="admin@exemple.test", password=None)
    client.force_login(user)
    return client


def territory(**other):
    fields = vosges(contact_phone="", **other)
    del fields["languages"]
    return Territory.objects.create(**fields)


def listed(response):
    return [each.code for each in response.context["object_list"]]


def test_the_menu_has_an_entry_for_territories(admin):
    response = admin.get(reverse("territoires:index"))

    assert response.status_code == 200
    assert reverse("territoires:index") == "/admin/territoires/"


@pytest.mark.parametrize(
    ("typed", "codes"), [("vosg", ["88"]), ("971", ["971"]), ("Nancy", ["88"]), ("zzz", [])]
)
def test_territories_are_searched_by_name_code_and_academy(admin, typed, codes):
    territory()
    territory(code="971", slug="guadeloupe", name="Guadeloupe", academy="Guadeloupe")

    assert listed(admin.get(reverse("territoires:index"), {"q": typed})) == codes


def test_the_list_takes_as_many_queries_for_30_territories_as_for_one(admin):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin.get(reverse("territoires:index"))
        return len(captured)

    territory()
    queries()  # content types and permissions are read once
    for_one = queries()
    for number in range(30, 59):
        territory(code=str(number), slug=f"d{number}", name=f"D{number}")

    assert queries() == for_one


def test_an_editor_changes_the_contact_and_the_languages(admin):
    vosges_row = territory()
    SpokenLanguage.objects.create(code="tr", endonym="Türkçe")
    form = vosges(contact_name="Bureau de la parentalité", contact_phone="03 29 11 11 11", languages=["tr"])

    response = admin.post(reverse("territoires:edit", args=[vosges_row.pk]), form)

    vosges_row.refresh_from_db()
    assert response.status_code == 302
    assert (vosges_row.contact_name, vosges_row.contact_phone) == ("Bureau de la parentalité", "+33329111111")
    assert [language.code for language in vosges_row.languages.all()] == ["tr"]


def test_a_wrong_number_is_refused_at_its_field(admin):
    response = admin.post(reverse("territoires:edit", args=[territory().pk]), vosges(contact_phone="01"))

    assert response.context["form"].errors["contact_phone"] == ["Ce numéro de téléphone n’existe pas."]


def test_a_territory_that_nothing_uses_may_be_deleted(admin):
    unused = territory()

    assert admin.get(reverse("territoires:delete", args=[unused.pk])).status_code == 200
    admin.post(reverse("territoires:delete", args=[unused.pk]))

    assert not Territory.objects.exists()


def test_territories_are_not_copied(admin):
    assert admin.get(f"/admin/territoires/copy/{territory().pk}/").status_code == 404

"""What is in use is not deleted, and the editor reads why.

No table of this floor protects another: Wagtail's locales, protected by their pages, stand
for what the floors above protect.
"""

from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from wagtail import hooks
from wagtail.admin.views.generic import DeleteView
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization

from territories.deletion import ProtectedDeletion, refusal, refuse_bulk_deletion
from territories.models import SpokenLanguage

pytestmark = pytest.mark.django_db

ONE_PAGE = "On ne peut pas supprimer «\u00a0العربية\u00a0»\u00a0: 1 page en dépend."


@pytest.fixture(autouse=True)
def french_alone(db):
    """Nothing in another language, so that what depends on one can be counted."""
    LocaleSynchronization.objects.all().delete()
    for page in Page.objects.filter(depth=2).exclude(locale__language_code="fr"):
        page.delete()
    Locale.objects.exclude(language_code="fr").delete()


class LocaleDeleteView(ProtectedDeletion, DeleteView):
    model = Locale
    delete_url_name = index_url_name = "wagtailadmin_home"


@pytest.fixture
def arabic():
    return Locale.objects.create(language_code="ar")


@pytest.fixture
def page(arabic):
    return Page.get_first_root_node().add_child(instance=Page(title="Arabe", slug="arabe", locale=arabic))


@pytest.fixture
def editors_request(rf, django_user_model):
    """Makes a request as the admin's middleware leaves it."""

    user = django_user_model.objects.create_superuser(email="admin@exemple.test", password=None)

    def make(method):
        request = getattr(rf, method)("/admin/")
        request.user = user
        request._messages = CookieStorage(request)
        return request

    return make


def read(request):
    return [str(message).strip() for message in request._messages]


@pytest.mark.usefixtures("page")
def test_a_refusal_counts_what_depends_on_the_object(arabic):
    assert refusal(arabic) == ONE_PAGE


def test_a_refusal_agrees_in_number(arabic, page):
    page.add_child(instance=Page(title="Agenda", slug="agenda", locale=arabic))

    assert refusal(arabic) == "On ne peut pas supprimer «\u00a0العربية\u00a0»\u00a0: 2 pages en dépendent."


def test_what_nothing_depends_on_is_not_refused_and_not_deleted_by_asking():
    language = SpokenLanguage.objects.create(code="eo", endonym="esperanto")

    assert refusal(language) == ""
    assert SpokenLanguage.objects.filter(code="eo").exists()


def test_a_page_may_go_with_the_pages_under_it(page, arabic):
    page.add_child(instance=Page(title="Agenda", slug="agenda", locale=arabic))

    assert refusal(page) == ""


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_admin_refuses_one_deletion_in_words(arabic, editors_request, method):
    request = editors_request(method)

    response = LocaleDeleteView.as_view()(request, pk=str(arabic.pk))

    assert (response.status_code, response.url) == (302, "/admin/")
    assert read(request) == [ONE_PAGE]
    assert Locale.objects.filter(pk=arabic.pk).exists()


def test_the_admin_deletes_what_is_free(arabic, editors_request):
    LocaleDeleteView.as_view()(editors_request("post"), pk=str(arabic.pk))

    assert not Locale.objects.filter(pk=arabic.pk).exists()


@pytest.mark.usefixtures("page")
def test_one_object_in_use_keeps_the_whole_selection(arabic, editors_request):
    free = Locale.objects.create(language_code="en")
    request = editors_request("post")

    response = refuse_bulk_deletion(request, "delete", [free, arabic], SimpleNamespace(next_url="/admin/x/"))

    assert (response.status_code, response.url) == (302, "/admin/x/")
    assert read(request) == [ONE_PAGE]


@pytest.mark.usefixtures("page")
def test_a_bulk_action_that_deletes_nothing_is_not_refused(arabic, editors_request):
    action = SimpleNamespace(next_url="/admin/x/")

    assert refuse_bulk_deletion(editors_request("post"), "publish", [arabic], action) is None


def test_every_bulk_deletion_of_the_admin_asks_first():
    assert refuse_bulk_deletion in hooks.get_hooks("before_bulk_action")

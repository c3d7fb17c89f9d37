"""Pages that are tied to others: chosen once, in French, and shown in the reader's language."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, get_page_models

from content.pages import SitePage
from guides.models import GuidePage
from home import foundation
from tests.factories import GuidePageFactory, StandardPageFactory, UserFactory, WorkshopPageFactory
from tests.workshops.offices import desk
from workshops.models import EventPage, WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(home):
    """One in French, with its English words; in Arabic the page follows the French."""
    french = GuidePageFactory(title="Le mot de passe", slug="mot-de-passe")
    foundation.synchronize_languages()
    english = english_of(french)
    english.alias_of, english.title = None, "Passwords"
    english.save()
    return french


def english_of(page):
    return Page.objects.get(translation_key=page.translation_key, locale__language_code="en").specific


def form_of(model):
    form = model.get_edit_handler().get_form_class()
    return form(instance=model(), for_user=UserFactory(administrator=True))


def test_every_field_that_chooses_pages_offers_each_once(guide):
    WorkshopPageFactory()
    StandardPageFactory()
    foundation.synchronize_languages()
    choosers = {
        (model, name): {page.locale.language_code for page in field.queryset}
        for model in get_page_models()
        if issubclass(model, SitePage)
        for name, field in form_of(model).fields.items()
        if isinstance(field, ModelChoiceField) and issubclass(field.queryset.model, Page)
    }

    assert choosers == {(WorkshopPage, "guides"): {"fr"}, (EventPage, "guides"): {"fr"}}


def test_a_translation_is_not_chosen_in_place_of_its_source(guide):
    field = form_of(WorkshopPage).fields["guides"]

    with pytest.raises(ValidationError):
        field.clean([english_of(guide).pk])
    assert list(field.clean([guide.pk])) == [guide]


@pytest.mark.parametrize("chosen", ["the source", "a translation, as long ago"])
@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Le mot de passe"), ("/en", "Passwords"), ("/ar", "Le mot de passe")]
)
def test_a_workshop_shows_its_guides_in_every_language(client, guide, prefix, title, chosen):
    workshop = WorkshopPageFactory(slug="premier-pas")
    workshop.guides.set([guide if chosen == "the source" else GuidePage.objects.get(pk=english_of(guide).pk)])
    workshop.save()
    foundation.synchronize_languages()

    page = client.get(f"{prefix}/ateliers/premier-pas/").content.decode()

    assert page.count(f'href="{prefix}/guides/mot-de-passe/"') == 1
    assert title in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_guide_shows_its_workshops_whichever_language_s_was_chosen(guide, language):
    from workshops.templatetags.workshops_tags import related_workshops

    workshop = WorkshopPageFactory()
    workshop.guides.set([GuidePage.objects.get(pk=english_of(guide).pk)])
    workshop.save()

    with translation.override(language):
        assert related_workshops(guide) == [workshop]


@pytest.mark.parametrize(
    ("asked_for", "expected"),
    [({"allow_external_link": "true"}, [1, 2]), ({"user_perms": "move_to"}, [2, 4])],
)
def test_a_link_in_a_text_is_chosen_among_sources_and_a_place_among_all(guide, asked_for, expected):
    client = desk(UserFactory(administrator=True))

    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": guide.title, **asked_for})
    roots = client.get(reverse("wagtailadmin_choose_page_child", args=[1]), asked_for).json()["html"]

    # The Arabic page has French words; below the root, which is listed too, each language has a home page.
    assert [found.content.decode().count("title-wrapper"), roots.count("title-wrapper")] == expected

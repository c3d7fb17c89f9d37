"""Themes in Wagtail's admin."""

import pytest
from django.urls import reverse

from content.models import Introduction, Theme
from tests.factories import GuidePageFactory, ThemeFactory, UserFactory, WorkshopPageFactory
from tests.workshops.offices import desk, editor_of_the_vosges, read, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def national():
    return desk(UserFactory(national=True))


def form(*translations, **other):
    rows = {}
    for number, (language, name) in enumerate(translations):
        rows |= {
            f"translations-{number}-language": language,
            f"translations-{number}-name": name,
            f"translations-{number}-id": "",
            f"translations-{number}-DELETE": "",
        }
    return {
        "name": "Jeux vidéo",
        "slug": "",
        "sign": "jeux-video",
        "position": "3",
        "translations-TOTAL_FORMS": len(translations),
        "translations-INITIAL_FORMS": 0,
        "translations-MIN_NUM_FORMS": 0,
        "translations-MAX_NUM_FORMS": 1000,
        **rows,
        **other,
    }


def test_a_theme_is_named_in_every_language_on_one_screen(national):
    national.post(reverse("themes:add"), form(("en", "Video games"), ("ar", "ألعاب الفيديو")))

    theme = Theme.objects.get()
    assert (theme.name, theme.slug) == ("Jeux vidéo", "jeux-video")
    assert dict(theme.translations.values_list("language", "name")) == {
        "en": "Video games",
        "ar": "ألعاب الفيديو",
    }


def test_a_language_is_given_once(national):
    response = national.post(reverse("themes:add"), form(("en", "Video games"), ("en", "Games")))

    assert response.status_code == 200
    assert not Theme.objects.exists()


def test_a_name_that_another_theme_s_address_says_already_is_refused(national):
    ThemeFactory(slug="jeux-video", name="Jeux")

    response = national.post(reverse("themes:add"), form())

    assert list(response.context["form"].errors) == ["slug"]


def test_the_address_of_a_theme_stays(national):
    theme = ThemeFactory()

    typed = form(name="Contrôle des écrans", slug="ecrans", sign=theme.sign)
    national.post(reverse("themes:edit", args=[theme.pk]), typed)

    theme.refresh_from_db()
    assert (theme.name, theme.slug) == ("Contrôle des écrans", "controle-parental")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_theme_is_not_deleted(national, method):
    theme = ThemeFactory()
    WorkshopPageFactory(themes=[theme])
    WorkshopPageFactory(themes=[theme])
    GuidePageFactory(themes=[theme])

    response = getattr(national, method)(reverse("themes:delete", args=[theme.pk]))

    assert Theme.objects.filter(pk=theme.pk).exists()
    assert read(response) == [
        "On ne peut pas supprimer « Contrôle parental », encore utilisé par 2 activités et 1 guide."
    ]


def test_a_theme_that_sorts_nothing_is_deleted(national):
    theme = ThemeFactory()

    national.post(reverse("themes:delete", args=[theme.pk]))

    assert not Theme.objects.exists()


def test_themes_are_the_nation_s():
    theme = ThemeFactory()
    WorkshopPageFactory(themes=[theme])
    editor = desk(editor_of_the_vosges())

    addresses = [reverse("themes:index"), reverse("themes:add")]
    addresses += [reverse(f"themes:{view}", args=[theme.pk]) for view in ("edit", "delete")]

    assert all(refused(editor.get(address)) for address in addresses)


def test_the_agenda_s_introduction_is_written_here(national):
    national.post(
        reverse("introductions:add"),
        {"view": "agenda", "language": "fr", "text": '{"blocks": [], "entityMap": {}}'},
    )

    assert Introduction.objects.filter(view="agenda", language="fr").exists()

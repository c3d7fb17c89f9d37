"""Every address answers in every language; French words are marked as French where they stay French."""

import pytest
from wagtail.models import Locale, Page

from content import languages
from content.models import ThemeTranslation
from home import foundation
from tests.factories import (
    GuidePageFactory,
    SessionFactory,
    StandardPageFactory,
    ThemeFactory,
    WorkshopPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "path", "expected"),
    [
        ("fr", "/en/agenda/", "/agenda/"),
        ("en", "/agenda/", "/en/agenda/"),
        ("ar", "/en/agenda/", "/ar/agenda/"),
        ("en", "/", "/en/"),
        ("fr", "/ar/", "/"),
        ("ar", "/entraide/", "/ar/entraide/"),
    ],
)
def test_the_same_address_in_another_language(language, path, expected):
    assert languages.path_in(language, path) == expected


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_a_page_made_after_the_language_was_added_answers_in_it(client, home, prefix):
    WorkshopPageFactory(title="Premier téléphone", slug="premier-telephone")

    answer = client.get(f"{prefix}/ateliers/premier-telephone/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{prefix[1:]}" dir="{"rtl" if prefix == "/ar" else "ltr"}"' in page
    assert 'lang="fr" dir="ltr"' in page
    assert "Premier téléphone" in page


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_lists_show_pages_that_have_no_translation_with_links_in_the_readers_language(client, home, prefix):
    GuidePageFactory(title="Écrire à un enseignant", slug="ecrire")

    page = client.get(f"{prefix}/guides/").content.decode()

    assert f'href="{prefix}/guides/ecrire/"' in page


def test_a_translated_page_shows_its_own_words_unmarked(client, home):
    guide = GuidePageFactory(title="Écrire", slug="ecrire")
    foundation.synchronize_languages()
    english = Page.objects.get(translation_key=guide.translation_key, locale__language_code="en").specific
    english.alias_of = None
    english.title = "Writing to a teacher"
    english.save()

    page = client.get("/en/guides/ecrire/").content.decode()

    assert "Writing to a teacher" in page
    assert (
        'lang="fr"' not in page.partition("<main")[2].partition("</main>")[0].split("Writing to a teacher")[0]
    )


def test_sessions_hang_on_the_french_page_and_show_in_every_language(client, home):
    workshop = WorkshopPageFactory(title="Jeux vidéo", slug="jeux")
    session = SessionFactory(activity=workshop)
    foundation.synchronize_languages()
    arabic = Page.objects.get(translation_key=workshop.translation_key, locale__language_code="ar").specific
    arabic.alias_of = None
    arabic.title = "ألعاب الفيديو"
    arabic.save()

    assert f"/ar/seances/{session.ref}/" in client.get("/ar/ateliers/jeux/").content.decode()
    assert "ألعاب الفيديو" in client.get(f"/ar/seances/{session.ref}/").content.decode()
    assert "ألعاب الفيديو" in client.get("/ar/agenda/").content.decode()


def test_a_session_can_be_made_from_a_translation_and_hangs_on_its_source(home):
    workshop = WorkshopPageFactory()
    foundation.synchronize_languages()
    english = Page.objects.get(translation_key=workshop.translation_key, locale__language_code="en").specific

    session = SessionFactory(activity=english)

    assert session.activity_id == workshop.pk


def test_themes_are_said_in_the_readers_language(client, home):
    theme = ThemeFactory()
    ThemeTranslation.objects.create(theme=theme, language="ar", name="الرقابة الأبوية")
    SessionFactory(activity=WorkshopPageFactory(themes=[theme]))

    assert "الرقابة الأبوية" in client.get("/ar/agenda/").content.decode()


def test_pages_do_not_vary_by_cookie_or_accepted_language(client, home):
    StandardPageFactory(slug="qui-sommes-nous")

    for path in ("/", "/en/", "/agenda/", "/qui-sommes-nous/"):
        answer = client.get(path, headers={"accept-language": "ar"})
        assert answer["Content-Language"] == ("en" if path == "/en/" else "fr")
        assert not {"Cookie", "Accept-Language"} & set(answer.get("Vary", "").split(", "))


def test_three_languages_from_the_start(home):
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"fr", "en", "ar"}

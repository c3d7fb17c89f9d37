"""A translated page beside its French source: one address in all languages, and French words marked until they are translated."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from home import foundation
from tests.factories import (
    PASSWORD,
    GuidePageFactory,
    SessionFactory,
    StandardPageFactory,
    UserFactory,
    WorkshopPageFactory,
)

pytestmark = pytest.mark.django_db

ARABIC = "كلمة السر"


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Run what waits for the end of a transaction, as it would without a test around it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def guide(home, commits):
    """« /guides/ancien/ », live in Arabic words, shown in French in English."""
    french = GuidePageFactory(title="Le mot de passe", slug="ancien")
    foundation.synchronize_languages()
    with commits():
        translate_object(french, [Locale.objects.get(language_code="ar")])
        say(french, "ar", title=ARABIC)
    return french


def in_language(page, code):
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=code).specific


def say(page, code, **words):
    """Translate some fields of ``page`` and publish."""
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=code
    )
    for field, words_of_it in words.items():
        segment = translation.source.stringsegment_set.get(context__path=field)
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data=words_of_it,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
    translation.save_target(publish=True)


def rename(page, slug):
    page = page.specific_class.objects.get(pk=page.pk)
    page.slug = slug
    page.save_revision().publish()


def addresses(client, path):
    """What a page says its own address is in each language."""
    return dict(
        re.findall(r'hreflang="(\w+)" href="http://[^/]+(/[^"]*)"', client.get(path).content.decode())
    )


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Le mot de passe"), ("/en", "Le mot de passe"), ("/ar", ARABIC)]
)
def test_a_renamed_page_is_at_its_new_address_in_every_language(client, guide, commits, prefix, title):
    with commits():
        rename(guide, "nouveau")

    shown = client.get(f"{prefix}/guides/nouveau/")

    assert f'<h1 class="page-header__title">{title}</h1>' in shown.content.decode()
    assert client.get(f"{prefix}/guides/ancien/", follow=True).redirect_chain == [
        (f"{prefix}/guides/nouveau/", 301)
    ]


def test_the_language_switch_the_list_and_the_site_map_lead_there(client, guide, commits):
    with commits():
        rename(guide, "nouveau")
    everywhere = {"fr": "/guides/nouveau/", "en": "/en/guides/nouveau/", "ar": "/ar/guides/nouveau/"}

    listed = client.get("/ar/guides/").content.decode()
    mapped = client.get("/sitemap.xml").content.decode()

    assert addresses(client, "/guides/nouveau/") == addresses(client, "/ar/guides/nouveau/") == everywhere
    assert [
        ARABIC in client.get(everywhere["ar"]).content.decode(),
        'href="/ar/guides/nouveau/"' in listed,
    ] == [True, True]
    assert [f"{path}<" in mapped for path in everywhere.values()] == [True, True, True]
    assert "ancien" not in listed + mapped


def test_a_page_renamed_twice_is_found_at_each_of_its_addresses(client, guide, commits):
    for slug in ("entre-deux", "nouveau"):
        with commits():
            rename(guide, slug)

    answers = [
        client.get(f"/ar/guides/{slug}/", follow=True).redirect_chain for slug in ("ancien", "entre-deux")
    ]

    assert answers == [[("/ar/guides/nouveau/", 301)]] * 2


def test_an_older_draft_of_a_translation_does_not_bring_the_old_address_back(client, guide, commits):
    draft = in_language(guide, "ar").save_revision()
    with commits():
        rename(guide, "nouveau")
        draft.publish()
        say(guide, "ar", summary="ملخص")

    assert in_language(guide, "ar").slug == "nouveau"


def test_what_stands_below_a_renamed_page_moves_with_it(client, home, commits):
    above = StandardPageFactory(title="À propos", slug="a-propos")
    StandardPageFactory(title="Équipe", slug="equipe", parent=above)
    foundation.synchronize_languages()
    with commits():
        rename(above, "le-programme")

    assert client.get("/ar/a-propos/equipe/", follow=True).redirect_chain == [
        ("/ar/le-programme/equipe/", 301)
    ]


def test_a_page_that_is_moved_moves_in_every_language(client, home, commits):
    page, above = StandardPageFactory(title="Équipe", slug="equipe"), StandardPageFactory(slug="a-propos")
    foundation.synchronize_languages()
    with commits():
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=above.pk), pos="last-child")

    answers = [client.get(f"{prefix}/equipe/", follow=True).redirect_chain for prefix in ("", "/en", "/ar")]

    assert answers == [[(f"{prefix}/a-propos/equipe/", 301)] for prefix in ("", "/en", "/ar")]


def test_a_neighbour_keeps_its_address(home, commits):
    guide = GuidePageFactory(slug="ancien")
    foundation.synchronize_languages()
    in_language(guide, "ar").get_parent().add_child(
        instance=type(guide)(
            title="آخر", slug="nouveau", summary="-", locale=Locale.objects.get(language_code="ar")
        )
    )

    with commits():
        rename(guide, "nouveau")

    assert [in_language(guide, code).slug for code in ("fr", "en", "ar")] == ["nouveau", "nouveau", "ancien"]


def test_what_was_left_behind_is_brought_up_to_date_with_the_languages(client, guide, commits):
    Page.objects.filter(pk=guide.pk).update(
        slug="nouveau", url_path=guide.url_path.replace("ancien", "nouveau")
    )

    with commits():
        foundation.synchronize_languages()

    assert client.get("/ar/guides/ancien/", follow=True).redirect_chain == [("/ar/guides/nouveau/", 301)]


def title_of(client, path):
    """The heading of a page, or of its card, as ``(language marked, words)``."""
    page = client.get(path).content.decode()
    header = re.search(
        r'<div class="page-header__words"(?: lang="(\w+)" dir="\w+")?>\s*<h1[^>]*>(.*?)</h1>', page
    )
    card = re.search(r'<a class="card__link" href="[^"]*"(?: lang="(\w+)" dir="\w+")?>(.*?)</a>', page)
    return (card or header).groups()


@pytest.mark.parametrize("path", ["/ar/guides/mot/", "/ar/guides/"])
def test_french_words_are_marked_until_they_are_translated(client, home, commits, path):
    guide = GuidePageFactory(title="L’« ENT » & moi", slug="mot")
    foundation.synchronize_languages()
    seen = [title_of(client, path)]
    with commits():
        translate_object(guide, [Locale.objects.get(language_code="ar")])
    seen.append(title_of(client, path))
    with commits():
        say(guide, "ar", title=ARABIC)
    seen.append(title_of(client, path))

    french = "L’«\u00a0ENT\u00a0» &amp; moi"
    assert seen == [("fr", french), ("fr", french), (None, ARABIC)]


def test_the_first_words_need_not_be_the_title(client, home, commits):
    guide = GuidePageFactory(title="Pronote", slug="mot")
    foundation.synchronize_languages()
    with commits():
        translate_object(guide, [Locale.objects.get(language_code="ar")])
        say(guide, "ar", summary="ملخص")

    assert title_of(client, "/ar/guides/mot/") == (None, "Pronote")


def test_words_that_were_translated_but_not_published_are_not_marked_yet(client, guide):
    other = GuidePageFactory(title="Autre", slug="autre")
    foundation.synchronize_languages()
    translate_object(other, [Locale.objects.get(language_code="ar")])
    segment = Translation.objects.get(source__object_id=other.translation_key).source.stringsegment_set.get(
        context__path="title"
    )
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=Locale.objects.get(language_code="ar"),
        context=segment.context,
        data="آخر",
    )

    assert title_of(client, "/ar/guides/autre/") == ("fr", "Autre")


def test_french_that_changed_since_is_still_marked_where_nobody_translated_it(client, home, commits):
    guide = GuidePageFactory(title="Avant", slug="mot")
    foundation.synchronize_languages()
    with commits():
        translate_object(guide, [Locale.objects.get(language_code="ar")])
        guide.title = "Après"
        guide.save_revision().publish()

    assert title_of(client, "/ar/guides/mot/") == ("fr", "Avant")


def test_a_session_says_the_language_of_its_words_too(client, home, commits):
    session = SessionFactory(activity=WorkshopPageFactory(title="Atelier", slug="atelier"))
    foundation.synchronize_languages()
    with commits():
        translate_object(session.activity, [Locale.objects.get(language_code="ar")])

    assert 'lang="fr" dir="ltr">Atelier' in client.get("/ar/agenda/").content.decode()


def test_one_translates_from_the_admin_and_french_stays_marked(client, home, commits):
    guide = GuidePageFactory(title="Le mot", slug="mot")
    foundation.synchronize_languages()
    user = UserFactory(national=True)
    client.login(email=user.email, password=PASSWORD)
    address = reverse("wagtail_localize:submit_page_translation", args=[guide.pk])

    with commits():
        answer = client.post(address, {"locales": [Locale.objects.get(language_code="ar").pk]})

    assert answer.status_code == 302
    assert title_of(client, "/ar/guides/mot/") == ("fr", "Le mot")

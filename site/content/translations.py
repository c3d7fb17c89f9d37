"""Translated pages beside their French source: their address, their place in the tree, whether they are translated yet.

Addresses are the same in every language. A translation is a page of its own, which Wagtail neither renames nor
moves with its source, and whose older drafts hold the older address: ``slug_of_source`` is asked whenever one is
saved, and the two handlers save or move those of a source that changed. Wagtail then leaves a redirect at the old
address of each, as it does for the source.
"""

from django.apps import apps
from django.db.models import F, Min, OuterRef, Subquery
from wagtail.models import Page

from content import languages

HOME_DEPTH = 2


def slug_of_source(page):
    """The slug that ``page`` shall have: its source's, unless a neighbour has that one; its own without a source."""
    if page.depth is None or page.depth <= HOME_DEPTH or page.locale.language_code == languages.default():
        return page.slug
    family = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code=languages.default()
    )
    slug = family.values_list("slug", flat=True).first()
    return slug if slug and Page._slug_is_available(slug, page.get_parent(), page) else page.slug


def rename_translations(instance, **_signal):
    """Give the translations of a source that was renamed its slug. For ``page_slug_changed``."""
    for translated in _translations_of(instance):
        if translated.slug != slug_of_source(translated):
            translated.save(clean=False)


def move_translations(instance, url_path_before, url_path_after, parent_page_after, **_signal):
    """Move the translations of a source that was moved below those of its parent. For ``post_page_move``."""
    if url_path_before == url_path_after:
        return
    for translated in _translations_of(instance):
        parent = parent_page_after.get_translation_or_none(translated.locale)
        free = parent and Page._slug_is_available(translated.slug, parent, translated)
        if free and not translated.is_child_of(parent):
            translated.move(parent, pos="last-child")


def follow_sources():
    """The same for all that was left behind. One query where nothing was."""
    sources = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=languages.default()
    )
    translated = Page.objects.exclude(locale__language_code=languages.default()).filter(depth__gt=HOME_DEPTH)
    slugs = translated.annotate(source_slug=Subquery(sources.values("slug")[:1]))
    for page in slugs.exclude(source_slug=F("slug")).filter(source_slug__isnull=False):
        page.specific.save(clean=False)


def not_begun(pages):
    """The ``translation_key`` of those of ``pages`` (all in one language) that hold no translated words yet.

    « Traduire » makes a page of its own, with French words until some are translated and the page saved again.
    Where nobody asked for that, the words are those that were typed. Two queries at most.
    """
    locale = {page.locale_id for page in pages}
    managed = apps.get_model("wagtail_localize", "Translation").objects.filter(
        enabled=True, source__object_id__in=[page.translation_key for page in pages], target_locale__in=locale
    )
    asked_for = set(managed.values_list("source__object_id", flat=True))
    if not asked_for:
        return set()
    words = apps.get_model("wagtail_localize", "StringTranslation").objects.filter(
        context__object_id__in=asked_for, locale__in=locale
    )
    first = dict(words.order_by().values_list("context__object_id").annotate(Min("created_at")))
    return {
        page.translation_key
        for page in pages
        if page.translation_key in asked_for and not _holds(page, first)
    }


def _holds(page, first):
    """Whether it was saved since its first words were translated (``{translation_key: when}``)."""
    translated_at, saved_at = first.get(page.translation_key), page.latest_revision_created_at
    return bool(translated_at and saved_at and translated_at <= saved_at)


def _translations_of(page):
    """Of a source; nothing of another page."""
    if page.locale.language_code != languages.default():
        return []
    return page.get_translations().select_related("locale").specific()

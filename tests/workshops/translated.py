"""Workshops in another language."""

from wagtail.models import Page

from home import foundation


def in_english(workshop, title):
    """The same workshop under its English title, as an editor translates it."""
    foundation.synchronize_languages()
    page = Page.objects.get(translation_key=workshop.translation_key, locale__language_code="en").specific
    page.alias_of, page.title = None, title
    page.save()
    return page

"""The languages of the interface, and pages shown in one of them.

Every address is the same in every language but for its prefix: slugs are synchronised. A page
that has no translation shows its French words, marked as French.
"""

from functools import cache

import polib
from django.conf import settings
from django.utils import translation

from content.visibility import readable


def default():
    """The language of the source pages and of addresses without a prefix."""
    return settings.LANGUAGE_CODE


def active():
    """The language of the interface now; never None."""
    return translation.get_language() or default()


@cache
def for_messages(code):
    """``code`` where its catalogue is whole, else the default: no message is half in another language."""
    if code == default() or code not in dict(settings.LANGUAGES):
        return default()
    catalogue = settings.ROOT / "site" / "locale" / code / "LC_MESSAGES" / "django.po"
    if not catalogue.exists():
        return default()
    entries = polib.pofile(str(catalogue))
    return default() if entries.untranslated_entries() or entries.fuzzy_entries() else code


def path_in(language, path):
    """``/en/agenda/`` for ``path`` = ``/agenda/`` (or ``/ar/agenda/``) and ``language`` = ``en``."""
    first, _, rest = path.lstrip("/").partition("/")
    if first in dict(settings.LANGUAGES) and first != default():
        path = f"/{rest}"
    return path if language == default() else f"/{language}{path}"


def links(path):
    """One entry per language, for the switch and for ``hreflang``; endonyms, so that everyone finds their own."""
    return [
        {
            "code": code,
            "name": name,
            "url": path_in(code, path),
            "current": code == active(),
            "dir": "rtl" if translation.get_language_info(code)["bidi"] else "ltr",
        }
        for code, name in settings.LANGUAGES
    ]


def localized(pages):
    """The same pages (all of one model), in order, in the active language where a live translation exists.

    One query more when the active language is not the default one, whatever the number.
    """
    pages = list(pages)
    if not pages or active() == default():
        return pages
    model = type(pages[0])
    translations = {
        page.translation_key: page
        for page in readable(model.objects)
        .select_related("locale")
        .filter(
            translation_key__in=[page.translation_key for page in pages],
            locale__language_code=active(),
        )
    }
    return [_shown(page, translations.get(page.translation_key)) for page in pages]


def _shown(source, translated):
    if translated is None:
        return source
    translated.source = source
    return translated

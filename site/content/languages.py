"""The languages of the interface, and pages shown in one of them.

Every address is the same in every language but for its prefix: slugs are synchronised. A page
that has no translation shows its French words, marked as French.
"""

from functools import cache

import polib
from django.conf import settings
from django.utils import translation

from content.visibility import readable

#: Where the words of mails and text messages are, and what share of them may be missing in a language.
MESSAGES = ("templates/emails/", "templates/sms/")
MOST_MISSING = 0.05


def default():
    """The language of the source pages and of addresses without a prefix."""
    return settings.LANGUAGE_CODE


def active():
    """The language of the interface now; never None."""
    return translation.get_language() or default()


@cache
def for_messages(code):
    """``code`` where its catalogue holds what messages say, else the default: none is half in another language.

    A sentence that somebody touched and nobody translated anew (a fuzzy one) is read in French among the others: a
    family that reads Arabic gets more of that than of a message in French from end to end. ``make lint`` refuses both.
    """
    if code == default() or code not in dict(settings.LANGUAGES):
        return default()
    catalogue = settings.ROOT / "site" / "locale" / code / "LC_MESSAGES" / "django.po"
    if not catalogue.exists():
        return default()
    said = [
        entry
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete and any(file.startswith(MESSAGES) for file, _line in entry.occurrences)
    ]
    missing = sum(not entry.translated() for entry in said)
    return code if said and missing <= len(said) * MOST_MISSING else default()


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

    Three queries more at most when the active language is not the default one, whatever the number.
    """
    from content.translations import not_begun  # which asks what the languages are

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
    if not translations:
        return pages
    french = not_begun(list(translations.values()))
    return [_shown(page, translations.get(page.translation_key), french) for page in pages]


def _shown(source, translated, french):
    if translated is None:
        return source
    translated.source = source
    is_french = translated.alias_of_id or translated.translation_key in french
    translated.language = default() if is_french else translated.locale.language_code
    return translated

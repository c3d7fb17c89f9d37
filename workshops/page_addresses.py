"""Pages by what stands in their address, for the views that answer below it."""

from wagtail.contrib.redirects.models import Redirect

from content import languages
from content.visibility import readable


def page_at(model, slug):
    """The page that anyone may read at this address or one it had before, in the active language; None where there is none.

    ``model``: WorkshopPage or EventPage; ``slug``: in whatever language it is one. A calendar that
    subscribed does not learn that an editor gave the page another address: it asks at the old one
    for years.
    """
    pages = readable(model.objects)
    french = pages.filter(locale__language_code=languages.default()).select_related("locale")
    named = [french.filter(slug=slug), french.filter(translation_key__in=_keys(pages.filter(slug=slug)))]
    moved = pages.filter(pk__in=_moved_from(slug))
    for found in [*named, french.filter(translation_key__in=_keys(moved))]:
        if page := found.first():
            return languages.localized([page])[0]
    return None


def _keys(pages):
    return pages.values("translation_key")


def _moved_from(slug):
    """The pages for which Wagtail keeps a redirect from an address that ended so."""
    return Redirect.objects.filter(old_path__endswith=f"/{slug}").values("redirect_page")

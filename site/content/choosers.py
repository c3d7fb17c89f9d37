"""Pages that editors tie others to: the French source stands for all of its translations, and readers get theirs."""

from django import forms
from wagtail.models import Locale, Page

from content import languages


def sources(pages):
    """The source pages among the queryset ``pages``."""
    return pages.filter(
        locale=Locale.objects.get(language_code=languages.default())
    )  # a search takes no join


def offer_sources(form):
    """Have each field of ``form`` that chooses pages offer one of each, not one per language."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, Page):
            field.queryset = sources(field.queryset)


def offer_sources_of_links(pages, request):
    """The same in the chooser that opens from a text: a link leads to the reader's language by itself.

    A Wagtail hook. The chooser that asks where to move or copy a page is not for links, and offers all.
    """
    return sources(pages) if request.GET.get("allow_external_link") else pages

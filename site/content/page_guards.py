"""What an editor types that Wagtail lets pass and we do not. Said in words.

What a person may do to a page is in ``page_rights``.
"""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from content.pages import reserved_sentence


def refuse_reserved_copy(request, page):
    """The form of a copy asks nothing of the page type: an address that a part of the site has is refused here."""
    if request.method != "POST":
        return None
    parent = request.POST.get("new_parent_page", "")
    destination = Page.objects.filter(pk=parent).first() if parent.isdecimal() else None
    slug = request.POST.get("new_slug", "")
    sentence = reserved_sentence(slug, destination) if destination else ""
    if destination and not sentence:
        return None
    if sentence:
        messages.error(request, sentence)
    return redirect("wagtailadmin_pages:copy", page.pk)

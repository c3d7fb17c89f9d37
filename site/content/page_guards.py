"""What Wagtail lets an editor do to a page, and we do not. Each is refused in words.

All are Wagtail hooks: they return a response to stop what was asked, or None.
"""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from content.pages import DEPTH_BELOW_HOME, RESERVED_SENTENCE, is_reserved
from territories.deletion import refuse_deletion


def refuse_page_deletion(request, page):
    """A page in use, or above a page in use: an event with dates, for example.

    The selections of the page list are refused by the hook of ``territories``.
    """
    if refuse_deletion(request, [page]):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refuse_reserved_move(request, page, destination):
    if _refuse(request, page.slug, destination):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refuse_reserved_moves(request, action_type, objects, action):
    """The same, for several pages at once."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    if any(_refuse(request, page.slug, destination) for page in objects):
        return redirect(action.next_url)
    return None


def refuse_reserved_copy(request, page):
    if request.method != "POST":
        return None
    parent = request.POST.get("new_parent_page", "")
    destination = Page.objects.filter(pk=parent).first() if parent.isdecimal() else None
    if destination is None or _refuse(request, request.POST.get("new_slug", ""), destination):
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


def _refuse(request, slug, destination):
    """Whether a page of this slug may not stand right below ``destination``; said in the messages."""
    if destination.depth + 1 != DEPTH_BELOW_HOME or not is_reserved(slug):
        return False
    messages.error(request, RESERVED_SENTENCE % {"slug": slug})
    return True

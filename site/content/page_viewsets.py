"""The admin's views of pages: closed to whom a page is out of reach, and their refusals in words."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page

from content.page_copies import SitePageCopyView
from content.page_edit_views import SitePageEditView, SitePageRevertView
from content.page_rights import SitePagePermissionTester
from content.pages import SitePage

#: The views that take a page away or double it, and what each does.
ACTS = {
    "delete": "delete",
    "unpublish": "unpublish",
    "move": "move",
    "move_confirm": "move",
    "copy": "copy",
    "set_privacy": "set_privacy",
}
#: Views that make a page of a type; which one is told by its type alone.
OF_A_TYPE = {"choose_parent", "content_type_use", "content_type_use_results", "search", "search_results"}


class SitePageViewSet(PageViewSet):
    """For every page type of the site. Wagtail's views ask each for what they do, and some ask too late."""

    copy_view_class = SitePageCopyView
    edit_view_class = SitePageEditView
    revisions_revert_view_class = SitePageRevertView

    def get_view_by_name(self, name):
        view = super().get_view_by_name(name)
        return view if name in OF_A_TYPE else _within_reach(view, ACTS.get(name))

    def on_register(self):
        """Wagtail looks viewsets up along the classes of a page: the abstract one stands for all."""
        page_viewset_registry.register(SitePage, self, parent_models=[SitePage])


def _within_reach(view, act):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        page = _page_of(kwargs)
        tester = page.permissions_for_user(request.user)
        if isinstance(tester, SitePagePermissionTester):
            if not tester.can_see():
                raise PermissionDenied
            sentence = tester.refusal(act) if act else ""
            if act == "move" and not sentence:
                sentence = _refused_destination(tester, kwargs)
            if sentence and request.headers.get("x-requested-with") == "XMLHttpRequest":
                raise PermissionDenied(sentence)
            if sentence:
                messages.error(request, sentence)
                return redirect("wagtailadmin_explore", page.get_parent().pk)
        return view(request, *args, **kwargs)

    return guarded


def _page_of(kwargs):
    for name in ("page_id", "page_to_move_id", "parent_page_id", "pk"):
        if name in kwargs:
            page = Page.objects.filter(pk=kwargs[name]).first()
            if page is None:
                raise Http404
            return page.specific
    raise Http404


def _refused_destination(tester, kwargs):
    """Why the page may not stand below the page chosen; Wagtail asks only once the move is confirmed."""
    if not tester.can_move():
        raise PermissionDenied
    destination = Page.objects.filter(pk=kwargs.get("destination_id")).first()
    if destination is None or tester.can_move_to(destination):
        return ""
    if sentence := tester.page.reserved_sentence(destination):
        return sentence
    raise PermissionDenied

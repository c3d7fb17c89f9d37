from wagtail import hooks

from content import admin_api, choosers, page_guards
from content.page_rights import shown_to
from content.page_viewsets import SitePageViewSet
from content.viewsets import IntroductionViewSet, ThemeViewSet

hooks.register("before_copy_page", page_guards.refuse_reserved_copy)
hooks.register("construct_admin_api", admin_api.guard, order=100)  # after those it replaces
hooks.register("construct_page_chooser_queryset", choosers.offer_sources_of_links)


@hooks.register("construct_page_chooser_queryset")
def show_what_one_may_link_to(pages, request):
    return shown_to(pages, request.user)


@hooks.register("register_admin_viewset")
def register_content():
    return [SitePageViewSet(), ThemeViewSet(), IntroductionViewSet()]

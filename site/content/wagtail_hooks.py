from django.urls import reverse
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem

from content import admin_api, choosers, page_guards
from content.admin_summary import PagesOfPersonSummaryItem
from content.admin_views import sees_translations_report
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


@hooks.register("construct_homepage_summary_items", order=100)  # after Wagtail's own
def count_what_the_person_sees(request, items):
    items[:] = [
        PagesOfPersonSummaryItem(request) if type(item) is PagesSummaryItem else item for item in items
    ]


@hooks.register("construct_reports_menu")
def offer_reports_that_open(request, items):
    if not sees_translations_report(request.user):
        report = reverse("wagtail_localize:translations_report")
        items[:] = [item for item in items if getattr(item, "url", None) != report]

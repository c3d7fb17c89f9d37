"""Addresses of the admin that stand before Wagtail's own, of the same name: see ``admin_views``."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import home

from content import admin_views


def _guarded(route, view):
    return path(route, never_cache(require_admin_access(view)))


urlpatterns = [
    _guarded("bulk/<str:app_label>/<str:model_name>/<str:action>/", admin_views.bulk_action),
    _guarded("choose-page/<int:parent_page_id>/", admin_views.BrowsePagesView.as_view()),
    _guarded("choose-page/chosen-multiple/", admin_views.ChosenPagesView.as_view()),
    _guarded("localize/submit/page/<int:page_id>/", admin_views.SubmitTranslationView.as_view()),
    _guarded("localize/update/<int:translation_source_id>/", admin_views.UpdateTranslationView.as_view()),
    _guarded("localize/reports/translations/", admin_views.TranslationReportView.as_view()),
    _guarded(
        "localize/reports/translations/results/", admin_views.TranslationReportView.as_view(results_only=True)
    ),
    _guarded("reports/page-types-usage/", admin_views.PageTypesReportView.as_view()),
    _guarded("reports/page-types-usage/results/", admin_views.PageTypesReportView.as_view(results_only=True)),
    _guarded("reports/site-history/", admin_views.HistoryReportView.as_view()),
    _guarded("reports/site-history/results/", admin_views.HistoryReportView.as_view(results_only=True)),
    _guarded("failwhale/", home.default),  # an error page to look at: not on this site
]

"""Every address. Views come before Wagtail's catch-all, and answer in every language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import account
from content.views import robots, serve, sitemap
from outbox.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    # One sign-in for staff, not a second one in the admin.
    path(f"{settings.ADMIN_PATH}login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.MEDIA_URL.startswith("/"):
    media = settings.MEDIA_URL.strip("/")
    urlpatterns.append(re_path(rf"^{media}/(?P<path>.+)$", serve_file, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(
    path("compte/", account, name="account"),
    path("compte/", include("allauth.account.urls")),
    path("", include("workshops.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

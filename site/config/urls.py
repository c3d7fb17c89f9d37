"""Every address. Views come before Wagtail's catch-all, and answer in every language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from accounts.views import account, admin_sign_in
from content.views import document, media, robots, serve, sitemap
from outbox.views import healthz

handler500 = "content.outages.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    # One sign-in for staff, not a second one in the admin.
    path(f"{settings.ADMIN_PATH}login/", admin_sign_in),
    path(settings.ADMIN_PATH, include("content.admin_urls")),
    path("_util/login/", admin_sign_in, name="wagtailcore_login"),  # of restricted pages and documents
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", document),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>.+)$", media))

urlpatterns += i18n_patterns(
    path("compte/", account, name="account"),
    path("compte/", include("accounts.urls")),
    path("", include("workshops.urls")),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
    prefix_default_language=False,
)

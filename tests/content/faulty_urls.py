"""The site's addresses, and one whose view is wrong."""

from django.urls import path

from config.urls import handler500, urlpatterns  # noqa: F401 - Django looks for both


def faulty(request):
    raise ValueError("a mistake of ours")


urlpatterns = [path("admin/faulty/", faulty), *urlpatterns]

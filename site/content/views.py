"""Pages, in the language of the address."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.static import serve as serve_file
from wagtail.models import Page, Site
from wagtail.views import serve as wagtail_serve

from content import languages


def serve(request, path):
    """Wagtail's own view; where a language has no such page yet, the French one in its interface."""
    if languages.active() != languages.default() and not Page.route_for_request(request, path):
        request._wagtail_route_for_request = _french_route(request, path)
    return wagtail_serve(request, path)


def _french_route(request, path):
    site = Site.find_for_request(request)
    if site is None:
        return None
    with translation.override(languages.default()):
        return site.root_page.specific.route(request, [part for part in path.split("/") if part])


def media(request, path):
    """An uploaded file, where no proxy or object storage serves them."""
    try:
        return serve_file(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error


def robots(request):
    """Everything but the staff's may be read: Google Calendar obeys this file, and a family may have its own
    calendar there. Private pages say themselves that they are not to be indexed.
    """
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/"]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request):
    """Every live page in every language; each entry names its siblings (``hreflang``)."""
    pages = Page.objects.live().public().filter(locale__language_code=languages.default(), depth__gt=1)
    entries = [
        {
            "path": path,
            "modified": page.last_published_at,
            "languages": [
                {"code": code, "url": settings.BASE_URL + languages.path_in(code, path)}
                for code, _name in settings.LANGUAGES
            ],
        }
        for page in pages.order_by("path")
        for path in ["/" + "/".join(page.url_path.split("/")[2:])]
    ]
    return render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")

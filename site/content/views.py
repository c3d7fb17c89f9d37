"""Pages, in the language of the address."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.static import serve as serve_file
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry
from wagtail.views import serve as wagtail_serve

from content import languages
from content.visibility import readable

#: Where Wagtail puts pictures as they are shown, as they were brought, and those of accounts.
SHOWN_PICTURES, ORIGINALS, PORTRAITS = "images", "original_images", "avatar_images"


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
    """A picture as pages show it, where no proxy or object storage serves them; to staff, also what they brought.

    Documents are served by Wagtail's own view, which asks what closes their collection.
    """
    folder = path.partition("/")[0]
    if posixpath.normpath(path) != path or not (
        folder == SHOWN_PICTURES or _may_see(request.user, folder, path)
    ):
        raise Http404
    try:
        response = serve_file(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    if folder != SHOWN_PICTURES:
        response["Cache-Control"] = "private, no-store"
    return response


def _may_see(user, folder, path):
    """Whether someone who works here may see a file that no page shows: an original, a colleague's portrait."""
    if folder == PORTRAITS:
        return user.has_perm("wagtailadmin.access_admin")
    if folder != ORIGINALS:
        return False
    images = get_image_model()
    policy = policy_registry.get_by_type(images)
    return any(
        policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], image)
        for image in images.objects.filter(file=path)
    )


def document(request, document_id, document_filename):
    """A document, by Wagtail's own view; one of a closed collection is kept by no cache."""
    response = serve_document(request, document_id, document_filename)
    if get_document_model().objects.get(pk=document_id).collection.get_view_restrictions():
        add_never_cache_headers(response)
    return response


def robots(request):
    """Everything but the staff's may be read: Google Calendar obeys this file, and a family may have its own
    calendar there. Private pages say themselves that they are not to be indexed.
    """
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/"]
    lines.append(f"Sitemap: {settings.BASE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def sitemap(request):
    """Every page that anyone may read, in every language; each entry names its siblings (``hreflang``)."""
    pages = readable(Page.objects).filter(locale__language_code=languages.default(), depth__gt=1)
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

"""What every request and answer goes through."""

import re
from http import HTTPStatus

from django.conf import settings
from django.http import Http404
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

#: A family's own pages, the forms that it fills, and the facilitators' space.
PRIVATE_PATH = re.compile(
    r"^/(?:[a-z]{2,3}/)?(?:inscriptions/|animation/|seances/[^/]+/inscription/|evenements/[^/]+/questionnaire/)"
)


class PlainHttpMiddleware:
    """What Django leaves to its users: an address holding a NUL is nobody's, since PostgreSQL would refuse the
    look-up with an error; « not modified » has no length but that of the whole (RFC 9110 §8.6).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            del response.headers["Content-Length"]
        return response

    def process_view(self, request, view, args, kwargs):
        if "\x00" in request.path:
            raise Http404
        return


class LanguageMiddleware(LocaleMiddleware):
    """The address alone tells the language.

    Django's own adds ``Vary: Accept-Language`` to pages that do not vary, and redirects
    unknown French addresses to another language.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PrivatePageMiddleware:
    """What is somebody's own is kept by no cache, sent to nobody as a referrer, and not indexed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if PRIVATE_PATH.match(request.path_info):
            response.headers["Cache-Control"] = "private, no-store"
            response.headers.setdefault("Referrer-Policy", "no-referrer")
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class AdminPolicyMiddleware:
    """Wagtail's admin needs inline scripts and styles; no public page does.

    A preview keeps the policy of the page it shows, and may be framed by the admin. It goes through all of the
    middleware by itself, at the address of the page, before the answer of the admin that carries it: the request
    tells what it is, not the order.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_preview", False):
            response._csp_replace = {"frame-ancestors": ["'self'"]}
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        elif request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            response._csp_replace = {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],
                "frame-src": ["'self'"],
                "frame-ancestors": ["'self'"],
            }
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response

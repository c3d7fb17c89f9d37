"""Bad requests: input that cannot be read is answered 400, not 500, since nothing was wrong with the site.

Our own forms say what is wrong with a field. Wagtail's views take keys, formsets and texts of its own editor as they
come, and a cookie holds whatever was sent: a number larger than any row's, a word in the place of a number, a NUL, a
text that is no JSON. Each view could be mended; there are eighty.
"""

import logging
import traceback

from django import forms
from django.conf import settings
from django.db import DataError
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedLookupMixin
from django.db.models.lookups import Lookup
from django.views.defaults import bad_request
from modelcluster.forms import BaseTransientModelFormSet
from modelsearch.backends.base import FilterFieldError
from wagtail.admin.panels import InlinePanel
from wagtail.admin.views.pages.revisions import RevisionsRevertView

logger = logging.getLogger(__name__)

#: SQLite refuses a number past 64 bits by an OverflowError, PostgreSQL by a DataError, as it does a NUL.
REFUSALS = (OverflowError, DataError)
#: No key is larger than PostgreSQL's four bytes hold.
LARGEST_KEY = 2**31 - 1
ASKING = CursorWrapper._execute.__code__
#: Where a value is made ready for a look-up: what it holds is looked for in the request.
LOOKING_UP = {
    function.__code__
    for function in (
        Field.get_prep_value,
        Lookup.get_prep_lookup,
        RelatedLookupMixin.get_prep_lookup,
        ForeignObject.get_prep_value,
    )
}
#: Where Wagtail's forms turn what was sent into values. A form's own rules (``clean``, ``clean_<field>``), views and
#: services are none of them.
READING_FORMS = {
    function.__code__
    for function in (
        forms.Field._clean_bound_field,
        forms.FileField._clean_bound_field,
        forms.BaseForm._widget_data_value,
        forms.BaseFormSet._construct_form,
        BaseTransientModelFormSet._construct_form,
        RevisionsRevertView.get_object,  # a revision that is none
        InlinePanel.BoundPanel.__init__,  # empty rows that have no order
    )
}


class UnreadableRequestMiddleware:
    """Everywhere for a look-up of what was sent; in the admin for its forms too, since those of the public say what they
    did not understand. The same error from a value of our own, or from writing one, is ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """A cookie with a NUL is as good as none: none of ours was ever given one."""
        for name in [name for name, value in request.COOKIES.items() if "\x00" in name + value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before anything is written: PostgreSQL refuses NUL; and a view that has done its work goes to ``next``."""
        if not _is_admin(request):
            return None
        asked = [*request.GET.values(), *request.GET]
        parent = request.GET.get("parent_page_id", "")  # Wagtail's choosers of links write it into an address
        back = {*request.GET.getlist("next"), *request.POST.getlist("next")}
        if any("\x00" in text for text in asked) or not all(_is_address(text) for text in back):
            return bad_request(request, None)
        if parent and not (parent.isascii() and parent.isdigit()):
            return bad_request(request, None)
        return None

    def process_exception(self, request, error):
        if not _is_the_sender_s(error, request):
            return None
        logger.warning("Unreadable request: %s", request.path, exc_info=error)
        return bad_request(request, error)


def _is_admin(request):
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def _is_address(text):
    """Empty, or a path of this site; Wagtail asks later whether it is a safe one, and takes « abc » for a view's name."""
    return not text or "/" in text


def _is_the_sender_s(error, request):
    """Whether ``error`` arose from what was sent, while it was read or looked up."""
    is_admin = _is_admin(request)
    if isinstance(error, FilterFieldError):  # Wagtail's choosers cannot search and filter by a tag at once
        return is_admin and "q" in request.GET and "tag" in request.GET
    return any(
        (is_admin and frame.f_code in READING_FORMS)
        or (frame.f_code in LOOKING_UP and _was_sent(_looked_up(frame), request))
        or (
            frame.f_code is ASKING and isinstance(error, REFUSALS) and _asks_for_what_was_sent(frame, request)
        )
        for frame, _line in traceback.walk_tb(error.__traceback__)
    )


def _looked_up(frame):
    found = frame.f_locals
    return found["value"] if "value" in found else found["self"].rhs


def _asks_for_what_was_sent(frame, request):
    """Whether the database was asked, not told, and for a value of the request that no row can have."""
    sql, values = str(frame.f_locals["sql"]), frame.f_locals["params"] or ()
    return sql.lstrip("( ").startswith("SELECT") and any(
        _was_sent(value, request) for value in values if _no_row_has(value)
    )


def _no_row_has(value):
    return "\x00" in value if isinstance(value, str) else isinstance(value, int) and abs(value) > LARGEST_KEY


def _was_sent(value, request):
    """Whether a value stands in the request: in its path, query, form or cookies."""
    if isinstance(value, (list, tuple, set)):
        return any(_was_sent(each, request) for each in value)
    sent = _sent(request)
    if isinstance(value, str) and "\x00" in value:  # a search may have been folded, a term wrapped
        return any("\x00" in text for text in sent)
    return any(str(value) == text or (_no_row_has(value) and str(value) in text) for text in sent)


def _sent(request):
    return [
        request.path_info,
        *request.path_info.split("/"),
        *(str(value) for value in request.resolver_match.kwargs.values()),
        *(str(value) for value in request.resolver_match.args),
        *(text for data in (request.GET, request.POST) for _name, texts in data.lists() for text in texts),
        *request.COOKIES.values(),
    ]

"""What cannot be read in a request is answered 400, not 500: nothing was wrong with the site.

Our own forms say what is wrong with a field. Wagtail's views take keys, formsets and texts of its own editor as they
come, and a cookie holds whatever was sent: a number larger than any row's, a word in the place of a number, a NUL, a
text that is no JSON. Each view could be mended; there are eighty.
"""

import logging

from django import forms
from django.conf import settings
from django.db import DataError
from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedLookupMixin
from django.db.models.lookups import Lookup
from django.views.defaults import bad_request
from modelcluster.forms import BaseTransientModelFormSet
from modelsearch.backends.base import FilterFieldError
from wagtail.admin.panels import InlinePanel
from wagtail.admin.views.pages.revisions import RevisionsRevertView

logger = logging.getLogger(__name__)

#: SQLite refuses a number past 64 bits by an OverflowError, PostgreSQL by a DataError, as it does a NUL; Wagtail's
#: choosers cannot search and filter by a tag at once.
REFUSALS = (OverflowError, DataError, FilterFieldError)
#: Where a value is made ready for a look-up: an error from within these is the sender's.
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
    """Everywhere for what the database refuses; in the admin for its forms too, since those of the public say what they
    did not understand.
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
        places = LOOKING_UP | READING_FORMS if _is_admin(request) else LOOKING_UP
        if not isinstance(error, REFUSALS) and not _passes(error, places):
            return None
        logger.warning("Unreadable request: %s", request.path, exc_info=error)
        return bad_request(request, error)


def _is_admin(request):
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def _is_address(text):
    """Empty, or a path of this site; Wagtail asks later whether it is a safe one, and takes « abc » for a view's name."""
    return not text or "/" in text


def _passes(error, functions):
    """Whether ``error`` was raised within one of ``functions``, given by their code."""
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code in functions:
            return True
        traceback = traceback.tb_next
    return False

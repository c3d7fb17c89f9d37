"""What the admin cannot read in a request is answered 400, not 500: nothing was wrong with the site.

Wagtail's views take keys, formsets and texts of its own editor from the request as they come; « abc » for the key of
a page raises deep in the ORM, a text that is no JSON in a widget. Each view could be mended; there are eighty.
"""

import logging

from django import forms
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedLookupMixin
from django.db.models.lookups import Lookup
from django.db.utils import DataError
from django.http import HttpResponseBadRequest
from django.template import loader
from django.views.defaults import page_not_found
from modelcluster.forms import BaseTransientModelFormSet
from wagtail.admin.panels import InlinePanel
from wagtail.admin.views.pages.revisions import RevisionsRevertView

logger = logging.getLogger(__name__)

#: Where what was sent is turned into values: an error from within these is the sender's. A form's own rules
#: (``clean``, ``clean_<field>``), views and services are none of them.
READING = {
    function.__code__
    for function in (
        forms.Field._clean_bound_field,
        forms.FileField._clean_bound_field,
        forms.BaseForm._widget_data_value,
        forms.BaseFormSet._construct_form,
        BaseTransientModelFormSet._construct_form,
        Field.get_prep_value,
        Lookup.get_prep_lookup,
        RelatedLookupMixin.get_prep_lookup,
        ForeignObject.get_prep_value,
        RevisionsRevertView.get_object,  # a revision that is none
        InlinePanel.BoundPanel.__init__,  # empty rows that have no order
    )
}


class UnreadableRequestMiddleware:
    """For the admin alone: the forms and searches of the public say what they did not understand."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before anything is written: PostgreSQL refuses NUL; and a view that has done its work goes to ``next``."""
        if not _is_admin(request):
            return None
        asked = [*request.GET.values(), *request.GET]
        parent = request.GET.get("parent_page_id", "")  # Wagtail's choosers of links write it into an address
        back = {*request.GET.getlist("next"), *request.POST.getlist("next")}
        if any("\x00" in text for text in asked) or not all(_is_address(text) for text in back):
            return _bad_request()
        if parent and not (parent.isascii() and parent.isdigit()):
            return _bad_request()
        return None

    def process_exception(self, request, error):
        if not _is_admin(request):
            return None
        if isinstance(error, OverflowError | DataError) and _passes(error, {CursorWrapper._execute.__code__}):
            return page_not_found(request, error)  # past 64 bits: the key of no row
        if not _passes(error, READING):
            return None
        logger.warning("Unreadable request: %s", request.path, exc_info=error)
        return _bad_request()


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


def _bad_request():
    return HttpResponseBadRequest(loader.get_template("400.html").render())

"""What the admin's views of sessions, venues and registrations have in common.

A registered policy alone does not protect Wagtail's views of one row, nor its lists: here each
view of a row is guarded, and each list holds the rows within the person's reach.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from admin_base.change_words import change_words
from admin_base.edit_conflicts import (
    EditConflict,
    EditConflictView,
    changes_between,
    shown_before,
    shown_token,
)
from workshops.permissions import GuardedRow
from workshops.refusals import Refusal

#: The hidden field of what an act's page says of its row.
FACTS = "shown_facts"
ANY = ["add", "change", "delete", "view"]


class GuardedIndexView(IndexView):
    """The rows within reach. Nothing is exported: a file would leave with what the list shows."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return self.permission_policy.instances_user_has_any_permission_for(self.request.user, ANY)


class TitledCreateView(CreateView):
    """« Nouvelle séance »: Wagtail's own words do not know that it is « une »."""

    def get_header_title(self):
        return self.page_subtitle

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": self.page_subtitle}]


class GuardedEditView(EditConflictView, GuardedRow, EditView):
    pass


class GuardedDeleteView(GuardedRow, DeleteView):
    pass


class GuardedInspectView(GuardedRow, InspectView):
    pass


class GuardedHistoryView(GuardedRow, HistoryView):
    @cached_property
    def header_buttons(self):
        """No « Modifier » where nothing can be."""
        return super().header_buttons if self.get_edit_url(self.object) else []


def add_refusal(form, refusal):
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


class SaysRefusals:
    """For a form view whose saving may be refused: the sentence is shown at its field, what was typed is kept."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class NotAlways:
    """For a view of what not every row allows: then it says why, and shows no form to fill in for nothing."""

    row_url_name = None

    def why_not(self, row):
        """ "" where it can be done. What is done all the same, by a form shown before, the verb refuses."""
        return ""

    def get(self, request, *args, **kwargs):
        row = getattr(self, "object", None) or self.get_object()
        if why_not := self.why_not(row):
            messages.error(request, why_not)
            return redirect(self.row_url_name, row.pk)
        return super().get(request, *args, **kwargs)


class ActView(GuardedRow, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """One act on one row: a page that says what it does, and a POST that does it.

    The page carries what it says of the row: another row by then is a refusal (see ``edit_conflicts``).
    """

    permission_required = "change"
    form_class = forms.Form
    template_name = "workshops/admin/act.html"
    index_url_name = inspect_url_name = None
    label = explanation = success_message = ""
    is_serious = is_told = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.is_allowed(request.user, self.object):
            raise PermissionDenied

    @staticmethod
    def is_allowed(user, row):
        """Whether this person may, on this row; the policy was asked already."""
        return True

    def why_not(self):
        """ "" where it can be done; else the page says why, and shows no form."""
        return ""

    def facts(self, row):
        """``{label: words}``: what whoever does it relies on."""
        return {}

    def lock_row(self):
        """The row as it is, locked until the transaction ends."""
        return self.object

    def act(self, form):
        """May raise ``Refusal``."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            with transaction.atomic():
                self._ensure_as_shown()
                self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def _ensure_as_shown(self):
        try:
            shown, is_broken = shown_before(self.request.POST.get(FACTS), of=self._row_name), False
        except EditConflict:
            shown, is_broken = {}, True
        if shown is None:
            return
        row = self.lock_row()
        changes = changes_between(shown, self.facts(row))
        if changes or is_broken:
            self.object, self.is_told = row, True
            sentences = [change_words(label, *words) for label, words in changes.items()]
            raise Refusal(" ".join([_("Cela a changé entre-temps, rien n’est fait."), *sentences]))

    @property
    def shown_token(self):
        """What the page carries; the same as before until the reader was told of something else."""
        if self.request.method == "POST" and not self.is_told:
            return self.request.POST.get(FACTS, "")
        return shown_token(self.facts(self.object), of=self._row_name)

    @property
    def _row_name(self):
        return f"{type(self).__name__} {self.object.pk}"

    def get_success_url(self):
        """Where one reads what was done."""
        return self.row_url

    @property
    def row_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def get_page_title(self):
        return self.label

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, why_not=self._why_not_shown(), **kwargs)

    def _why_not_shown(self):
        """A form that was refused stays, with what was typed in it."""
        return self.why_not() if self.request.method != "POST" else ""

    def get_breadcrumbs_items(self):
        here = [
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": self.row_url, "label": str(self.object)},
            {"url": "", "label": self.label},
        ]
        return [*self.breadcrumbs_items, *here]


class GuardedViewSet(ModelViewSet):
    """Guarded views only. Nothing is copied, as a copy would be saved without its rules, and no
    usage is kept: each booking would have to keep it.
    """

    index_view_class = GuardedIndexView
    edit_view_class = GuardedEditView
    delete_view_class = GuardedDeleteView
    inspect_view_class = GuardedInspectView
    history_view_class = GuardedHistoryView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    search_backend_name = None
    acts = {}

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self):
        conv = self.pk_path_converter
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name != "usage"]
        acts = [
            path(f"{name}/<{conv}:pk>/", self.construct_view(view), name=name)
            for name, view in self.acts.items()
        ]
        return [*kept, *acts]

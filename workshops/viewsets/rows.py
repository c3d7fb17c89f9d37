"""What the admin's views of sessions, venues and registrations have in common.

A registered policy alone does not protect Wagtail's views of one row, nor its lists: here each
view of a row is guarded, and each list holds the rows within the person's reach.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from admin_base.edit_conflicts import EditConflictView
from workshops.permissions import GuardedRow
from workshops.refusals import Refusal

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
    pass


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


class ActView(GuardedRow, PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """One act on one row: a page that says what it does, and a POST that does it."""

    permission_required = "change"
    form_class = forms.Form
    template_name = "workshops/admin/act.html"
    index_url_name = inspect_url_name = None
    label = explanation = success_message = ""
    is_serious = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.is_allowed(request.user, self.object):
            raise PermissionDenied

    @staticmethod
    def is_allowed(user, row):
        """Whether this person may, on this row; the policy was asked already."""
        return True

    def act(self, form):
        """May raise ``Refusal``."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.act(form)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.get_success_url())

    def get_success_url(self):
        """Where one reads what was done."""
        return self.row_url

    @property
    def row_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def get_page_title(self):
        return self.label

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)

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

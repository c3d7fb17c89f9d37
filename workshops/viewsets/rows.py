"""What the admin's views of sessions, venues and registrations have in common.

A registered policy protects the lists' links and Wagtail's choosers only: every view of one row
is guarded here, and every list holds the rows within the person's reach.
"""

from wagtail.admin.views.generic import DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from workshops.permissions import GuardedRow

ANY = ["add", "change", "delete", "view"]


class ReachableRows:
    """For a list: the rows within reach, and no export (what to give away is decided elsewhere)."""

    list_export = []

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self):
        return self.permission_policy.instances_user_has_any_permission_for(self.request.user, ANY)


class GuardedIndexView(ReachableRows, IndexView):
    pass


class GuardedEditView(GuardedRow, EditView):
    pass


class GuardedDeleteView(GuardedRow, DeleteView):
    pass


class GuardedInspectView(GuardedRow, InspectView):
    pass


class GuardedHistoryView(GuardedRow, HistoryView):
    pass


class GuardedUsageView(GuardedRow, UsageView):
    pass


class GuardedViewSet(ModelViewSet):
    """Nothing is copied: a copy would be saved without its rules."""

    index_view_class = GuardedIndexView
    edit_view_class = GuardedEditView
    delete_view_class = GuardedDeleteView
    inspect_view_class = GuardedInspectView
    history_view_class = GuardedHistoryView
    usage_view_class = GuardedUsageView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None

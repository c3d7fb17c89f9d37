"""« Questionnaires » in Wagtail's admin: what families need, event by event. To read and to take away."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import BaseObjectMixin

from workshops import questionnaires
from workshops.models import EventPage
from workshops.permissions import can_read_answers, events_edited_by
from workshops.viewsets.rows import GuardedIndexView, GuardedViewSet


class GuardedEvent:
    """For every view of one event: refuse one whose page the person may not edit."""

    def get_object(self, *args, **kwargs):
        event = super().get_object(*args, **kwargs)
        if not can_read_answers(self.request.user, event):
            raise PermissionDenied
        return event


class QuestionnaireIndexView(GuardedIndexView):
    """The events that ask something, or did; those with answers first."""

    page_title = _("Questionnaires")
    locale = filterset_class = None  # the answers of all languages hang on the French page
    default_ordering = ["-answer_count", "title"]
    columns = [
        TitleColumn("title", label=_("Événement"), url_name="questionnaires:inspect", sort_key="title"),
        Column("territory", label=_("Territoire"), sort_key="territory__slug"),
        Column("questions", label=_("Questions"), accessor=lambda event: len(event.questionnaire)),
        Column("answers", label=_("Réponses"), accessor="answer_count", sort_key="answer_count"),
    ]

    def get_base_queryset(self):
        events = events_edited_by(self.request.user).annotate(answer_count=Count("questionnaire_answers"))
        asking = Q(answer_count__gt=0) | ~Q(questionnaire=[])
        return events.filter(asking).select_related("territory")


class QuestionnaireInspectView(GuardedEvent, InspectView):
    page_title = _("Questionnaire")
    template_name = "workshops/admin/questionnaire.html"

    def get_context_data(self, **kwargs):
        event = self.object
        return super().get_context_data(
            event=event,
            answer_count=event.questionnaire_answers.count(),
            results=questionnaires.results(event),
            export_url=reverse("questionnaires:export", args=[event.pk]),
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        index = {"url": reverse(self.index_url_name), "label": QuestionnaireIndexView.page_title}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.object.title}]

    def get_fields(self):
        return []


class ExportView(GuardedEvent, BaseObjectMixin, View):
    model = EventPage

    def get(self, request, pk):
        name = f"questionnaire-{self.object.slug}.csv"
        return HttpResponse(
            questionnaires.to_csv(self.object),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class QuestionnaireViewSet(GuardedViewSet):
    """Rows are events, whose pages have their own place in the admin: nothing is added, edited or deleted here."""

    model = EventPage
    name = "questionnaires"
    icon = "clipboard-list"
    menu_label = _("Questionnaires")
    index_view_class = QuestionnaireIndexView
    inspect_view_class = QuestionnaireInspectView
    search_fields = ["title"]
    acts = {"export": ExportView}

    def get_common_view_kwargs(self, **kwargs):
        none = dict.fromkeys(["add_url_name", "edit_url_name", "delete_url_name", "history_url_name"])
        return super().get_common_view_kwargs(**none, **kwargs)

    def get_urlpatterns(self):
        kept = {"index", "index_results", "inspect", *self.acts}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_form_class(self, for_update=False):
        return None

    def register_admin_url_finder(self):
        """Pages are found by their own."""

    def get_permissions_to_register(self):
        return Permission.objects.none()

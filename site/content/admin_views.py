"""Wagtail's views that ask too little: the same, and they show nobody what is out of their reach.

Their addresses stand before Wagtail's own (``admin_urls``).
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import ModelLogEntry, Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from accounts.rights import acts_nationally
from content.page_faults import refusals_to_publish
from content.page_rights import SitePagePermissionTester, shown_to

SUBMIT = "wagtail_localize.submit_translation"


class _Selection:
    """Laid over a bulk action of Wagtail's: nothing of what one may not see, and refusals in words.

    One page refused, and none of the selection is touched.
    """

    def get_actionable_objects(self):
        objects, others = super().get_actionable_objects()
        refused = others["items_with_no_access"]
        seen = self._seen(refused) if refused else set()
        others["items_with_no_access"] = [each for each in refused if each.pk in seen]
        return objects, others

    def _seen(self, refused):
        """The keys of those of ``refused`` that the person sees in lists."""
        policy, user = policy_registry.get_by_type(self.model), self.request.user
        if issubclass(self.model, Page):
            rows = policy.explorable_instances(user)
        else:
            rows = policy.instances_user_has_any_permission_for(user, ["add", "change", "delete", "choose"])
        return set(rows.filter(pk__in=[each.pk for each in refused]).values_list("pk", flat=True))

    def prepare_action(self, objects, objects_without_access):
        refused = [*objects_without_access["items_with_no_access"]]
        refused += [
            each["item"] for each in objects_without_access.get("pages_without_destination_access", [])
        ]
        sentences = [sentence for each in refused if (sentence := self._sentence(each))]
        if self.action_type == "publish" and not sentences:
            below = self.cleaned_form.cleaned_data["include_descendants"]
            sentences = refusals_to_publish(objects, self.request.user, with_drafts_below=below)
        if sentences:
            for sentence in dict.fromkeys(sentences):
                messages.error(self.request, sentence)
            return redirect(self.next_url)
        return super().prepare_action(objects, objects_without_access)

    def _sentence(self, row):
        """What refuses ``row``, in words; "" where it is a plain lack of rights."""
        if not isinstance(row, Page):
            return ""
        page = row.specific
        tester = page.permissions_for_user(self.request.user)
        if not isinstance(tester, SitePagePermissionTester):
            return ""
        sentence = tester.refusal(self.action_type)
        if self.action_type == "move" and not sentence:
            sentence = page.reserved_sentence(self.cleaned_form.cleaned_data["chooser"])
        return sentence


def bulk_action(request, app_label, model_name, action):
    """Any bulk action that is registered, with the above over it."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    guarded = type(action_class.__name__, (_Selection, action_class), {"__module__": __name__})
    return guarded(request, model).dispatch(request)


class BrowsePagesView(BrowseView):
    """The chooser of pages. What it lists goes by a hook; the page one is below stands in it too."""

    def get(self, request, parent_page_id=None):
        if parent_page_id:
            parent = get_object_or_404(Page, pk=parent_page_id)
            if parent.depth > 1 and not shown_to(Page.objects.filter(pk=parent.pk), request.user).exists():
                raise Http404
        return super().get(request, parent_page_id)


class ChosenPagesView(ChosenMultipleView):
    def get(self, request):
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
        shown = shown_to(Page.objects.filter(pk__in=keys), request.user).values_list("pk", flat=True)
        request.GET = request.GET.copy()
        request.GET.setlist("id", [str(key) for key in shown])
        return super().get(request)


class SubmitTranslationView(SubmitPageTranslationView):
    """« Traduire »: whoever may edit the page, and its translations with it."""

    def get_object(self):
        page = super().get_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page


class UpdateTranslationView(UpdateTranslationsView):
    """« Mettre à jour les traductions », and publish them, perhaps."""

    def get_object(self):
        source = super().get_object()
        page = source.get_source_instance()
        if isinstance(page, Page):
            rights = page.permissions_for_user(self.request.user)
            publishes = self.request.POST.get("publish_translations")
            if not (rights.can_publish() if publishes else rights.can_edit()):
                raise PermissionDenied
        return source


def sees_translations_report(user):
    return user.has_perm(SUBMIT) and acts_nationally(user)


class TranslationReportView(TranslationsReportView):
    """It names every page that is being translated, drafts too: for those who translate all of them."""

    def dispatch(self, request, *args, **kwargs):
        if not sees_translations_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PageTypesReportView(PageTypesUsageReportView):
    """It names the page of each type that was edited last, without those out of reach."""

    def decorate_paginated_queryset(self, page_types):
        page_types = super().decorate_paginated_queryset(page_types)
        pages = policy_registry.get_by_type(Page).explorable_instances(self.request.user)
        for item in page_types:
            if item.last_edited_page and not pages.filter(pk=item.last_edited_page.pk).exists():
                item.last_edited_page = None
        return page_types


class HistoryReportView(LogEntriesView):
    """« Historique du site », and its export: pages by their policy, and every other row by its own."""

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return (
            _of_rows_within_reach(queryset, self.request.user)
            if queryset.model is ModelLogEntry
            else queryset
        )


def _of_rows_within_reach(entries, user):
    """Wagtail asks for the kind of row alone; a session, say, is also a territory's."""
    kinds = ModelLogEntry.objects.order_by().values("content_type").distinct()
    for kind in ContentType.objects.filter(pk__in=kinds):
        policy = policy_registry.get_by_type(kind.model_class()) if kind.model_class() else None
        if policy is None or type(policy) is ModelPermissionPolicy:
            continue
        rows = policy.instances_user_has_any_permission_for(user, ["add", "change", "delete", "view"])
        keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
        entries = entries.exclude(Q(content_type=kind) & ~Q(object_id__in=keys))
    return entries

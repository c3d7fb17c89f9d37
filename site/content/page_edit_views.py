"""The form of a page: what somebody else saved meanwhile is not put back by it unread.

The page is locked from before it is read until it is saved. A form that shows another revision than the last is
refused: what was typed stays, what was not touched becomes what it is by now, and the next saving goes through.
"""

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import render_timestamp

#: What the form of a page that has no revision yet carries in the place of one: see ``wagtailadmin/pages/edit.html``.
SHOWN_WITHOUT_REVISION = "shown_without_revision"


class _RefusesStaleForms:
    def dispatch(self, request, page_id, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update(no_key=True).filter(pk=page_id).values_list("pk").first()
            return super().dispatch(request, page_id, **kwargs)

    @property
    def is_out_of_date(self):
        """Wagtail asks this for what is saved by itself alone, and knows nothing of a page without revision."""
        sent = self.request.POST
        if sent.get(SHOWN_WITHOUT_REVISION) and not sent.get("overwrite_revision_id"):
            return self.latest_revision is not None
        return super().is_out_of_date

    def post(self, request, *args, **kwargs):
        by_itself = self.expects_json_response
        if by_itself or self.page.alias_of_id or self.locked_for_user or not self.is_out_of_date:
            return super().post(request, *args, **kwargs)
        return self._refuse(self._revision_shown())

    def _refuse(self, shown):
        messages.error(self.request, self._sentence(shown))
        sent = self.request.POST
        if shown and not self.is_reverting:
            sent = self._brought_up_to_date(sent, shown.as_object())
        self.form = self._form(self.page, sent, self.request.FILES)
        if self.action_name == "save":
            self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())

    def _revision_shown(self):
        """The revision the form was shown with; None where it is not known, or has been written over since."""
        sent = self.request.POST
        revisions = Revision.page_revisions.filter(object_id=str(self.page.pk))
        if sent.get(SHOWN_WITHOUT_REVISION):
            return revisions.filter(user=None).order_by("pk").first()  # see ``SitePage._keep_what_is_live``
        key = sent.get("overwrite_revision_id") or sent.get("loaded_revision_id", "")
        revision = revisions.filter(pk=key).first() if key.isdecimal() else None
        if revision is None or sent.get("overwrite_revision_id"):
            return revision
        is_as_shown = revision.created_at.isoformat() == sent.get("loaded_revision_created_at")
        return revision if is_as_shown else None

    def _sentence(self, shown):
        last = self.latest_revision
        when, who = render_timestamp(last.created_at), get_user_display_name(last.user)
        if who:
            said = _("%(who)s a enregistré cette page le %(when)s, pendant qu’elle était ouverte ici.")
        else:
            said = _("Cette page a été enregistrée le %(when)s, pendant qu’elle était ouverte ici.")
        parts = [said % {"who": who, "when": when}]
        if labels := self._labels_changed(shown):
            parts.append(_("Ce qui a changé : %(fields)s.") % {"fields": ", ".join(labels)})
        parts.append(
            _(
                "Rien n’est enregistré ; ce que vous avez écrit est encore là. Relisez, puis enregistrez à nouveau."
            )
        )
        return " ".join(parts)

    def _labels_changed(self, shown):
        if shown is None:
            return []
        before, now = shown.as_object(), self.latest_revision.as_object()
        panel = self.edit_handler.get_bound_panel(instance=now, request=self.request, form=None)
        comparisons = (compare(before, now) for compare in panel.get_comparison())
        return [capfirst(str(each.field_label())) for each in comparisons if each.has_changed()]

    def _brought_up_to_date(self, sent, before):
        """What was sent, with the fields that this person left as they were shown as they are by now."""
        sent = sent.copy()
        shown, now = self._form(before), self._form(self.page)
        for name, field in now.fields.items():
            if name not in sent or len(sent.getlist(name)) != 1 or field.disabled:
                continue
            was, bound = shown.get_initial_for_field(field, name), now[name]
            if not field.has_changed(field.prepare_value(was), sent[name]):
                value = field.widget.format_value(bound.value())
                sent[name] = "" if value is None else _one_of(value)
        return sent

    def _form(self, page, *sent):
        return self.form_class(
            *sent,
            instance=page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )


def _one_of(value):
    """A choice formats its value as a list of one."""
    return (value[0] if value else "") if isinstance(value, list | tuple) else value


class SitePageEditView(_RefusesStaleForms, EditView):
    pass


class SitePageRevertView(_RefusesStaleForms, RevisionsRevertView):
    pass

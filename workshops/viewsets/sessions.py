"""« Séances » in Wagtail's admin. Every way to save goes through ``scheduling``."""

from django.db import transaction
from django.db.models import F
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Table
from wagtail.log_actions import log

from workshops import scheduling, session_rules
from workshops.admin_forms.sessions import SessionForm
from workshops.models import Session
from workshops.permissions import can_edit_session, can_see_contacts
from workshops.refusals import Refusal
from workshops.viewsets.registration_list import at_a_glance, registration_columns, with_reasons
from workshops.viewsets.rows import (
    GuardedDeleteView,
    GuardedEditView,
    GuardedHistoryView,
    GuardedInspectView,
    GuardedViewSet,
    NotAlways,
    SaysRefusals,
    TitledCreateView,
)
from workshops.viewsets.session_acts import ACTS, acts_on
from workshops.viewsets.session_list import SessionFilterSet, SessionIndexView, places_in_figures


class ThenShown:
    """After saving, the session's own page: it says what to do next."""

    def get_success_url(self):
        return reverse("seances:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


NOT_SAVED = _("La séance n’est pas enregistrée : voyez ce qui est à corriger.")


class SessionCreateView(ThenShown, SaysRefusals, TitledCreateView):
    error_message = NOT_SAVED
    page_subtitle = _("Nouvelle séance")
    success_message = _("La séance est enregistrée comme brouillon. Les familles ne la voient pas encore.")


class SessionEditView(ThenShown, SaysRefusals, NotAlways, GuardedEditView):
    error_message = NOT_SAVED
    row_url_name = "seances:inspect"
    why_not = staticmethod(session_rules.why_not_revise)

    def why_not_move(self):
        """Why its date and place are shown only."""
        return session_rules.why_not_move(self.object)

    def get_success_message(self):
        if self.object.is_public and self.form.retold:
            return _("La séance est modifiée et les familles inscrites sont prévenues.")
        return _("La séance est modifiée.")

    def places(self):
        return places_in_figures(self.object)

    @cached_property
    def can_delete(self):
        return not self.object.is_public and self.user_has_permission_for_instance("delete", self.object)


class SessionDeleteView(NotAlways, GuardedDeleteView):
    """Drafts only. What families saw is cancelled, and they are told."""

    row_url_name = "seances:inspect"
    why_not = staticmethod(session_rules.why_not_delete)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            return self._refused(refusal)

    def _refused(self, sentence):
        messages.error(self.request, str(sentence))
        return redirect(self.row_url_name, self.object.pk)

    @transaction.atomic
    def delete_action(self):
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        scheduling.delete_draft(self.object, by=self.request.user)


class SessionInspectView(GuardedInspectView):
    """The session at a glance: what it is, what one may do, who comes."""

    page_title = _("Séance")
    template_name = "workshops/admin/session.html"

    def get_context_data(self, **kwargs):
        session, user = self.object, self.request.user
        return super().get_context_data(
            session=session,
            places=places_in_figures(session),
            **self._acts(user, session),
            **self._registrations(user, session),
            changes=session.changes.select_related("made_by"),
            **kwargs,
        )

    def _registrations(self, user, session):
        """A table, those who come first, and its sums; nothing for those who may not see registrations."""
        if not user.has_perm("workshops.view_registration"):
            return {"registrations": None}
        rows = list(
            session.registrations.select_related("enrolment").order_by(
                F("cancelled_at").asc(nulls_first=True), "status", "rank"
            )
        )
        columns = registration_columns(can_see_contacts(user, session), session=False)
        table = Table(columns, with_reasons(rows))
        return {"registrations": table, "glance": at_a_glance(rows), "feedback": session.feedback.summary()}

    def _acts(self, user, session):
        if not can_edit_session(user, session):
            return {"can_edit": False, "acts": [], "reasons": []}
        acts, reasons = acts_on(session, user)
        return {"can_edit": not session_rules.why_not_revise(session), "acts": acts, "reasons": reasons}

    def get_edit_url(self):
        return None if session_rules.why_not_revise(self.object) else super().get_edit_url()

    def get_fields(self):
        return []

    def get_delete_url(self):
        return None if self.object.is_public else super().get_delete_url()


class SessionHistoryView(GuardedHistoryView):
    def get_edit_url(self, instance):
        return None if session_rules.why_not_revise(instance) else super().get_edit_url(instance)


class SessionViewSet(GuardedViewSet):
    model = Session
    name = "seances"
    icon = "date"
    menu_label = _("Séances")
    index_view_class = SessionIndexView
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    history_view_class = SessionHistoryView
    delete_view_class = SessionDeleteView
    inspect_view_class = SessionInspectView
    filterset_class = SessionFilterSet
    search_fields = ["search_text"]
    edit_template_name = "workshops/admin/session_edit.html"
    acts = ACTS
    edit_handler = ObjectList(
        [
            FieldPanel("activity"),
            FieldPanel("territory"),
            MultiFieldPanel(
                [FieldPanel("day"), FieldRowPanel([FieldPanel("start"), FieldPanel("end")])],
                heading=_("Quand"),
            ),
            MultiFieldPanel([FieldPanel("venue"), FieldPanel("join_url")], heading=_("Où")),
            FieldPanel("reason"),
            MultiFieldPanel(
                [
                    FieldPanel("registration_mode"),
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_capacity")]),
                    FieldRowPanel(
                        [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
                    ),
                ],
                heading=_("Inscriptions"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("languages", widget=CheckboxSelectMultiple),
                    FieldPanel("arrangements", widget=CheckboxSelectMultiple),
                    FieldPanel("note"),
                ],
                heading=_("Accueil"),
            ),
            FieldPanel("facilitators", widget=CheckboxSelectMultiple),
        ],
        base_form_class=SessionForm,
    )

"""« Messages » in Wagtail's admin: a list to read, and what one may do with those that failed or came back."""

import django_filters
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from .models import Message, State
from .permissions import can_see_recipients
from .queue import can_be_retried, note_bounce, retry, write_again

#: What may be done with a message in each state: the permission, the part of its address, its button.
ACTS = {
    State.DEAD_LETTER: ("retry", "retry", gettext_lazy("Réessayer")),
    State.SENT: ("bounce", "bounce", gettext_lazy("Noter comme revenu")),
    State.BOUNCED: ("bounce", "write_again", gettext_lazy("Écrire à nouveau à cette adresse")),
}


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("État"),
        choices=State.choices,
        method=lambda messages, _name, state: messages.in_state(state),
    )

    class Meta:
        model = Message
        fields = []


class ActColumn(Column):
    """The button that a message's state calls for, where the reader may use it."""

    cell_template_name = "outbox/act_cell.html"

    def __init__(self, name, *, allowed, **kwargs):
        super().__init__(name, **kwargs)
        self.allowed = allowed

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        permission, act, label = ACTS.get(instance.state, ("", "", ""))
        nothing_to_do = (act == "retry" and not can_be_retried(instance)) or (
            act == "write_again" and not instance.address_unknown
        )
        if permission not in self.allowed or nothing_to_do:
            return context
        return context | {
            "address": reverse(f"{MessageViewSet.name}:{act}", args=[instance.pk]),
            "label": label,
        }


class MessageIndexView(IndexView):
    """The list. Recipients show to those who may see them; words never do."""

    any_permission_required = ["view"]

    def get_base_queryset(self):
        return super().get_base_queryset().defer("subject", "text", "html", "calendar", "headers")

    @cached_property
    def columns(self):
        columns = [
            Column("kind", label=_("Type"), accessor="kind_label"),
            Column("state", label=_("État"), accessor="state.label"),
            DateColumn("created_at", label=_("Écrit"), sort_key="created_at"),
            Column("attempts", label=_("Essais"), sort_key="attempts"),
            Column("channel", label=_("Canal"), accessor="get_channel_display"),
            Column("last_error", label=_("Dernière erreur")),
            Column("bounce_words", label=_("Pourquoi il est revenu")),
        ]
        if can_see_recipients(self.request.user):
            columns.append(Column("recipient", label=_("Destinataire")))
        allowed = {permission for permission, *_act in ACTS.values() if self.user_has_permission(permission)}
        if allowed:
            columns.append(ActColumn("act", label=_("Action"), accessor="state", allowed=allowed))
        return columns


class ActView(PermissionCheckedMixin, BaseOperationView):
    """One act on one message, asked for first (GET shows, POST does): a verb of ``queue``, told as ``done`` or ``not_done``, and logged
    as ``log_action`` once done.
    """

    model = Message
    index_url_name = None
    http_method_names = ["get", "post"]

    def get_object(self):
        # Before any check of Wagtail's own: a permission policy alone guards no view.
        message = super().get_object()
        if not self.user_has_permission_for_instance(self.permission_required, message):
            raise PermissionDenied
        return message

    def get(self, request, *args, **kwargs):
        context = {
            "message": self.object,
            "label": self.label,
            "recipient": self.object.recipient if can_see_recipients(request.user) else "",
            "back": reverse(self.index_url_name),
        }
        return render(request, "outbox/confirm_act.html", context)

    def perform_operation(self):
        self.is_done = self.act(self.object)
        if self.is_done:
            log(instance=self.object, action=self.log_action, user=self.request.user)

    def add_success_message(self):
        if self.is_done:
            messages.success(self.request, self.done)
        else:
            messages.warning(self.request, self.not_done)

    def get_success_url(self):
        return reverse(self.index_url_name)


class RetryView(ActView):
    """Sends a dead letter again."""

    permission_required = "retry"
    log_action = "outbox.retry"
    label = ACTS[State.DEAD_LETTER][2]
    act = staticmethod(retry)
    done = gettext_lazy("Le message va être envoyé à nouveau.")
    not_done = gettext_lazy("Ce message n’est plus en échec : rien n’a été fait.")


class BounceView(ActView):
    """Notes that a message came back, for whoever found it in a mailbox."""

    permission_required = "bounce"
    log_action = "outbox.bounce"
    label = ACTS[State.SENT][2]
    act = staticmethod(note_bounce)
    done = gettext_lazy("Le message est noté comme revenu : nous n’écrivons plus à cette adresse.")
    not_done = gettext_lazy("Ce message était déjà revenu, ou n’est pas parti : rien n’a été fait.")


class WriteAgainView(ActView):
    """Takes back that nobody is at the address: it was opened since, or the report was wrong."""

    permission_required = "bounce"
    log_action = "outbox.write_again"
    label = ACTS[State.BOUNCED][2]
    done = gettext_lazy("Les prochains messages partiront à nouveau vers cette adresse.")
    not_done = gettext_lazy("Nous écrivons déjà à cette adresse : rien n’a été fait.")

    @staticmethod
    def act(message):
        to_it = Message.objects.to_addresses([message.recipient], message.channel)
        # One whose address was erased stands for itself.
        return write_again(to_it if message.recipient else Message.objects.filter(pk=message.pk))


class MessageViewSet(ModelViewSet):
    """Two views only: there is no address at which to add, edit, copy or delete a message."""

    model = Message
    name = "outbox_messages"
    url_prefix = "messages"
    icon = "mail"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    ordering = "-created_at"
    list_per_page = 50
    index_view_class = MessageIndexView
    filterset_class = MessageFilterSet

    @property
    def retry_view(self):
        return self.construct_view(RetryView)

    @property
    def bounce_view(self):
        return self.construct_view(BounceView)

    @property
    def write_again_view(self):
        return self.construct_view(WriteAgainView)

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/retry/", self.retry_view, name="retry"),
            path("<uuid:pk>/bounce/", self.bounce_view, name="bounce"),
            path("<uuid:pk>/write-again/", self.write_again_view, name="write_again"),
        ]

    def get_form_class(self, for_update=False):
        return None

    def register_admin_url_finder(self):
        """A message has no page of its own to be found."""

    def get_permissions_to_register(self):
        return Permission.objects.filter(
            content_type__app_label="outbox",
            codename__in=["view_message", "view_recipient", "retry_message", "bounce_message"],
        )

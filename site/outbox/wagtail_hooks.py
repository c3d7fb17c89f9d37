from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .viewsets import MessageViewSet


@hooks.register("register_admin_viewset")
def register_messages():
    return MessageViewSet()


@hooks.register("register_log_actions")
def register_acts(actions):
    for name, done in {
        "retry": _("Message envoyé à nouveau"),
        "bounce": _("Message noté comme revenu"),
        "write_again": _("Adresse à laquelle on écrit à nouveau"),
    }.items():
        actions.register_action(f"outbox.{name}", done, done)

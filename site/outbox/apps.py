from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Messages")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from . import checks, kinds  # noqa: F401 (registers itself)
        from .backends import STAFF
        from .models import Message
        from .permissions import MessagePermissionPolicy

        register_permission_policy(Message, MessagePermissionPolicy(Message))
        kinds.declare({STAFF: _("Message à l’équipe")})

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Comptes")

    def ready(self):
        from accounts import password_reset, sign_out  # noqa: F401 (the worker finds its job, Django its receiver)
        from outbox import kinds

        kinds.declare({"password_reset": _("Nouveau mot de passe")})

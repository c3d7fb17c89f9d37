"""What would lose mail without a word, said when the site starts."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def mail_goes_somewhere(app_configs, **kwargs):
    """The file transport needs its folder; elsewhere than on this machine there is none."""
    if settings.OUTBOX_TRANSPORT == "outbox.backends.FileTransport" and not settings.MAIL_DIR:
        return [
            Error(
                "Messages have no transport.",
                hint="Set EMAIL_URL, for instance smtp+tls://user:password@host:587.",
                id="outbox.E001",
            )
        ]
    return []

"""What families were told has changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.retention import Retention
from workshops.models.keeping import LONG, over_for
from workshops.models.presentation import ChangeWords
from workshops.models.sessions import Session


class SessionChange(ChangeWords, models.Model):
    """A published session was moved, cancelled, postponed…: who did it, when, what was, what is, why."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Nouvelle date ou nouveau lieu")
        ONLINE = "online", _("Passe en ligne")
        ON_SITE = "on_site", _("Passe sur place")
        LINK = "link", _("Nouveau lien pour se connecter")
        POSTPONED = "postponed", _("Reportée, nouvelle date à venir")
        CANCELLED = "cancelled", _("Annulée")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("sorte"), max_length=10, choices=Kind)
    made_at = models.DateTimeField(_("fait le"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("raison"), blank=True, max_length=500)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    personal_fields = ("reason",)
    retention = (
        Retention(
            words=_("fin de la séance + 6 mois"),
            fields=("reason",),
            expired=lambda now: over_for(LONG, now),
        ),
    )

    class Meta:
        verbose_name = _("changement d’une séance")
        verbose_name_plural = _("changements d’une séance")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="change_kind_is_known",
                condition=models.Q(kind__in=["moved", "online", "on_site", "link", "postponed", "cancelled"]),
                violation_error_message=_("Cette sorte de changement n’existe pas."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.session_id}"

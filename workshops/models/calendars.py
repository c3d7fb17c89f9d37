"""What calendars are served from: events written once, and the facilitators' secret addresses."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshops.models.contacts import new_token
from workshops.models.sessions import Session


class KeptEvent(models.Model):
    """The public VEVENT of a session in one language, kept until the session is revised.

    A row, and not an entry of the cache: thousands are read in one query, and every process
    finds them, after a restart too. Losing them costs the time to write them again.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="kept_events")
    language = models.CharField(max_length=12)
    #: Of the code and the catalogue that wrote it.
    edition = models.CharField(max_length=16)
    revised_at = models.DateTimeField()
    written = models.BinaryField()

    class Meta:
        verbose_name = _("séance écrite pour les agendas")
        verbose_name_plural = _("séances écrites pour les agendas")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["session", "language"], name="kept_event_once_per_language")
        ]

    def __str__(self):
        return f"{self.session_id} ({self.language})"


class FacilitatorCalendar(models.Model):
    """The secret address of a facilitator's own calendar. A new one closes the old."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_calendar"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("agenda d’une personne qui anime")
        verbose_name_plural = _("agendas des personnes qui animent")
        default_permissions = ()

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"

    @classmethod
    def renew(cls, user):
        """Give ``user`` an address that nobody knows yet."""
        row, _created = cls.objects.update_or_create(
            user=user, defaults={"token": new_token(), "created_at": timezone.now()}
        )
        return row

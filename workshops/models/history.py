"""Who did what to a family's registration. Written by ``workshops.booking`` alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.retention import Retention
from workshops.models.keeping import SHORTLY, over_for
from workshops.models.registrations import Registration, Status


class RegistrationVerb(models.TextChoices):
    REGISTERED = "registered", _("Inscription")
    REGISTERED_AGAIN = "registered_again", _("Nouvelle inscription après annulation")
    ASKED_AGAIN = "asked_again", _("Lien renvoyé")
    CHANGED = "changed", _("Changement")
    OFFERED = "offered", _("Place proposée")
    ACCEPTED = "accepted", _("Place acceptée")
    GIVEN = "given", _("Place donnée")
    DECLINED = "declined", _("Place refusée")
    LAPSED = "lapsed", _("Place proposée restée sans réponse")
    WITHDRAWN = "withdrawn", _("Retour sur la liste d’attente")
    CANCELLED = "cancelled", _("Annulation")
    ERASED = "erased", _("Données effacées")


class RegistrationAuthor(models.TextChoices):
    FAMILY = "family", _("La famille")
    STAFF = "staff", _("L’équipe")
    SYSTEM = "system", _("Le site")


class RegistrationEvent(models.Model):
    """Who did what to a registration, and when. Without names."""

    Verb, Author = RegistrationVerb, RegistrationAuthor

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("acte"), max_length=20, choices=Verb)
    author = models.CharField(_("par"), max_length=10, choices=Author)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("statut ensuite"), max_length=10, choices=Status)
    heads = models.PositiveSmallIntegerField(_("personnes"))
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    happened_at = models.DateTimeField(_("le"), default=timezone.now)

    personal_fields = ("reason",)
    retention = (
        Retention(
            words=_("fin de la séance + 30 jours"),
            fields=("reason",),
            expired=lambda now: (
                over_for(SHORTLY, now, "registration__session")
                | Q(registration__enrolment__anonymised_at__isnull=False)
            ),
        ),
    )

    class Meta:
        verbose_name = _("historique d’une inscription")
        verbose_name_plural = _("historique des inscriptions")
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="registration_event_says_known_things",
                condition=Q(
                    verb__in=RegistrationVerb.values,
                    author__in=RegistrationAuthor.values,
                    status__in=Status.values,
                ),
                violation_error_message=_("Cet acte n’existe pas."),
            )
        ]

    def __str__(self):
        return f"{self.get_verb_display()} – {self.registration_id}"

    @property
    def is_by_staff(self):
        return self.author == RegistrationAuthor.STAFF

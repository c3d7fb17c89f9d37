"""The places where sessions are held."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.models import Commune, Territory
from territories.zones import zone_of_department


class VenueQuerySet(models.QuerySet):
    def for_user(self, user):
        """Those ``user`` may work with: all for national staff, else their territories'."""
        if user.has_perm("accounts.act_nationally"):
            return self
        return self.filter(territory__in=user.territories.all())


class Venue(models.Model):
    """A place, with what a family needs to come: address, access, transport."""

    class Kind(models.TextChoices):
        PRIMARY_SCHOOL = "ecole", _("École")
        MIDDLE_SCHOOL = "college", _("Collège")
        HIGH_SCHOOL = "lycee", _("Lycée")
        LIBRARY = "mediatheque", _("Médiathèque")
        THIRD_PLACE = "tiers-lieu", _("Tiers-lieu")
        CANOPE = "canope", _("Atelier Canopé")
        TOWN_HALL = "mairie", _("Mairie ou salle communale")
        SOCIAL_CENTRE = "centre-social", _("Centre social")
        COMMUNITY_CENTRE = "maison-quartier", _("Maison de quartier")
        FRANCE_SERVICES = "france-services", _("France services")
        PARENTS_HOUSE = "maison-parents", _("Maison des parents")
        PUBLIC_SQUARE = "place-publique", _("Place publique")
        OTHER = "autre", _("Autre lieu")

    name = models.CharField(_("nom"), max_length=120)
    kind = models.CharField(_("sorte de lieu"), max_length=20, choices=Kind, default=Kind.OTHER)
    street = models.CharField(_("numéro et rue"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="venues"
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        help_text=_("Le territoire qui s’occupe de ce lieu."),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Laissez vide pour prendre le centre de la commune."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    wheelchair = models.BooleanField(_("accessible en fauteuil roulant"), default=False)
    hearing_loop = models.BooleanField(_("boucle magnétique"), default=False)
    access = models.TextField(
        _("pour entrer"),
        blank=True,
        help_text=_("Quelle porte, quel étage, une rampe… Tout le monde le lit : pas de code d’entrée."),
    )
    transport = models.TextField(
        _("pour venir"), blank=True, help_text=_("Arrêt de bus, parking, place pour personnes handicapées…")
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = ["name"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="venue_point")]
        constraints = [
            models.CheckConstraint(
                name="venue_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Donnez la latitude et la longitude, ou aucune des deux."),
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    def save(self, *args, **kwargs):
        if self.latitude is None and self.longitude is None:
            self.latitude, self.longitude = self.commune.latitude, self.commune.longitude
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.commune_id and self.time_zone is None:
            raise ValidationError({"commune": _("Nous n’avons pas encore l’heure de ce département.")})

    @property
    def city(self):
        return self.commune.name

    @property
    def address(self):
        """« 1 place de la Mairie, 88500 Mirecourt »."""
        return ", ".join(part for part in (self.street, f"{self.postal_code} {self.city}") if part)

    @property
    def point(self):
        return (self.latitude, self.longitude)

    @property
    def time_zone(self):
        """The zone of its clocks; None where we have no calendar for it."""
        return zone_of_department(self.commune.department)

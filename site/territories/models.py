from functools import reduce
from operator import or_

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territories.folding import fold
from territories.languages import BY_CODE
from territories.zones import PARIS, ZONES

DEPARTMENT_CODE = r"^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-6])$"  # 20 is 2A or 2B since 1976

_NO_CALENDAR = _("Nous n’avons pas de calendrier pour ce fuseau horaire.")

# Countries of the telephone numbering plan (ITU), which are not those of the map.
_TELEPHONE_REGIONS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "976": "YT"}


class SpokenLanguage(models.Model):
    """A language spoken in sessions, not one the site is written in.

    Rows come from ``languages.LANGUAGES``, by ``load_territories``.
    """

    code = models.CharField(_("code"), max_length=12, primary_key=True)  # BCP 47
    endonym = models.CharField(_("nom dans cette langue"), max_length=60)
    rtl = models.BooleanField(_("s’écrit de droite à gauche"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("langue parlée")
        verbose_name_plural = _("langues parlées")
        ordering = ["position", "code"]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        """Its name in the language of the interface, lower case: « arabe »."""
        known = BY_CODE.get(self.code)
        return known.label if known else self.endonym

    @property
    def direction(self):
        return "rtl" if self.rtl else "ltr"


class HolidayZone(models.TextChoices):
    """A, B and C are in calendars one can load; the others follow their recteur's decree."""

    A = "A", _("zone A")
    B = "B", _("zone B")
    C = "C", _("zone C")
    CORSE = "corse", _("Corse")
    GUADELOUPE = "guadeloupe", _("Guadeloupe")
    GUYANE = "guyane", _("Guyane")
    MARTINIQUE = "martinique", _("Martinique")
    MAYOTTE = "mayotte", _("Mayotte")
    REUNION = "reunion", _("La Réunion")


class TerritoryQuerySet(models.QuerySet):
    def covering(self, commune):
        """The territory a commune lies in: one row, or none."""
        return self.filter(code=commune.department)


class Territory(models.Model):
    """A département of the programme. No territory means the whole country."""

    code = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(DEPARTMENT_CODE, _("Un code INSEE : 88, 2A ou 971."))],
        error_messages={"unique": _("Un territoire porte déjà ce code.")},
        help_text=_("Le code INSEE du département : 88, 2A, 971."),
    )
    slug = models.SlugField(
        _("adresse"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("Un territoire a déjà cette adresse.")},
        help_text=_("Ce qui le nomme dans l’adresse de ses pages : val-d-oise."),
    )
    name = models.CharField(
        _("nom"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Un territoire porte déjà ce nom.")},
    )
    locative = models.CharField(
        _("nom avec sa préposition"), max_length=80, help_text=_("« dans les Vosges », « en Guadeloupe »")
    )
    academy = models.CharField(_("académie"), max_length=60)
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=40,
        choices=list(ZONES.items()),
        default=PARIS,
        error_messages={"invalid_choice": _NO_CALENDAR},
    )
    holiday_zone = models.CharField(_("zone de vacances"), max_length=12, choices=HolidayZone.choices)
    languages = models.ManyToManyField(
        SpokenLanguage,
        verbose_name=_("langues des familles"),
        blank=True,
        related_name="territories",
        help_text=_("Les langues parlées par les familles d’ici, proposées en premier."),
    )
    contact_name = models.CharField(_("nom du contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("courriel"), blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["slug"]  # ASCII: Côte-d'Or comes before Creuse on every database
        constraints = [
            models.CheckConstraint(
                name="territory_hour_is_one_we_have_calendars_for",
                condition=Q(time_zone__in=list(ZONES)),
                violation_error_message=_NO_CALENDAR,
            ),
            models.CheckConstraint(
                name="territory_is_named",
                condition=~Q(name="") & ~Q(locative="") & ~Q(slug="") & ~Q(code=""),
                violation_error_message=_("Un territoire a un code, une adresse et un nom."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.code})"

    def clean(self):
        self.contact_phone = self._international(self.contact_phone)

    @property
    def region(self):
        """Where a number typed without its country code belongs, for ``phonenumbers``."""
        return _TELEPHONE_REGIONS.get(self.code, "FR")

    def _international(self, number):
        """``number`` as E.164, or its digits if it is a French short one (3018, 39 19)."""
        if not number:
            return ""
        try:
            parsed = phonenumbers.parse(number, self.region)
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed and phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        short = "".join(number.split())
        if parsed and short == str(parsed.national_number):
            parsed.country_code = 33  # the same short numbers serve overseas
            if phonenumbers.is_valid_short_number_for_region(parsed, "FR"):
                return short
        raise ValidationError({"contact_phone": _("Ce numéro de téléphone n’existe pas.")})


class CommuneQuerySet(models.QuerySet):
    def named(self, name):
        """Those of exactly this name, however it is typed."""
        return self.filter(search_name=fold(name))

    def beginning_with(self, *names):
        return self.filter(reduce(or_, (Q(search_name__startswith=fold(name)) for name in names)))

    def with_postal_code(self, code):
        return self.filter(postal_codes__code=code)

    def in_department(self, code):
        return self.filter(department=code)

    def most_populated_first(self):
        return self.order_by("-population", "insee")


class Commune(models.Model):
    """A commune of the gazetteer, with the point of its town hall or centre.

    The INSEE code names it and never changes place with a postal code: INSEE 13001 is
    Aix-en-Provence, postal 13001 is in Marseille.
    """

    insee = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    department = models.CharField(_("département"), max_length=3, db_index=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), default=0)
    search_name = models.CharField(max_length=60, db_index=True, editable=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["search_name", "insee"]
        constraints = [
            models.CheckConstraint(
                name="commune_is_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("La latitude va de -90 à 90 degrés, la longitude de -180 à 180."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.department})"

    def save(self, *args, **kwargs):
        self.search_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def point(self):
        return (self.latitude, self.longitude)


class PostalCode(models.Model):
    """A postal code of a commune: a commune may have several, and share each with others."""

    code = models.CharField(_("code postal"), max_length=5, db_index=True)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune"), on_delete=models.CASCADE, related_name="postal_codes"
    )

    class Meta:
        verbose_name = _("code postal")
        verbose_name_plural = _("codes postaux")
        ordering = ["code", "commune"]
        constraints = [
            models.UniqueConstraint(
                name="postal_code_once_per_commune",
                fields=["code", "commune"],
                violation_error_message=_("Cette commune a déjà ce code postal."),
            ),
        ]

    def __str__(self):
        return self.code


class LoadedFile(models.Model):
    """What a reference file held when it was last loaded, so that it is loaded once."""

    name = models.CharField(max_length=100, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.name

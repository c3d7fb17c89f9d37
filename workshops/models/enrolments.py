"""Families' acts: who to tell, and where. Written by ``workshops.booking`` alone."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.email_addresses import in_ascii
from privacy.retention import Retention
from workshops.models.contacts import new_code, new_token
from workshops.models.keeping import SHORTLY
from workshops.models.session_queries import State


def _nobody_is_left(now):
    """No registration of the enrolment has to be kept any more."""
    kept = apps.get_model("workshops", "Registration").objects.kept(now)
    return ~Exists(kept.filter(enrolment=OuterRef("pk")))


class EnrolmentQuerySet(models.QuerySet):
    def by_token(self, token):
        return self.filter(token=token, anonymised_at__isnull=True)

    def by_code(self, code, *, email_key=None, phone_key=None):
        """The one of a slip, with the contact that it was given with; a family that gave none has its code."""
        found = self.filter(code=code, anonymised_at__isnull=True).first()
        if found is None:
            return None
        if email_key is None and phone_key is None:
            return None if found.contact_key else found
        known = {found.email_key, found.phone_key} - {""}
        return found if {email_key, phone_key} & known else None

    def of_contact(self, *, email_key="", phone_key=""):
        """Those of one contact that are neither erased nor all over."""
        if not email_key and not phone_key:
            return self.none()
        same = Q(email_key=email_key) if email_key else Q(phone_key=phone_key)
        return self.filter(
            same, anonymised_at__isnull=True, registrations__session__ends_at__gt=timezone.now() - SHORTLY
        ).distinct()


class Enrolment(models.Model):
    """A family's act: who to tell, in which language. It holds one registration per date."""

    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, editable=False)
    language = models.CharField(_("langue des messages"), max_length=12, default="fr")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    code = models.CharField(_("code"), max_length=10, default=new_code, editable=False, unique=True)
    form_key = models.CharField(max_length=80, unique=True, null=True, blank=True, editable=False)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("inscrit par"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    helper_name = models.CharField(_("aide reçue de"), max_length=120, blank=True)
    has_no_reminders = models.BooleanField(_("sans rappels"), default=False, editable=False)
    consent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("inscrit le"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = (
        "name",
        "email",
        "email_key",
        "phone",
        "phone_key",
        "token",
        "code",
        "form_key",
        "helper_name",
    )
    retention = (
        Retention(
            words=_(
                "fin de la séance + 6 mois ; fin de la séance + 1 mois pour une attente, "
                "annulation + 1 mois pour une annulation"
            ),
            fields=personal_fields,
            expired=_nobody_is_left,
            # An address and a code that nobody was given, since both must differ.
            blank={"token": new_token, "code": new_code, "form_key": None},
            mark="anonymised_at",
        ),
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("famille inscrite")
        verbose_name_plural = _("familles inscrites")
        indexes = [
            models.Index(fields=["email_key"], name="enrolment_email"),
            models.Index(fields=["phone_key"], name="enrolment_phone"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"

    def get_absolute_url(self):
        return reverse("enrolment", args=[self.token])

    @staticmethod
    def leading(registrations):
        """The one of an enrolment's rows (by date) that says where the family stands: the next active date,
        else the last that was not taken away.
        """
        to_come = [row for row in registrations if row.can_be_cancelled]
        held = [row for row in registrations if not row.session.is_cancelled]
        return (to_come or held[-1:] or registrations[-1:])[0]

    @property
    def helper_words(self):
        """Who registered the family, if somebody did."""
        return self.helper_name or self.account_words

    @property
    def account_words(self):
        """The name of the account that registered the family, if one did: known, not typed into the form."""
        return self.helper.get_full_name() if self.helper else ""

    @property
    def sent_to(self):
        """Where its mails go, the domain in its ASCII form; "" without an address."""
        return in_ascii(self.email)

    @property
    def is_active(self):
        """Whether it has a place, an offer or a rank on a date that we have not cancelled."""
        return self.registrations.active().exclude(session__state=State.CANCELLED).exists()

    @property
    def contact_words(self):
        """« nom@exemple.fr, +33612345678 », as the team reads it; "" for a family with neither."""
        return ", ".join(part for part in (self.email, self.phone) if part)

    @property
    def contact_key(self):
        """By e-mail if one is given, else by phone; "" for a family with neither."""
        if self.email_key:
            return f"mailto:{self.email_key}"
        return f"tel:{self.phone_key}" if self.phone_key else ""

"""Families' places. Written by ``workshops.booking`` alone."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from workshops.models.contacts import new_code, new_token
from workshops.models.sessions import Session


class EnrolmentQuerySet(models.QuerySet):
    def by_token(self, token):
        return self.filter(token=token, anonymised_at__isnull=True)


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
    consent_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("inscrit le"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = ("name", "email", "email_key", "phone", "phone_key", "token", "code", "form_key")
    retention = "six months after the end of its last session"

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
        """The one of an enrolment's rows (by date) that says where the family stands: the next active date."""
        to_come = [row for row in registrations if row.can_be_cancelled]
        return (to_come or registrations[-1:])[0]

    @property
    def contact_key(self):
        """By e-mail if one is given, else by phone; "" for a family with neither."""
        if self.email_key:
            return f"mailto:{self.email_key}"
        return f"tel:{self.phone_key}" if self.phone_key else ""


class Status(models.TextChoices):
    WAITING = "waiting", _("En attente")
    OFFERED = "offered", _("Place proposée")
    CONFIRMED = "confirmed", _("Confirmée")
    CANCELLED = "cancelled", _("Annulée")


#: Those that hold places.
HOLDING = [Status.OFFERED, Status.CONFIRMED]
ACTIVE = [Status.WAITING, *HOLDING]


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status__in=ACTIVE)

    def holding(self):
        """Those whose heads count in ``places_taken``."""
        return self.filter(status__in=HOLDING)

    def confirmed(self):
        return self.filter(status=Status.CONFIRMED)

    def offered(self):
        return self.filter(status=Status.OFFERED).order_by("rank")

    def waiting(self):
        """In the order in which they are served."""
        return self.filter(status=Status.WAITING).order_by("rank")

    def heads(self):
        """How many people, adults and children."""
        sums = self.aggregate(
            adults=models.Sum("adults", default=0), children=models.Sum("children", default=0)
        )
        return sums["adults"] + sums["children"]

    def next_rank(self):
        return (self.aggregate(last=Max("rank"))["last"] or 0) + 1

    def with_sessions(self):
        """By date, with all that is said of each session, and how many families wait before this one."""
        before = Registration.objects.waiting().filter(session=OuterRef("session"), rank__lt=OuterRef("rank"))
        counted = before.order_by().values("session").annotate(count=Count("pk")).values("count")
        return (
            self.select_related("session__activity__locale", "session__venue__commune", "session__territory")
            .annotate(waiting_before=Coalesce(Subquery(counted), 0))
            .order_by("session__starts_at", "pk")
        )

    def for_user(self, user):
        """Those of the sessions that ``user`` works on."""
        if user.has_perm("accounts.act_nationally"):
            return self
        return self.filter(session__in=Session.objects.for_user(user))


class Registration(models.Model):
    """A family's heads at one session. Never a child's name or date of birth."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="registrations")
    session = models.ForeignKey(
        Session, verbose_name=_("séance"), on_delete=models.PROTECT, related_name="registrations"
    )
    contact_key = models.CharField(max_length=270, blank=True, editable=False)
    adults = models.PositiveSmallIntegerField(_("adultes"), default=1)
    children = models.PositiveSmallIntegerField(_("enfants"), default=0)
    needs = models.JSONField(_("besoins"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    status = models.CharField(_("statut"), max_length=10, choices=Status)
    rank = models.PositiveIntegerField(editable=False)
    came_adults = models.PositiveSmallIntegerField(_("adultes venus"), null=True, blank=True)
    came_children = models.PositiveSmallIntegerField(_("enfants venus"), null=True, blank=True)
    absent = models.BooleanField(_("absente"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = ("contact_key", "needs", "message")
    retention = "needs and message: thirty days after the session; contact_key: with the enrolment"

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["session", "rank"]
        indexes = [models.Index(fields=["session", "status", "rank"], name="registration_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "contact_key"],
                condition=Q(status__in=ACTIVE) & ~Q(contact_key=""),
                name="registration_one_per_contact",
                violation_error_message=_("Cette famille est déjà inscrite."),
            ),
            models.UniqueConstraint(fields=["enrolment", "session"], name="registration_one_per_date"),
            models.UniqueConstraint(fields=["session", "rank"], name="registration_ranks_differ"),
            models.CheckConstraint(
                name="registration_has_an_adult",
                condition=Q(adults__gte=1),
                violation_error_message=_("Il faut au moins un adulte."),
            ),
            models.CheckConstraint(
                name="registration_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message=_("Ce statut n’existe pas."),
            ),
            models.CheckConstraint(
                name="registration_came_or_absent",
                condition=Q(came_adults__isnull=True, came_children__isnull=True)
                | Q(came_adults__isnull=False, came_children__isnull=False, absent=False),
                violation_error_message=_("Dites combien d’adultes et d’enfants sont venus, ou personne."),
            ),
            models.CheckConstraint(
                name="registration_cancelled_has_its_date",
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"

    @property
    def heads(self):
        return self.adults + self.children

    @property
    def is_active(self):
        return self.status in ACTIVE

    @property
    def can_be_cancelled(self):
        """By the family: not once the session has begun, nor when we cancelled it ourselves."""
        return self.is_active and not self.session.is_cancelled and not self.session.has_begun

    @property
    def status_words(self):
        return self.get_status_display()

    @property
    def place_in_line(self):
        """1 for the next family to be asked; None for one that does not wait."""
        if self.status != Status.WAITING:
            return None
        if not hasattr(self, "waiting_before"):
            self.waiting_before = self.session.registrations.waiting().filter(rank__lt=self.rank).count()
        return self.waiting_before + 1

    @property
    def party_words(self):
        """« 1 adulte et 2 enfants »."""
        adults = ngettext("%(count)s adulte", "%(count)s adultes", self.adults) % {"count": self.adults}
        if not self.children:
            return adults
        children = ngettext("%(count)s enfant", "%(count)s enfants", self.children) % {"count": self.children}
        return _("%(adults)s et %(children)s") % {"adults": adults, "children": children}


class RegistrationEvent(models.Model):
    """Who did what to a registration, and when. Without names."""

    class Verb(models.TextChoices):
        REGISTERED = "registered", _("Inscription")
        REGISTERED_AGAIN = "registered_again", _("Nouvelle inscription après annulation")
        ASKED_AGAIN = "asked_again", _("Formulaire envoyé une deuxième fois")
        CANCELLED = "cancelled", _("Annulation")

    class Author(models.TextChoices):
        FAMILY = "family", _("La famille")
        STAFF = "staff", _("L’équipe")
        SYSTEM = "system", _("Le site")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("acte"), max_length=20, choices=Verb)
    author = models.CharField(_("par"), max_length=10, choices=Author)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("statut ensuite"), max_length=10, choices=Status)
    heads = models.PositiveSmallIntegerField(_("personnes"))
    happened_at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("historique d’une inscription")
        verbose_name_plural = _("historique des inscriptions")
        ordering = ["happened_at", "pk"]

    def __str__(self):
        return f"{self.get_verb_display()} – {self.registration_id}"

"""Families' places, date by date. Written by ``workshops.booking`` alone."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.retention import Retention
from workshops.models.enrolments import Enrolment
from workshops.models.keeping import LONG, SHORTLY, over_for
from workshops.models.sessions import Session
from workshops.models.standing import RegistrationWords


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

    def kept(self, now):
        """Those whose contact may still be known at ``now``: the six months or the month are not over."""
        waits = Q(status__in=[Status.WAITING, Status.OFFERED]) & ~over_for(SHORTLY, now)
        came = Q(status=Status.CONFIRMED) & ~over_for(LONG, now)
        return self.filter(waits | came | Q(status=Status.CANCELLED, cancelled_at__gte=now - SHORTLY))

    def heads(self):
        """How many people, adults and children."""
        sums = self.aggregate(
            adults=models.Sum("adults", default=0), children=models.Sum("children", default=0)
        )
        return sums["adults"] + sums["children"]

    def next_rank(self):
        return (self.aggregate(last=Max("rank"))["last"] or 0) + 1

    def with_sessions(self):
        """By date, with all that is said of each session, and how many families wait before this one.

        ``forgotten_acts``: those of families that were erased before this one registered.
        """
        erased = apps.get_model("workshops", "RegistrationEvent").objects.filter(
            registration__session=OuterRef("session"),
            registration__enrolment__anonymised_at__lt=OuterRef("created_at"),
        )
        forgotten = (
            erased.order_by().values("registration__session").annotate(count=Count("pk")).values("count")
        )
        before = Registration.objects.waiting().filter(session=OuterRef("session"), rank__lt=OuterRef("rank"))
        counted = before.order_by().values("session").annotate(count=Count("pk")).values("count")
        return (
            self.select_related("session__activity__locale", "session__venue__commune", "session__territory")
            .prefetch_related("events")
            .annotate(
                waiting_before=Coalesce(Subquery(counted), 0), forgotten_acts=Coalesce(Subquery(forgotten), 0)
            )
            .order_by("session__starts_at", "pk")
        )

    def for_user(self, user):
        """Those of the sessions that ``user`` works on."""
        if user.has_perm("accounts.act_nationally"):
            return self
        return self.filter(session__in=Session.objects.for_user(user))


class Registration(RegistrationWords, models.Model):
    """A family's heads at one session. Never a child's name or date of birth."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="registrations")
    session = models.ForeignKey(
        Session, verbose_name=_("séance"), on_delete=models.PROTECT, related_name="registrations"
    )
    contact_key = models.CharField(max_length=270, blank=True, editable=False)
    adults = models.PositiveSmallIntegerField(_("adultes"), default=1)
    children = models.PositiveSmallIntegerField(_("enfants"), default=0)
    needs = models.JSONField(_("besoins"), default=list, blank=True)
    interpreter_language = models.CharField(_("langue de l’interprète"), max_length=12, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    status = models.CharField(_("statut"), max_length=10, choices=Status)
    rank = models.PositiveIntegerField(editable=False)
    offered_until = models.DateTimeField(_("place proposée jusqu’au"), null=True, blank=True, editable=False)
    came_adults = models.PositiveSmallIntegerField(_("adultes venus"), null=True, blank=True)
    came_children = models.PositiveSmallIntegerField(_("enfants venus"), null=True, blank=True)
    absent = models.BooleanField(_("absente"), default=False)
    has_given_feedback = models.BooleanField(_("avis donné"), default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = ("contact_key", "needs", "interpreter_language", "message")
    retention = (
        Retention(
            words=_("avec le nom de la famille"),
            fields=("contact_key",),
            expired=lambda now: Q(enrolment__anonymised_at__isnull=False),
        ),
        Retention(
            words=_("fin de la séance + 30 jours"),
            fields=("needs", "interpreter_language", "message"),
            expired=lambda now: over_for(SHORTLY, now) | Q(enrolment__anonymised_at__isnull=False),
        ),
    )

    #: See ``with_sessions``.
    forgotten_acts = 0

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
            models.CheckConstraint(
                name="registration_offered_has_its_deadline",
                condition=Q(status="offered", offered_until__isnull=False)
                | (~Q(status="offered") & Q(offered_until__isnull=True)),
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
    def holds_places(self):
        return self.status in HOLDING

    @property
    def turns(self):
        """How often its status has changed since the first; it only grows.

        With what was erased before it came: the same family may hold a higher number in its calendar.
        """
        return max(len(self._turning_points) - 1, 0) + self.forgotten_acts

    @property
    def turned_at(self):
        """When it got the status it has."""
        points = self._turning_points
        return points[-1].happened_at if points else self.created_at

    @property
    def gave_places_back(self):
        """Whether what it lost last were places that it had, not an offer nor a rank."""
        return [point.status for point in self._turning_points[-2:]] == [Status.CONFIRMED, Status.CANCELLED]

    @property
    def _turning_points(self):
        """The events by which its status became another."""
        events = list(self.events.all())
        before = [None, *(event.status for event in events)]
        return [event for event, status in zip(events, before, strict=False) if event.status != status]

    @property
    def can_be_cancelled(self):
        """By the family: not once the session has begun, nor when we cancelled it ourselves."""
        return self.is_active and not self.session.is_cancelled and not self.session.has_begun

    @property
    def place_in_line(self):
        """1 for the next family to be asked; None for one that does not wait."""
        if self.status != Status.WAITING:
            return None
        if not hasattr(self, "waiting_before"):
            self.waiting_before = self.session.registrations.waiting().filter(rank__lt=self.rank).count()
        return self.waiting_before + 1

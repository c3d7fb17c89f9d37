"""Sessions: the dates of workshops and events. Written by ``workshops.scheduling`` alone."""

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.dates import Span
from territories.models import SpokenLanguage, Territory
from territories.zones import ZONES
from workshops.models.arrangements import Arrangement
from workshops.models.openness import SessionRegistration
from workshops.models.pages import ActivityPage
from workshops.models.presentation import SessionWords
from workshops.models.session_queries import (
    PUBLIC_STATES,
    Format,
    RegistrationMode,
    SessionQuerySet,
    State,
)
from workshops.models.venues import Venue

#: No vowels, so no words; nothing that is read aloud as another (0 and O, 1 and l).
REF_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 8
#: In people, or in families that wait: more is a slip of the keyboard.
MOST_PLACES = 10_000


def new_ref():
    """A short public name for a session, not guessable from another (27^8 of them)."""
    return "".join(secrets.choice(REF_ALPHABET) for _letter in range(REF_LENGTH))


class Course(models.Model):
    """Several dates that are joined, left and waited for as one: « trois séances pour débuter »."""

    activity = models.ForeignKey(ActivityPage, on_delete=models.PROTECT, related_name="courses")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("parcours de plusieurs dates")
        verbose_name_plural = _("parcours de plusieurs dates")

    def __str__(self):
        return f"{self.activity.title} n° {self.pk}"


class Session(SessionWords, SessionRegistration, models.Model):
    """One date of a workshop or event.

    A plain table and not an inline of the page: a draft keeps a copy of its inlines,
    so publishing an old one would undo cancellations made since.
    """

    ref = models.CharField(_("référence"), max_length=12, unique=True, default=new_ref, editable=False)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        ActivityPage, verbose_name=_("atelier ou événement"), on_delete=models.PROTECT, related_name="dates"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", editable=False
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        help_text=_("Vide : une séance nationale."),
    )
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("lieu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
    )
    join_url = models.URLField(
        _("lien de la visioconférence"),
        blank=True,
        help_text=_("Donné aux familles inscrites seulement. Avec un lieu : une séance hybride."),
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    time_zone = models.CharField(max_length=40, choices=list(ZONES.items()), editable=False)
    local_date = models.DateField(editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("En personnes, enfants compris. Vide : sans limite.")
    )
    places_taken = models.PositiveIntegerField(default=0, editable=False)
    waiting_capacity = models.PositiveSmallIntegerField(
        _("familles en attente, au plus"),
        null=True,
        blank=True,
        help_text=_("Vide : sans limite. 0 : pas de liste d’attente."),
    )
    registration_mode = models.CharField(
        _("inscription"), max_length=10, choices=RegistrationMode, default=RegistrationMode.HERE
    )
    registration_opens_at = models.DateTimeField(_("ouverture des inscriptions"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("clôture des inscriptions"), null=True, blank=True)
    languages = models.ManyToManyField(
        SpokenLanguage, verbose_name=_("langues parlées"), blank=True, related_name="sessions"
    )
    arrangements = models.ManyToManyField(
        Arrangement, verbose_name=_("aménagements proposés"), blank=True, related_name="sessions"
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("animation"), blank=True, related_name="sessions"
    )
    note = models.TextField(
        _("à savoir pour cette date"), blank=True, max_length=500, help_text=_("Lu par les familles.")
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["starts_at", "pk"]
        permissions = [("publish_session", _("Peut publier des séances"))]
        indexes = [
            models.Index(fields=["state", "ends_at", "starts_at"], name="session_agenda"),
            models.Index(fields=["activity", "starts_at"], name="session_dates"),
            models.Index(fields=["local_date"], name="session_local_date"),
        ]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La séance doit finir après avoir commencé."),
            ),
            models.CheckConstraint(
                name="session_places_within_capacity",
                condition=Q(capacity__isnull=True) | Q(places_taken__lte=F("capacity")),
                violation_error_message=_("Plus de places sont prises que la séance n’en a."),
            ),
            models.CheckConstraint(
                name="session_state_is_known",
                condition=Q(state__in=State.values),
                violation_error_message=_("Cet état n’existe pas."),
            ),
            models.CheckConstraint(
                name="session_hour_is_one_we_have_calendars_for",
                condition=Q(time_zone__in=list(ZONES)),
                violation_error_message=_("Nous n’avons pas de calendrier pour ce fuseau horaire."),
            ),
            models.CheckConstraint(
                name="session_has_room_or_no_limit",
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                violation_error_message=_("Il faut au moins une place, ou aucune limite."),
            ),
            models.CheckConstraint(
                name="session_places_are_countable",
                condition=(Q(capacity__isnull=True) | Q(capacity__lte=MOST_PLACES))
                & (Q(waiting_capacity__isnull=True) | Q(waiting_capacity__lte=MOST_PLACES)),
                violation_error_message=_("C’est plus de places qu’une séance n’en a."),
            ),
            models.CheckConstraint(
                name="session_public_is_somewhere",
                condition=Q(state__in=[State.DRAFT, State.PROPOSED])
                | Q(venue__isnull=False)
                | ~Q(join_url=""),
                violation_error_message=_("Pour être publiée, la séance a besoin d’un lieu ou d’un lien."),
            ),
            models.CheckConstraint(
                name="session_registration_closes_after_opening",
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Les inscriptions doivent se fermer après s’être ouvertes."),
            ),
        ]

    def __str__(self):
        return f"{self.activity.title} – {self.when.full}"

    def get_absolute_url(self):
        return reverse("session", args=[self.ref])

    @property
    def next_revision(self):
        """The instant of a revision made now.

        Calendars count in whole seconds: one that families may have read is never revised in the
        same one (RFC 5545 §3.8.7.3), nor before, where clocks are set back.
        """
        now = timezone.now()
        if not self.is_public:
            return now
        return max(now, self.revised_at.replace(microsecond=0) + timedelta(seconds=1))

    @property
    def when(self):
        return Span(self.starts_at, self.ends_at, self.time_zone)

    @property
    def format(self):
        if self.venue_id is None:
            return Format.ONLINE
        return Format.HYBRID if self.join_url else Format.ON_SITE

    @property
    def is_cancelled(self):
        return self.state == State.CANCELLED

    @property
    def is_postponed(self):
        return self.state == State.POSTPONED

    @property
    def is_public(self):
        return self.state in PUBLIC_STATES

    @property
    def has_begun(self):
        """A postponed session has not: its new date is to come."""
        return not self.is_postponed and self.starts_at <= timezone.now()

    @property
    def is_over(self):
        return not self.is_postponed and self.ends_at <= timezone.now()

    @property
    def course_sessions(self):
        """The dates of its course that families see, itself included, soonest first; none without a course."""
        if self.course_id is None:
            return []
        dates = type(self).objects.in_public_state().filter(course=self.course_id)
        return dates.order_by("starts_at", "pk").cards()

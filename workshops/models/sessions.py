"""Sessions: the dates of workshops and events. Written by ``workshops.scheduling`` alone."""

import secrets
import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.dates import Span
from territories.models import SpokenLanguage, Territory
from territories.zones import ZONES
from workshops.models.pages import ActivityPage
from workshops.models.presentation import ChangeWords, SessionWords, present
from workshops.models.venues import Venue

#: No vowels, so no words; nothing that is read aloud as another (0 and O, 1 and l).
REF_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
REF_LENGTH = 8


def new_ref():
    """A short public name for a session, not guessable from another (27^8 of them)."""
    return "".join(secrets.choice(REF_ALPHABET) for _letter in range(REF_LENGTH))


class State(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    PROPOSED = "proposed", _("Proposée")
    PUBLISHED = "published", _("Publiée")
    POSTPONED = "postponed", _("Reportée")
    CANCELLED = "cancelled", _("Annulée")


PUBLIC_STATES = [State.PUBLISHED, State.POSTPONED, State.CANCELLED]


class Format(models.TextChoices):
    ON_SITE = "sur-place", _("Sur place")
    ONLINE = "en-ligne", _("En ligne")
    HYBRID = "hybride", _("Sur place et en ligne")


class RegistrationMode(models.TextChoices):
    HERE = "here", _("Inscription sur ce site")
    NONE = "none", _("Entrée libre, sans inscription")


class Arrangement(models.Model):
    """What a session can offer to a family that needs it. A fixed list."""

    NAMES = {
        "wheelchair": (_("Accès en fauteuil roulant"), "acces"),
        "sign_language": (_("Langue des signes"), "signes"),
        "hearing_loop": (_("Boucle magnétique"), "boucle"),
        "interpreter": (_("Interprète"), "interprete"),
        "childcare": (_("Garde d’enfants"), "enfants"),
        "equipment": (_("Prêt de matériel"), "materiel"),
    }

    code = models.CharField(
        max_length=20, primary_key=True, choices=[(code, name) for code, (name, _sign) in NAMES.items()]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("aménagement")
        verbose_name_plural = _("aménagements")
        ordering = ["position"]

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        return self.NAMES[self.code][0]

    @property
    def sign(self):
        return self.NAMES[self.code][1]


class Course(models.Model):
    """Several dates that are joined, left and waited for as one: « trois séances pour débuter »."""

    activity = models.ForeignKey(ActivityPage, on_delete=models.PROTECT, related_name="courses")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("parcours de plusieurs dates")
        verbose_name_plural = _("parcours de plusieurs dates")

    def __str__(self):
        return f"{self.activity.title} n° {self.pk}"


class SessionQuerySet(models.QuerySet):
    """The words a facilitator would use."""

    def public(self):
        return self.filter(state__in=PUBLIC_STATES)

    def open_to_families(self):
        """Published dates whose registration is open now, or that need none; free places or a waiting list."""
        now = timezone.now()
        opened = Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=now)
        closing = Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gt=now)
        return self.filter(
            Q(registration_mode=RegistrationMode.NONE) | (opened & closing),
            state=State.PUBLISHED,
            starts_at__gt=now,
        )

    def upcoming(self, now=None):
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now=None):
        """Over, latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def of(self, activity):
        return self.filter(activity=activity.pk)

    def of_kind(self, kind):
        """``kind``: « workshop » or « event »."""
        return self.filter(**{f"activity__{kind}page__isnull": False})

    def in_territory(self, territory):
        return self.filter(territory=territory)

    def in_format(self, wanted):
        at_venue, with_link = Q(venue__isnull=False), ~Q(join_url="")
        return self.filter(
            {
                Format.ON_SITE: at_venue & ~with_link,
                Format.ONLINE: ~at_venue,
                Format.HYBRID: at_venue & with_link,
            }[wanted]
        )

    def about(self, theme):
        return self.filter(activity__themes=theme)

    def spoken_in(self, code):
        return self.filter(languages=code)

    def for_level(self, code):
        """For that school level, or for all of them."""
        return self.filter(Q(activity__levels=code) | Q(activity__levels__isnull=True))

    def with_waiting_families(self):
        """``waiting_count`` by a subquery: a join would make the database group every column."""
        waiting = apps.get_model("workshops", "Registration").objects.waiting()
        counted = waiting.filter(session=OuterRef("pk")).order_by().values("session")
        return self.annotate(
            waiting_count=Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)
        )

    def with_places(self):
        """All that a card shows of the place, in the same query."""
        return self.select_related("activity__locale", "venue__commune", "territory").prefetch_related("languages")

    def cards(self):
        """A list ready to be shown in the active language; a constant number of queries."""
        return present(self.with_places().with_waiting_families())

    def for_user(self, user):
        """Those ``user`` may work on in the admin: their territories', or all for national staff."""
        if user.has_perm("accounts.act_nationally"):
            return self
        return self.filter(Q(territory__in=user.territories.all()) | Q(facilitators=user)).distinct()

    def lock(self, *sessions):
        """The same rows, locked in key order until the transaction ends.

        Every verb of ``booking`` and ``scheduling`` begins here. On SQLite the transaction is
        IMMEDIATE, which is the lock.
        """
        keys = sorted(session.pk for session in sessions)
        return list(self.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))


class Session(SessionWords, index.Indexed, models.Model):
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
        help_text=_("Vide : une séance nationale."),
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("lieu"), on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    join_url = models.URLField(
        _("lien de la visioconférence"),
        blank=True,
        help_text=_("Donné aux familles inscrites seulement. Avec un lieu : une séance hybride."),
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    time_zone = models.CharField(max_length=40, choices=list(ZONES.items()), editable=False)
    local_date = models.DateField(editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("En personnes, enfants compris. Vide : sans limite.")
    )
    places_taken = models.PositiveIntegerField(default=0, editable=False)
    waiting_capacity = models.PositiveSmallIntegerField(
        _("familles en attente, au plus"),
        null=True,
        blank=True,
        help_text=_("Vide : sans limite. 0 : pas de liste d’attente."),
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

    search_fields = [
        index.SearchField("search_text"),
        index.FilterField("state"),
        index.FilterField("territory"),
    ]

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
                name="session_public_is_somewhere",
                condition=Q(state__in=[State.DRAFT, State.PROPOSED]) | Q(venue__isnull=False) | ~Q(join_url=""),
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

    @cached_property
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
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def places_left(self):
        """Heads that still fit; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.places_taken, 0)

    @property
    def course_sessions(self):
        """All dates of its course, itself included, soonest first; itself alone without a course."""
        if self.course_id is None:
            return [self]
        return list(type(self).objects.filter(course=self.course_id).with_places().order_by("starts_at", "pk"))

    @property
    def families_waiting(self):
        if hasattr(self, "waiting_count"):
            return self.waiting_count
        return self.registrations.waiting().count()

    @property
    def registration_closing(self):
        """The instant from which nobody can register; the start if nothing else was said."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    @property
    def registration(self):
        """``open``, ``waiting_list``, ``full``, ``not_yet``, ``closed`` or ``none``."""
        now = timezone.now()
        if self.registration_mode == RegistrationMode.NONE:
            return "none"
        if self.state != State.PUBLISHED or now >= self.registration_closing:
            return "closed"
        if self.registration_opens_at and now < self.registration_opens_at:
            return "not_yet"
        if self.places_left is None or (self.places_left and not self.families_waiting):
            return "open"
        waiting_full = self.waiting_capacity is not None and self.families_waiting >= self.waiting_capacity
        if self.places_left:
            return "open" if waiting_full else "waiting_list"
        return "full" if waiting_full else "waiting_list"

    @property
    def can_register(self):
        return self.registration in {"open", "waiting_list"}


class SessionChange(ChangeWords, models.Model):
    """A published session was moved, cancelled, postponed…: who did it, when, what was, what is, why."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Nouvelle date ou nouveau lieu")
        ONLINE = "online", _("Passe en ligne")
        ON_SITE = "on_site", _("Passe sur place")
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

    class Meta:
        verbose_name = _("changement d’une séance")
        verbose_name_plural = _("changements d’une séance")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.session_id}"

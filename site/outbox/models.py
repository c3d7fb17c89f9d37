"""What the site writes to people, kept as rows until and after the worker sends it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.retention import Retention

from . import kinds
from .statuses import bounce_words

KEPT = timedelta(days=30)
UNFINISHED = Q(sent_at=None, failed_at=None)
#: No message waits longer for its next try: what is put off further was so by a clock that ran ahead.
LONGEST_WAIT = timedelta(hours=25)
#: By how much the clocks of two machines of ours may differ.
CLOCK_SKEW = timedelta(minutes=1)
NO_WORDS = {"subject": "", "text": "", "html": "", "calendar": "", "headers": {}}


def kept_by_default():
    return timezone.now() + KEPT


class Channel(models.TextChoices):
    """How a message leaves."""

    EMAIL = "email", _("courriel")
    SMS = "sms", _("SMS")


class State(models.TextChoices):
    """What became of a message; derived from its dates, never stored."""

    WAITING = "waiting", _("En attente")
    SENT = "sent", _("Envoyé")
    DEAD_LETTER = "dead_letter", _("En échec")
    BOUNCED = "bounced", _("Revenu")


class CalendarMethod(models.TextChoices):
    """What a mail client is asked to do with the calendar (RFC 5546 §1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, failed_at=None)

    def due(self):
        """To be sent now, in order: its time has come and no living worker holds it.

        So it is for what was written or claimed by a clock that ran ahead, and was set right since.
        """
        now = timezone.now()
        longest_claim = timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS) + CLOCK_SKEW
        unclaimed = (
            Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_until__gt=now + longest_claim)
        )
        its_time = (
            Q(next_try_at__lte=now)
            | Q(next_try_at__gt=now + LONGEST_WAIT)
            | Q(created_at__gt=now + CLOCK_SKEW)
        )
        return self.waiting().filter(unclaimed, its_time).order_by("next_try_at", "created_at")

    def written_since(self, instant):
        """What was written in the future was so by a clock that ran ahead: nobody can say when."""
        return self.filter(created_at__gte=instant, created_at__lt=timezone.now() + CLOCK_SKEW)

    def sent(self):
        """Those that left, the ones that came back too."""
        return self.exclude(sent_at=None)

    def bounced(self):
        return self.exclude(bounced_at=None)

    def to_unknown_addresses(self):
        """Those that came back because nobody is there. A full box or a refused word is no reason not to write again."""
        return self.filter(address_unknown=True)

    def to_addresses(self, addresses, channel=Channel.EMAIL):
        """To any of these, whatever their case. What was erased was to nobody."""
        wanted = {address.lower() for address in addresses} - {""}
        return self.alias(address=Lower("recipient")).filter(channel=channel, address__in=wanted)

    def blank_secrets(self):
        """Blank the words that open an account, once they have left."""
        return self.filter(is_secret=True).update(**NO_WORDS)

    def dead_letters(self):
        return self.exclude(failed_at=None)

    def in_state(self, state):
        return {
            State.WAITING: self.waiting(),
            State.SENT: self.sent().filter(bounced_at=None),
            State.DEAD_LETTER: self.dead_letters(),
            State.BOUNCED: self.bounced(),
        }[State(state)]


class Message(models.Model):
    """One message to one person.

    A row, and not a call to a mail server: it is written in the transaction that causes it,
    so a rollback takes it back and a crash loses nothing. Its key makes the ``Message-ID``:
    a mail that had to be sent twice is still one mail to the reader's software.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("type"), max_length=40)
    channel = models.CharField(_("canal"), max_length=10, choices=Channel, default=Channel.EMAIL)
    recipient = models.CharField(_("destinataire"), max_length=320, blank=True)
    language = models.CharField(_("langue"), max_length=12)
    subject = models.TextField(_("objet"), blank=True)
    text = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("texte mis en forme"), blank=True)
    calendar = models.TextField(_("agenda joint"), blank=True)
    calendar_method = models.CharField(
        _("demande faite à l’agenda"), max_length=10, choices=CalendarMethod, blank=True
    )
    headers = models.JSONField(_("en-têtes"), default=dict, blank=True)
    cause = models.CharField(_("cause"), max_length=200, unique=True)
    time_zone = models.CharField(_("heure du destinataire"), max_length=40, blank=True)
    about = models.CharField(_("objet concerné"), max_length=100, blank=True, db_index=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    next_try_at = models.DateTimeField(_("prochain essai"), default=timezone.now)
    claimed_until = models.DateTimeField(_("pris en charge jusqu’au"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    failed_at = models.DateTimeField(_("abandonné le"), null=True, blank=True)
    last_error = models.CharField(_("dernière erreur"), max_length=100, blank=True)
    bounced_at = models.DateTimeField(_("revenu le"), null=True, blank=True)
    bounce_status = models.CharField(_("pourquoi il est revenu"), max_length=12, blank=True)
    address_unknown = models.BooleanField(_("l’adresse n’existe pas"), default=False)
    kept_until = models.DateTimeField(_("gardé jusqu’au"), default=kept_by_default)
    is_secret = models.BooleanField(_("ouvre un compte"), default=False)

    personal_fields = ("recipient", "subject", "text", "html", "calendar", "headers")
    retention = (
        Retention(
            words=_("fin de la séance + 30 jours ; sans séance, 30 jours"),
            fields=personal_fields,
            expired=lambda now: Q(kept_until__lte=now),
            # One that never left is given up: nobody would know where to send it.
            blank={
                "failed_at": Case(When(UNFINISHED, then=Now()), default=F("failed_at")),
                "last_error": Case(When(UNFINISHED, then=Value("Expired")), default=F("last_error")),
                "claimed_until": None,
            },
        ),
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("view",)
        permissions = [
            ("view_recipient", _("Peut voir à qui les messages sont envoyés")),
            ("retry_message", _("Peut faire repartir un message en échec")),
            ("bounce_message", _("Peut noter qu’un message est revenu")),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="message_newest_first"),
            models.Index(Lower("recipient"), name="message_to_nobody", condition=Q(address_unknown=True)),
            models.Index(
                fields=["next_try_at", "created_at"],
                name="message_due",
                condition=Q(sent_at=None, failed_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_is_not_both_sent_and_failed",
                condition=Q(sent_at=None) | Q(failed_at=None),
            ),
            models.CheckConstraint(
                name="message_waiting_has_a_recipient",
                condition=~Q(recipient="") | Q(sent_at__isnull=False) | Q(failed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_finished_is_claimed_by_nobody",
                condition=Q(claimed_until=None) | Q(sent_at=None, failed_at=None),
            ),
            models.CheckConstraint(
                name="message_failed_says_why",
                condition=Q(failed_at=None) | ~Q(last_error=""),
            ),
            models.CheckConstraint(
                name="message_bounced_had_left",
                condition=Q(bounced_at=None) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_to_nobody_came_back",
                condition=Q(address_unknown=False) | Q(bounced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_method_is_a_known_one",
                condition=Q(calendar_method__in=["", *CalendarMethod.values]),
            ),
        ]

    def __str__(self):
        # Shown in site-wide reports: says nothing about the person.
        return f"{self.kind} {self.pk}"

    @property
    def state(self):
        if self.bounced_at:
            return State.BOUNCED
        if self.sent_at:
            return State.SENT
        return State.DEAD_LETTER if self.failed_at else State.WAITING

    @property
    def kind_label(self):
        return kinds.label(self.kind)

    @property
    def bounce_words(self):
        """Why it came back, as one reads it."""
        return bounce_words(self) if self.bounced_at else ""

    @property
    def is_dead_letter(self):
        return self.state == State.DEAD_LETTER

    def file_name(self, extension):
        """By date for whoever looks, by the row for us: a message sent again takes its own file's place."""
        return f"{self.created_at:%Y%m%d-%H%M%S}-{self.pk}.{extension}"


class JobQuerySet(models.QuerySet):
    def due(self):
        """To be done now, in order. One put off further than any is was so, or was put, by a clock that ran ahead."""
        now = timezone.now()
        its_time = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + Job.LONGEST_WAIT + CLOCK_SKEW)
        return self.filter(its_time).order_by("next_try_at", "pk")


class Job(models.Model):
    """Something that a request leaves to the worker. The row goes once it is done."""

    TRIES = 5
    RETRY_AFTER = timedelta(minutes=1)
    #: Between two tries: see ``jobs``.
    LONGEST_WAIT = RETRY_AFTER * TRIES
    KEPT = timedelta(days=1)

    name = models.CharField(_("tâche"), max_length=60)
    facts = models.JSONField(_("données"), default=dict)
    created_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    next_try_at = models.DateTimeField(_("prochain essai"), default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)

    personal_fields = ("facts",)
    retention = (
        Retention(
            words=_("un jour"),
            fields=personal_fields,
            # One from the future was put by a clock that ran ahead: nobody can say when.
            expired=lambda now: Q(created_at__lte=now - Job.KEPT) | Q(created_at__gt=now + Job.KEPT),
        ),
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        default_permissions = ()

    def __str__(self):
        return f"{self.name} {self.pk}"


class HeartbeatQuerySet(models.QuerySet):
    def beat(self, name):
        """Say that ``name`` is alive, in one statement."""
        self.bulk_create(
            [Heartbeat(name=name, seen_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["seen_at"],
        )

    def seen_within(self, delay: timedelta):
        """Seen in the future is not seen: a clock ran ahead, and nothing has been seen since."""
        now = timezone.now()
        return self.filter(seen_at__gt=now - delay, seen_at__lt=now + CLOCK_SKEW)


class Heartbeat(models.Model):
    """When something that should go on was last seen: the worker, the database taking a write."""

    name = models.CharField(max_length=60, unique=True)
    seen_at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("signe de vie")
        verbose_name_plural = _("signes de vie")
        default_permissions = ()

    def __str__(self):
        return self.name


class PeriodicJobQuerySet(models.QuerySet):
    def due(self, every: timedelta):
        """Those whose turn has come and that no living worker holds; ``every``: their interval.

        A turn or a hold further ahead than can be was noted by a clock that ran ahead.
        """
        now = timezone.now()
        free = (
            Q(held_until=None)
            | Q(held_until__lte=now)
            | Q(held_until__gt=now + PeriodicJob.HOLD + CLOCK_SKEW)
        )
        its_turn = Q(next_at__lte=now) | Q(next_at__gt=now + every + CLOCK_SKEW)
        return self.filter(free, its_turn)


class PeriodicJob(models.Model):
    """A work that comes back at intervals: whose turn it is, who does it, when it last came to its end.

    A hold is renewed while the work goes on. A killed worker renews none: another takes the job up.
    """

    #: Longer than a mail may take, while which nothing is renewed.
    HOLD = timedelta(minutes=2)

    name = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    held_by = models.UUIDField(null=True)
    held_since = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)

    objects = PeriodicJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche périodique")
        verbose_name_plural = _("tâches périodiques")
        default_permissions = ()

    def __str__(self):
        return self.name

    def is_late(self, limit: timedelta):
        """Whether it has not come to its end for ``limit``, nor is it being done since less than that.

        What happened in the future has not happened.
        """
        now, last = timezone.now(), self.held_since or self.succeeded_at or self.created_at
        return not now - limit < last < now + CLOCK_SKEW

"""What families say after a session. Nothing leads from an answer back to the family that gave it."""

import uuid

from django.db import models
from django.db.models import Avg, Count, Q
from django.utils.translation import gettext_lazy as _

from privacy.retention import Retention
from workshops.models.keeping import LONG, over_for
from workshops.models.sessions import Session

#: Below it, an answer could be somebody's.
FEWEST = 3


class FeedbackQuerySet(models.QuerySet):
    def summary(self):
        """``{count, before, after, useful, words}`` of a session's answers: means on the scale of four, how
        many found it useful; ``count`` alone while so few have answered that one could guess who.
        """
        found = self.aggregate(
            count=Count("pk"),
            before=Avg("confidence_before"),
            after=Avg("confidence_after"),
            useful=Count("pk", filter=Q(useful=Feedback.Useful.YES)),
        )
        if found["count"] < FEWEST:
            return {"count": found["count"]}
        words = self.exclude(words="").order_by("pk").values_list("words", flat=True)
        return found | {"words": list(words)}


class Feedback(models.Model):
    """One family's three answers about one session.

    Its key is drawn at random and it has no date: neither tells which family answered when. That a
    family has answered is kept with its registration, which does not know the answer.
    """

    class Confidence(models.IntegerChoices):
        LOST = 1, _("Perdu")
        UNSURE = 2, _("Pas très à l’aise")
        FAIR = 3, _("Plutôt à l’aise")
        EASY = 4, _("À l’aise")

    class Useful(models.IntegerChoices):
        NO = 1, _("Non")
        A_LITTLE = 2, _("Un peu")
        YES = 3, _("Oui")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="feedback")
    confidence_before = models.PositiveSmallIntegerField(_("à l’aise avant"), choices=Confidence)
    confidence_after = models.PositiveSmallIntegerField(_("à l’aise après"), choices=Confidence)
    useful = models.PositiveSmallIntegerField(_("utile"), choices=Useful)
    words = models.TextField(_("un mot"), blank=True, max_length=1000)

    personal_fields = ("words",)
    retention = (
        Retention(
            words=_("fin de la séance + 6 mois"),
            fields=("words",),
            expired=lambda now: over_for(LONG, now),
        ),
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis d’une famille")
        verbose_name_plural = _("avis des familles")
        constraints = [
            models.CheckConstraint(
                name="feedback_answers_are_on_the_scale",
                condition=Q(confidence_before__range=(1, 4), confidence_after__range=(1, 4))
                & Q(useful__range=(1, 3)),
                violation_error_message=_("Choisissez une des réponses."),
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

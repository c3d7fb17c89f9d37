"""What families need, asked in a few questions on the page of an event."""

import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from privacy.retention import Retention
from workshops.blocks import QUESTION_BLOCKS
from workshops.models.keeping import LONG

MOST_QUESTIONS = 5


@dataclass(frozen=True)
class Question:
    """One question in the words of a page.

    ``id`` and the values of ``options`` (``[(value, label)]``) are those of the French page, whatever the
    language of the words; ``kind`` is « choice », « choices », « scale » or « words ».
    """

    id: str
    kind: str
    text: str
    options: list
    lang: str


class Questioning(models.Model):
    """For a page that asks families what they need."""

    questionnaire = StreamField(
        QUESTION_BLOCKS,
        verbose_name=_("questionnaire"),
        blank=True,
        default=list,
        max_num=MOST_QUESTIONS,
        help_text=_(
            "Cinq questions courtes au plus, sur ce dont les familles ont besoin. Elles répondent sans dire "
            "qui elles sont : ne demandez ni nom, ni adresse, ni rien qui les ferait reconnaître. Une fois "
            "les premières réponses reçues, ne changez plus le sens d’une question."
        ),
    )

    questionnaire_panels = [FieldPanel("questionnaire")]

    class Meta:
        abstract = True

    @cached_property
    def questions(self):
        """Those of the French page, each in this page's words where it has some."""
        translated = {} if self.source is self else {block.id: block for block in self.questionnaire}
        return [
            _question(block, translated.get(block.id, block), self if block.id in translated else self.source)
            for block in self.source.questionnaire
        ]

    @property
    def questionnaire_url(self):
        return reverse("questionnaire", args=[self.slug])


def _question(block, worded, page):
    labels = dict(worded.value.options)
    return Question(
        id=block.id,
        kind=block.block_type,
        text=worded.value["question"],
        options=[(value, labels.get(value, label)) for value, label in block.value.options],
        lang=page.lang,
    )


class QuestionnaireAnswer(models.Model):
    """What one person answered. Nothing leads from it to that person: no name, no link, no hour.

    Its key was drawn at random for the form that was sent, so that the same form sent twice is one
    answer. Both fields are ``{id of the question: answer}``; free words stand apart, as the one place
    where somebody may have written who they are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        "workshops.EventPage",
        verbose_name=_("événement"),
        on_delete=models.PROTECT,
        related_name="questionnaire_answers",
    )
    answers = models.JSONField(_("réponses"), default=dict, blank=True)
    words = models.JSONField(_("réponses écrites"), default=dict, blank=True)
    answered_on = models.DateField(_("répondu le"))

    personal_fields = ("words",)
    retention = (
        Retention(
            words=_("6 mois après la réponse"),
            fields=("words",),
            expired=lambda now: Q(answered_on__lt=(now - LONG).date()),
        ),
    )

    class Meta:
        verbose_name = _("réponse au questionnaire")
        verbose_name_plural = _("réponses au questionnaire")
        default_permissions = ()
        indexes = [models.Index(fields=["event", "answered_on"], name="answer_of_event_by_day")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

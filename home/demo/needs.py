"""Answers to the questionnaires of the demo's events: the same everywhere, over the last three weeks."""

import random
import uuid
from datetime import timedelta

from django.utils import timezone

from home.demo.writing import load
from workshops.models import EventPage, QuestionnaireAnswer

ANSWERS = 20
#: How families feel on the scale from 1 to 4: most of them between two.
LEANING = [3, 6, 7, 4]


def write_answers(today=None):
    """Once for each event that asks something: one that has answers is left as it is."""
    today = today or timezone.localdate()
    for row in load("events")["event"]:
        if "questionnaire" not in row:
            continue
        event = EventPage.objects.get(slug=row["slug"], locale__language_code="fr")
        if not event.questionnaire_answers.exists():
            _answer(event, row["written_answers"], today)


def _answer(event, written, today):
    chance = random.Random(2026)  # noqa: S311 - the same demo everywhere
    rows = []
    for number in range(ANSWERS):
        chosen = {question.id: _chosen(question, chance) for question in event.questions}
        said = [question.id for question in event.questions if question.kind == "words"]
        rows.append(
            QuestionnaireAnswer(
                pk=uuid.UUID(int=chance.getrandbits(128), version=4),
                event=event,
                answers={key: value for key, value in chosen.items() if value},
                words=dict.fromkeys(said, written[number]) if number < len(written) else {},
                answered_on=today - timedelta(days=number),
            )
        )
    QuestionnaireAnswer.objects.bulk_create(rows)


def _chosen(question, chance):
    """An answer as the form would keep it; none to free words, and one time in eight none at all."""
    values = [value for value, _label in question.options]
    if question.kind == "scale":
        return chance.choices(values, LEANING)[0]
    if not values or chance.random() < 1 / 8:
        return None
    return chance.choice(values) if question.kind == "choice" else chance.sample(values, chance.randint(1, 3))

"""Events that ask families what they need, and what families answer."""

import uuid

from django.utils import timezone

from tests.factories import EventPageFactory
from workshops.models import QuestionnaireAnswer

QUESTIONS = [
    ("scale", {"question": "Êtes-vous à l’aise ?"}),
    ("choice", {"question": "Quand ?", "answers": ["Le matin", "Le soir"]}),
    ("choices", {"question": "Sur quoi ?", "answers": ["Les écrans", "Les devoirs", "L’orientation"]}),
    ("words", {"question": "Autre chose ?"}),
]


def asking_event(**fields):
    """An event with one question of each kind."""
    return EventPageFactory(**{"questionnaire": QUESTIONS, **fields})


def values(event):
    """``{kind: [what the form sends for each answer]}``."""
    return {question.kind: [value for value, _label in question.options] for question in event.questions}


def filled(event, key=None, **answers):
    """What the form of ``event`` sends; ``answers``: ``{kind: value}``."""
    names = {question.kind: f"question-{question.id}" for question in event.questions}
    return {"key": key or uuid.uuid4(), **{names[kind]: value for kind, value in answers.items()}}


def answered(event, *, on=None, words="", **answers):
    """One answer of somebody; ``answers``: ``{kind: value}``."""
    ids = {question.kind: question.id for question in event.questions}
    return QuestionnaireAnswer.objects.create(
        event=event,
        answers={ids[kind]: value for kind, value in answers.items()},
        words={ids["words"]: words} if words else {},
        answered_on=on or timezone.localdate(),
    )


def address(event, prefix=""):
    return f"{prefix}/evenements/{event.slug}/questionnaire/"


def send(client, event, **answers):
    return client.post(address(event), filled(event, **answers))


def kept():
    """``{kind: value}`` of the one answer there is."""
    answer = QuestionnaireAnswer.objects.get()
    kinds = {question.id: question.kind for question in answer.event.questions}
    return {kinds[key]: value for key, value in {**answer.answers, **answer.words}.items()}

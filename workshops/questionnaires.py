"""Answers to the questionnaires of events: kept, counted, exported. The only writer of these rows."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from content import spreadsheets
from content.dates import HOME_ZONE
from workshops.models import QuestionnaireAnswer


def keep(event, *, key, answers, words):
    """Write one answer, as ``{id of the question: value}``; a ``key`` (UUID) that is known writes nothing."""
    source = event.source
    zone = source.territory.time_zone if source.territory else HOME_ZONE
    today = timezone.localdate(timezone=ZoneInfo(zone))
    QuestionnaireAnswer.objects.get_or_create(
        pk=key, defaults={"event": source, "answers": answers, "words": words, "answered_on": today}
    )


def results(event):
    """What was answered, question by question: ``[{"text", "answered", "rows": [(label, how often)]}]``.

    Free words have no rows: they are read in the file alone.
    """
    given = list(event.questionnaire_answers.all())
    return [_counted(question, given) for question in event.questions]


def to_csv(event):
    """Bytes for a spreadsheet: one row per answer, one column per question that the page still asks.

    Answers of the same day come in no order that tells who answered first.
    """
    questions = event.questions
    rows = [[_("Répondu le"), *map(_heading, questions)]]
    for given in event.questionnaire_answers.order_by("answered_on", "pk").iterator():
        rows.append([given.answered_on.isoformat(), *(_cell(question, given) for question in questions)])
    return spreadsheets.to_csv(rows)


def _counted(question, given):
    chosen = [values for answer in given if (values := _values(question, answer))]
    counts = Counter(value for values in chosen for value in values)
    rows = [(label, counts.pop(value, 0)) for value, label in question.options]
    if question.options and counts:
        rows.append((_("Réponse retirée"), counts.total()))
    return {
        "text": question.text,
        "answered": len(chosen),
        "rows": rows,
    }


def _values(question, answer):
    """What was answered to one question, as a list; empty where it was left out."""
    value = (answer.words if question.kind == "words" else answer.answers).get(question.id)
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _heading(question):
    if question.kind != "scale":
        return question.text
    return _("%(question)s (de 1, pas du tout, à 4, tout à fait)") % {"question": question.text}


def _cell(question, answer):
    """Steps of the scale stay numbers, from which a mean can be taken."""
    labels = dict(question.options) if question.kind in {"choice", "choices"} else {}
    missing = _("Réponse retirée")
    return "; ".join(
        str(labels.get(value, missing) if labels else value) for value in _values(question, answer)
    )

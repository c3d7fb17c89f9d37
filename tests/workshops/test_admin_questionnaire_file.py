"""The file of an event's answers, as a spreadsheet opens it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from tests.factories import TerritoryFactory
from tests.workshops.offices import desk, editor_of_the_vosges
from tests.workshops.questionnaires import answered, asking_event, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return asking_event(slug="fete", territory=TerritoryFactory())


@pytest.fixture
def editor():
    return desk(editor_of_the_vosges())


def export(client, event):
    return client.get(reverse("questionnaires:export", args=[event.pk]))


def rows_of(response):
    """The cells of the exported file."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_one_row_per_answer_under_readable_questions(editor, event):
    offered = values(event)
    answered(event, on=date(2027, 3, 14), scale=4)
    answered(
        event,
        on=date(2027, 3, 13),
        scale=2,
        choice=offered["choice"][1],
        choices=offered["choices"][:2],
        words="Un atelier, le samedi",
    )

    response = export(editor, event)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="questionnaire-fete.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows_of(response) == [
        [
            "Répondu le",
            "Êtes-vous à l’aise ? (de 1, pas du tout, à 4, tout à fait)",
            "Quand ?",
            "Sur quoi ?",
            "Autre chose ?",
        ],
        ["2027-03-13", "2", "Le soir", "Les écrans; Les devoirs", "Un atelier, le samedi"],
        ["2027-03-14", "4", "", "", ""],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(editor, event, start):
    answered(event, words=f"{start}1+1")

    assert rows_of(export(editor, event))[1][-1] == f"'{start}1+1"


def test_nor_is_a_heading_or_a_choice(editor):
    question = {"question": "=Quand ?", "answers": ["-de 6 ans", "+de 6 ans"]}
    event = asking_event(territory=TerritoryFactory(), questionnaire=[("choice", question)])
    event.questionnaire_answers.create(
        answers={event.questions[0].id: values(event)["choice"][0]}, answered_on=date(2027, 3, 13)
    )

    assert rows_of(export(editor, event)) == [["Répondu le", "'=Quand ?"], ["2027-03-13", "'-de 6 ans"]]


def test_blanked_words_are_in_no_file(editor, event):
    answer = answered(event, scale=3, words="Je suis Camille")
    answer.words = {}
    answer.save()

    assert rows_of(export(editor, event))[1][-1] == ""

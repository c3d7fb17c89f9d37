"""What somebody answers to a questionnaire: kept once, or given back with all that was written."""

import uuid

import pytest

from privacy import limits
from tests.factories import TerritoryFactory
from tests.workshops.offices import plain
from tests.workshops.questionnaires import address, answered, asking_event, filled, kept, send, values
from workshops.models import QuestionnaireAnswer
from workshops.views.questionnaires import OF_ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return asking_event(territory=TerritoryFactory())


def test_an_answer_leads_to_thanks(client, event):
    answer = send(client, event, scale="3")

    assert (answer.status_code, answer["Location"]) == (303, f"{address(event)}merci/")
    assert "Merci" in client.get(answer["Location"]).content.decode()


def test_all_that_was_answered_is_kept(client, event):
    offered = values(event)
    given = {
        "scale": 4,
        "choice": offered["choice"][1],
        "choices": offered["choices"][:2],
        "words": "Un atelier\nle samedi.",
    }

    send(client, event, **{**given, "words": "  Un atelier\r\nle samedi. "})

    assert kept() == given


def test_free_words_are_kept_apart(client, event):
    send(client, event, scale="1", words="Bonjour")

    answer = QuestionnaireAnswer.objects.get()
    assert list(answer.answers.values()) == [1]
    assert list(answer.words.values()) == ["Bonjour"]


@pytest.mark.parametrize("kind", ["scale", "choice", "choices", "words"])
def test_one_answer_is_enough(client, event, kind):
    value = "Merci" if kind == "words" else values(event)[kind][0]

    assert send(client, event, **{kind: value}).status_code == 303


@pytest.mark.parametrize("fields", [{}, {"words": "   "}, {"scale": ""}])
def test_no_answer_at_all_is_asked_again(client, event, fields):
    answer = send(client, event, **fields)

    first = f"id_question-{event.questions[0].id}"
    assert answer.status_code == 422
    assert plain(answer.context["error_summary"][0]["message"]) == "Répondez à une question au moins."
    assert f'href="#{first}"' in answer.content.decode()
    assert f'id="{first}"' in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"scale": "5"},
        {"scale": "beaucoup"},
        {"choice": "Le matin"},
        {"choices": [str(uuid.uuid4())]},
        {"choice": "x" * 100_000},
        {"scale": "\x00"},
    ],
)
def test_an_answer_that_was_not_offered_is_refused_in_words(client, event, fields):
    answer = send(client, event, **fields)

    assert answer.status_code == 422
    assert "Choisissez parmi les réponses proposées." in answer.content.decode()
    assert not QuestionnaireAnswer.objects.exists()


def test_an_answer_of_one_question_is_not_one_of_another(client, event):
    assert send(client, event, choice=values(event)["choices"][0]).status_code == 422


@pytest.mark.parametrize("words", ["é" * 501, "Zo\x00é"])
def test_words_that_cannot_be_kept_come_back_with_the_rest(client, event, words):
    offered = values(event)

    answer = send(client, event, scale="2", choices=offered["choices"][:1], words=words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [f'value="{value}"' in page for value in ("2", offered["choices"][0])] == [True, True]
    assert page.count(" checked") == 2
    assert words[:100] in page


def test_a_line_break_counts_as_one_sign_as_it_does_for_the_browser(client, event):
    assert send(client, event, words="é\r\n" * 249 + "é").status_code == 303


def test_a_body_that_is_not_utf8_is_said_in_words(client, event):
    name = f"question-{event.questions[3].id}"

    answer = client.post(
        address(event),
        f"key={uuid.uuid4()}&{name}=Zo".encode() + b"\xe9",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422
    assert "pas pu lire certains caractères" in answer.content.decode()


@pytest.mark.parametrize(("body", "kind"), [(b"{}", "application/json"), (b"", "text/plain")])
def test_a_body_of_another_kind_is_an_empty_form(client, event, body, kind):
    assert client.post(address(event), body, content_type=kind).status_code == 422


# Once is once --------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_answer(client, event):
    key = client.get(address(event)).context["form"].one_time_key

    statuses = [send(client, event, key=key, scale="3").status_code for _tap in range(2)]

    assert statuses == [303, 303]
    assert QuestionnaireAnswer.objects.get().pk == key


def test_a_key_that_was_used_for_another_event_writes_nothing(client, event):
    key = answered(asking_event(), scale=3).pk

    assert send(client, event, key=key, scale="3").status_code == 303
    assert not event.questionnaire_answers.exists()


def test_two_forms_are_two_answers(client, event):
    for _person in range(2):
        send(client, event, scale="3")

    assert QuestionnaireAnswer.objects.count() == 2


@pytest.mark.parametrize("key", ["", "abc", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "\x00"])
def test_a_key_that_is_not_ours_comes_back_new_with_all_that_was_answered(client, event, key):
    answer = client.post(address(event), {**filled(event, scale="3"), "key": key})

    assert answer.status_code == 422
    assert "Ce formulaire est arrivé abîmé." in answer.content.decode()
    assert answer.context["form"].one_time_key.version == 4
    assert " checked" in answer.content.decode()


def test_what_comes_back_to_be_mended_keeps_its_key(client, event):
    key = uuid.uuid4()

    answer = send(client, event, key=key, scale="5")

    assert f'name="key" value="{key}"' in answer.content.decode()


def test_too_many_from_one_address_are_asked_to_wait_and_lose_nothing(client, event):
    limits.count((OF_ADDRESS, "127.0.0.1"), weight=OF_ADDRESS.most - 1)

    answers = [send(client, event, words=f"Réponse {number}") for number in range(2)]

    assert [answer.status_code for answer in answers] == [303, 429]
    assert "Réponse 1" in answers[1].content.decode()
    assert 600 <= int(answers[1]["Retry-After"]) <= 1201
    assert QuestionnaireAnswer.objects.count() == 1


def test_a_whole_class_behind_one_address_gets_through():
    assert OF_ADDRESS.most >= 100

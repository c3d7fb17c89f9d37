"""A few questions on the page of an event: asked in every language, of nobody in particular."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object

from home import foundation
from privacy import retention
from tests.factories import EventPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import desk, plain, read
from tests.workshops.questionnaires import (
    QUESTIONS,
    address,
    answered,
    asking_event,
    filled,
    kept,
    send,
    values,
)
from workshops.models import EventPage, QuestionnaireAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return asking_event(title="Fête du numérique", slug="fete", territory=TerritoryFactory())


# The page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_the_questions_are_asked_in_every_language(client, event, prefix):
    foundation.synchronize_languages()

    answer = client.get(address(event, prefix))

    page = plain(answer.content.decode())
    assert answer.status_code == 200
    assert [question["question"] in page for _kind, question in QUESTIONS] == [True] * 4
    assert f'action="{address(event, prefix)}"' in page
    assert "<script" not in page
    assert not answer.cookies


def test_the_form_is_kept_by_no_cache_since_each_has_its_own_key(client, event):
    first, second = (client.get(address(event)) for _visit in range(2))

    assert first["Cache-Control"] == "private, no-store"
    assert "noindex" in first["X-Robots-Tag"]
    assert first.context["form"].one_time_key != second.context["form"].one_time_key


def test_the_page_says_that_nobody_is_known(client, event):
    page = plain(client.get(address(event)).content.decode())

    assert "Vos réponses sont anonymes" in page
    assert "N’écrivez ni nom ni numéro." in page


def test_the_page_of_the_event_leads_to_its_questions(client, event):
    page = plain(client.get("/evenements/fete/").content.decode())

    assert f'href="{address(event)}"' in page
    assert "Dites-nous vos besoins : 4 questions, deux minutes" in page


def test_an_event_that_asks_nothing_has_no_questionnaire(client):
    EventPageFactory(slug="muet")

    assert client.get("/evenements/muet/questionnaire/").status_code == 404
    assert client.get("/evenements/muet/questionnaire/merci/").status_code == 404
    assert "questionnaire" not in client.get("/evenements/muet/").content.decode()


def test_neither_has_one_that_is_not_live_or_not_there(client, event):
    event.unpublish()

    assert client.get(address(event)).status_code == 404
    assert client.get("/evenements/ailleurs/questionnaire/").status_code == 404


# Languages -----------------------------------------------------------------------------------


def in_english(event, **strings):
    """``event`` translated by its editors, sentence by sentence."""
    english = Locale.objects.get(language_code="en")
    translate_object(event, [english])
    source = TranslationSource.objects.get_for_instance(event)
    for french, words in strings.items():
        string = source.stringsegment_set.get(string__data=french)
        StringTranslation.objects.update_or_create(
            translation_of=string.string, locale=english, context=string.context, defaults={"data": words}
        )
    source.translations.get(target_locale=english).save_target()
    event.get_translation(english).latest_revision.publish()  # as when the transaction ends
    return event.get_translation(english)


TRANSLATED = {"Êtes-vous à l’aise ?": "Are you at ease?", "Le matin": "In the morning"}


def test_a_translated_page_asks_in_its_own_words_with_the_same_ids(event):
    english = in_english(event, **TRANSLATED)

    assert [question.text for question in english.questions][:1] == ["Are you at ease?"]
    assert [label for _value, label in english.questions[1].options] == ["In the morning", "Le soir"]
    assert [question.id for question in english.questions] == [question.id for question in event.questions]
    assert values(english) == values(event)


def test_what_is_answered_in_english_is_kept_with_the_french_event(client, event):
    english = in_english(event, **TRANSLATED)
    morning = values(event)["choice"][0]

    client.post(address(event, "/en"), filled(english, choice=morning))

    assert QuestionnaireAnswer.objects.get().event_id == event.pk
    assert kept() == {"choice": morning}


def test_questions_that_have_no_translation_are_marked_as_french(client, event):
    foundation.synchronize_languages()

    page = plain(client.get(address(event, "/en")).content.decode())

    assert '<span lang="fr" dir="ltr">Êtes-vous à l’aise ?</span>' in page
    assert '<span lang="fr" dir="ltr">Le matin</span>' in page


def test_a_question_added_after_the_translation_is_asked_in_french(client, event):
    in_english(event, **TRANSLATED)
    later = {"type": "words", "value": {"question": "Et vous ?"}}
    event.questionnaire = [*event.questionnaire.raw_data, later]
    event.save_revision().publish()

    page = plain(client.get(address(event, "/en")).content.decode())

    assert "<span>Are you at ease?</span>" in page
    assert '<span lang="fr" dir="ltr">Et vous ?</span>' in page


# What is known of whom -----------------------------------------------------------------------


def test_an_answer_has_the_date_of_the_place_and_no_hour(client):
    event = asking_event(territory=TerritoryFactory(guadeloupe=True))

    with time_machine.travel(datetime(2027, 3, 14, 1, 0, tzinfo=ZoneInfo("Europe/Paris"))):
        send(client, event, scale="3")
        send(client, asking_event(), scale="3")

    days = QuestionnaireAnswer.objects.order_by("answered_on").values_list("answered_on", flat=True)
    assert list(days) == [date(2027, 3, 13), date(2027, 3, 14)]
    assert {field.name for field in QuestionnaireAnswer._meta.get_fields()} == {
        "id",
        "event",
        "answers",
        "words",
        "answered_on",
    }


def test_words_are_blanked_six_months_after_and_the_rest_stays(event):
    old = answered(event, on=date(2027, 1, 15), scale=3, words="Je suis Camille")
    recent = answered(event, on=date(2027, 1, 16), scale=3, words="Bonjour")

    with time_machine.travel(datetime(2027, 7, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))):
        done = [row for row in retention.purge() if row[0] == "workshops.QuestionnaireAnswer"]

    for row in (old, recent):
        row.refresh_from_db()
    assert [count for _label, _rule, count in done] == [1]
    assert (old.words, list(old.answers.values())) == ({}, [3])
    assert list(recent.words.values()) == ["Bonjour"]


def test_an_answer_s_name_tells_nothing(event):
    answer = answered(event, words="Bonjour")

    assert str(answer) == f"réponse au questionnaire {answer.pk}"


# Deleting the page ---------------------------------------------------------------------------


def test_the_page_of_an_event_with_answers_is_not_deleted(event):
    answered(event, scale=3)
    administrator = desk(UserFactory(administrator=True))

    response = administrator.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))

    assert EventPage.objects.filter(pk=event.pk).exists()
    assert read(response) == [
        "On ne peut pas supprimer « Fête du numérique » : 1 réponse au questionnaire en dépend."
    ]


def test_neither_is_a_selection_that_holds_it(event):
    answered(event, scale=3)
    administrator = desk(UserFactory(administrator=True))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = administrator.post(f"{bulk}?id={event.pk}")

    assert EventPage.objects.filter(pk=event.pk).exists()
    assert len(read(response)) == 1

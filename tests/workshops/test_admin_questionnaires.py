"""Answers in Wagtail's admin: read and taken away by those who may edit the event, and by nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.models import Locale

from tests.factories import EventPageFactory, TerritoryFactory, UserFactory
from tests.workshops.offices import (
    desk,
    editor_of_guadeloupe,
    editor_of_the_vosges,
    facilitator_of_the_vosges,
    refused,
    shown,
)
from tests.workshops.questionnaires import answered, asking_event, values
from workshops.models import EventPage
from workshops.questionnaires import results

pytestmark = pytest.mark.django_db
LIST = "questionnaires:index"


@pytest.fixture
def event():
    return asking_event(title="Fête du numérique", slug="fete", territory=TerritoryFactory())


@pytest.fixture
def editor():
    return desk(editor_of_the_vosges())


def listed(response):
    return list(response.context["object_list"])


def export(client, event):
    return client.get(reverse("questionnaires:export", args=[event.pk]))


# Writing the questions -----------------------------------------------------------------------


def accepted(*questions):
    """Whether an editor may publish these."""
    block = EventPage._meta.get_field("questionnaire").stream_block
    try:
        block.clean(block.normalize(questions))
    except ValidationError:
        return False
    return True


def choice(count):
    return "choice", {"question": "Quand ?", "answers": [f"Réponse {number}" for number in range(count)]}


def test_five_questions_at_the_most():
    assert [accepted(*[choice(2)] * count) for count in (1, 5, 6)] == [True, True, False]


def test_two_to_eight_answers_to_choose_from():
    assert [accepted(choice(count)) for count in (1, 2, 8, 9)] == [False, True, True, False]


@pytest.mark.parametrize("kind", ["choice", "choices", "scale", "words"])
def test_every_kind_of_question_shows_itself_to_the_editor(editor, kind):
    block = EventPage._meta.get_field("questionnaire").stream_block.child_blocks[kind]
    words = block.get_preview_value()["question"]

    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert str(words) in response.content.decode()


# The list ------------------------------------------------------------------------------------


def test_the_list_says_how_many_answered_each_event(editor, event):
    for _person in range(3):
        answered(event, scale=3)

    response = editor.get(reverse(LIST))

    assert [(each.title, each.answer_count) for each in listed(response)] == [("Fête du numérique", 3)]
    assert "Vosges (88)" in shown(response)


def test_those_with_answers_come_first(editor, event):
    busy = asking_event(title="Veillée", territory=TerritoryFactory())
    answered(busy, scale=3)

    assert listed(editor.get(reverse(LIST))) == [busy, event]


def test_events_that_ask_nothing_are_not_listed(editor, event):
    EventPageFactory(territory=TerritoryFactory())

    assert listed(editor.get(reverse(LIST))) == [event]


def test_one_that_asks_no_longer_is_listed_as_long_as_it_has_answers(editor, event):
    answered(event, scale=3)
    event.questionnaire = []
    event.save()

    response = editor.get(reverse("questionnaires:inspect", args=[event.pk]))

    assert listed(editor.get(reverse(LIST))) == [event]
    assert "Les questions ont été retirées de la page." in shown(response)


def test_translations_are_not_listed_beside_their_event(editor, event):
    event.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)

    assert listed(editor.get(f"{reverse(LIST)}?locale=en")) == [event]


def test_the_list_is_searched_by_title(editor, event):
    asking_event(title="Journée des parents", territory=TerritoryFactory())

    assert listed(editor.get(reverse(LIST), {"q": "fête"})) == [event]
    assert listed(editor.get(reverse("questionnaires:index_results"), {"q": "fête"})) == [event]


def test_a_list_of_one_or_thirty_takes_the_same_queries(editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse(LIST))
        return len(captured)

    vosges = TerritoryFactory()
    answered(asking_event(territory=vosges), scale=2)
    queries()  # content types are read once
    for_one = queries()
    for _number in range(29):
        answered(asking_event(territory=vosges), scale=2)

    assert queries() == for_one


def test_nor_do_more_answers_take_more_queries(editor, event):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("questionnaires:inspect", args=[event.pk]))
            export(editor, event)
        return len(captured)

    answered(event, scale=2)
    queries()
    for_one = queries()
    for _number in range(29):
        answered(event, scale=2)

    assert queries() == for_one


# One event -----------------------------------------------------------------------------------


def test_answers_are_counted_question_by_question(event):
    offered = values(event)
    answered(event, scale=1, choice=offered["choice"][0], choices=offered["choices"][:2])
    answered(event, scale=1, choices=offered["choices"][1:], words="Merci")

    assert [
        (row["text"], row["answered"], [(str(label), count) for label, count in row["rows"]])
        for row in results(event)
    ] == [
        (
            "Êtes-vous à l’aise ?",
            2,
            [("Pas du tout", 2), ("Un peu", 0), ("Plutôt oui", 0), ("Tout à fait", 0)],
        ),
        ("Quand ?", 1, [("Le matin", 1), ("Le soir", 0)]),
        ("Sur quoi ?", 2, [("Les écrans", 1), ("Les devoirs", 2), ("L’orientation", 1)]),
        ("Autre chose ?", 1, []),
    ]


def test_the_page_shows_the_counts_and_not_the_words(editor, event):
    answered(event, scale=4, words="Je suis Camille")

    content = shown(editor.get(reverse("questionnaires:inspect", args=[event.pk])))

    assert "1 personne a répondu." in content
    assert '<tr><th scope="row">Tout à fait</th><td>1</td></tr>' in content
    assert "Camille" not in content


def test_an_answer_that_is_no_longer_offered_is_still_counted(event):
    morning = values(event)["choice"][0]
    answered(event, choice=morning)
    del event.questionnaire[1].value["answers"][0]
    event.save()
    event = EventPage.objects.get(pk=event.pk)

    assert results(event)[1]["rows"] == [("Le soir", 0), ("Réponse retirée", 1)]


# Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["inspect", "export"])
def test_another_territory_s_answers_are_closed(view, event):
    client = desk(editor_of_guadeloupe())

    assert refused(client.get(reverse(f"questionnaires:{view}", args=[event.pk])))
    assert listed(client.get(reverse(LIST))) == []


@pytest.mark.parametrize("view", ["inspect", "export"])
def test_so_are_the_nation_s_to_an_editor_of_a_territory(editor, view):
    event = asking_event()

    assert refused(editor.get(reverse(f"questionnaires:{view}", args=[event.pk])))
    assert listed(editor.get(reverse(LIST))) == []


def test_a_facilitator_edits_no_event_and_reads_no_answers(event):
    client = desk(facilitator_of_the_vosges())

    assert [
        refused(client.get(address))
        for address in (
            reverse(LIST),
            reverse("questionnaires:index_results"),
            reverse("questionnaires:inspect", args=[event.pk]),
            reverse("questionnaires:export", args=[event.pk]),
        )
    ] == [True] * 4


@pytest.mark.parametrize("role", ["national", "administrator"])
def test_national_staff_read_all(role, event):
    client = desk(UserFactory(**{role: True}))

    assert listed(client.get(reverse(LIST))) == [event]
    assert export(client, event).status_code == 200


def test_nobody_reads_them_without_signing_in(client, event):
    assert export(client, event).status_code == 302


@pytest.mark.parametrize("view", ["add", "edit", "delete", "history", "usage", "copy"])
def test_answers_are_written_by_families_alone(view):
    with pytest.raises(NoReverseMatch):
        reverse(f"questionnaires:{view}", args=[1])


def test_the_menu_leads_there_for_editors_alone(editor):
    home = reverse("wagtailadmin_home")
    link = f'"url": "{reverse(LIST)}"'

    assert link in editor.get(home).content.decode()
    assert link not in desk(facilitator_of_the_vosges()).get(home).content.decode()


def test_pages_keep_their_own_place_in_the_admin(editor, event):
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).status_code == 200
    assert event.get_verbose_name() == "Événement"

"""Three questions after the session: answered once, and nothing says by whom."""

import pytest
import time_machine

from tests.workshops.situations import (
    AFTER_THE_SESSION,
    NOW,
    act,
    buttons,
    cancelled,
    confirmed,
    main_of,
    over,
    page_of,
    session_cancelled,
    session_postponed,
    waiting,
    words,
)
from workshops.models import Feedback

pytestmark = pytest.mark.django_db

OPINION = {"confidence_before": "2", "confidence_after": "4", "useful": "3", "words": ""}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_an_opinion_is_kept_without_a_date_or_a_way_back_to_the_family(client, clock):
    enrolment = over(clock)

    answer = act(client, enrolment, "feedback", **OPINION | {"words": "Très clair."})

    opinion = Feedback.objects.get()
    kept = {field.name: getattr(opinion, field.name) for field in Feedback._meta.get_fields()}
    assert answer.status_code == 303
    assert opinion.pk.version == 4  # drawn at random: neither in order nor from a clock
    assert kept == {
        "id": opinion.pk,
        "session": enrolment.registrations.get().session,
        "confidence_before": 2,
        "confidence_after": 4,
        "useful": 3,
        "words": "Très clair.",
    }
    assert enrolment.registrations.get().has_given_feedback
    assert list(enrolment.registrations.get().events.values_list("verb", flat=True)) == ["registered"]
    assert "Merci pour votre avis" in words(main_of(page_of(client, enrolment)))


def test_a_second_opinion_is_refused(client, clock):
    enrolment = over(clock)

    answers = [act(client, enrolment, "feedback", **OPINION) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert words(main_of(answers[1]).select_one("#erreurs")) == "Vous avez déjà répondu. Merci !"
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("situation", [confirmed, waiting, cancelled, session_cancelled, session_postponed])
def test_an_opinion_before_the_end_is_refused(client, situation):
    answer = act(client, situation(), "feedback", **OPINION)

    assert answer.status_code == 409
    assert words(main_of(answer).select_one("#erreurs")) == "Ces questions sont pour après la séance."
    assert Feedback.objects.count() == 0


def test_a_family_that_had_no_place_is_not_asked_for_an_opinion(client, clock):
    enrolment = waiting()
    clock.move_to(AFTER_THE_SESSION)

    assert "feedback" not in buttons(page_of(client, enrolment))
    assert act(client, enrolment, "feedback", **OPINION).status_code == 409


def test_an_opinion_with_a_hole_comes_back_with_what_was_typed(client, clock):
    enrolment = over(clock)

    answer = act(client, enrolment, "feedback", **OPINION | {"useful": "", "words": "Très clair."})

    page = main_of(answer)
    assert answer.status_code == 422
    assert [error.text for error in page.select("#erreurs li a")] == ["Dites si cela vous a été utile."]
    assert [len(page.select(error["href"])) for error in page.select("#erreurs li a")] == [1]
    assert [box["value"] for box in page.select("#avis input[checked]")] == ["2", "4"]
    assert page.find("textarea", attrs={"name": "words"}).text.strip() == "Très clair."
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"useful": "9"}, {"confidence_after": "x"}, {"words": "x" * 1001}])
def test_an_opinion_off_the_scale_is_said_in_words(client, clock, wrong):
    answer = act(client, over(clock), "feedback", **OPINION | wrong)

    assert answer.status_code == 422
    assert Feedback.objects.count() == 0

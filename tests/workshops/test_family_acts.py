"""What a family does on its own page, by POST only: answer, change, give back."""

import pytest
import time_machine

from outbox.models import Message
from tests.factories import registered
from tests.workshops.situations import (
    NOW,
    act,
    all_rows,
    cancelled,
    confirmed,
    course,
    enrolment_in,
    lapsed,
    main_of,
    offered,
    over,
    page_of,
    saturday,
    session_cancelled,
    title_and_summary,
    waiting,
    words,
)
from workshops import booking
from workshops.models import Enrolment, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_a_family_accepts_the_place_that_is_held(client):
    enrolment = offered()

    answer = act(client, enrolment, "accept")

    assert (answer.status_code, answer["Location"]) == (303, f"/inscriptions/{enrolment.token}/")
    assert title_and_summary(page_of(client, enrolment))[0] == "C’est noté, nous vous attendons !"
    assert enrolment.registrations.get().status == Status.CONFIRMED


def test_accepting_twice_is_accepting_once(client):
    enrolment = offered()

    answers = [act(client, enrolment, "accept") for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert list(enrolment.registrations.get().events.values_list("verb", flat=True)) == [
        "registered",
        "offered",
        "accepted",
    ]


def test_a_family_declines_the_place_that_is_held(client):
    enrolment = offered()

    answer = act(client, enrolment, "cancel")

    assert answer.status_code == 303
    assert title_and_summary(page_of(client, enrolment))[0] == "Votre inscription est annulée"
    assert enrolment.registrations.get().events.last().verb == "declined"


@pytest.mark.parametrize("situation", [waiting, lapsed, cancelled, session_cancelled, over])
def test_a_place_that_is_not_held_is_not_accepted(client, clock, situation):
    enrolment = enrolment_in(situation, clock)
    before = all_rows()

    answer = act(client, enrolment, "accept")

    assert answer.status_code == 409
    assert "Cette place n’est plus gardée pour vous." in words(main_of(answer).select_one("#erreurs"))
    assert all_rows() == before


def test_a_family_changes_its_number_and_its_needs(client):
    enrolment = confirmed()

    answer = act(
        client,
        enrolment,
        "change",
        adults=2,
        children=2,
        needs=["interpreter", "childcare"],
        interpreter_language="tr",
        message="Nous venons en bus.",
        consent="on",
    )

    page = words(main_of(page_of(client, enrolment)))
    assert (answer.status_code, answer["Location"]) == (303, f"/inscriptions/{enrolment.token}/")
    assert booking.Party.of(enrolment.registrations.get()) == booking.Party(
        2, 2, ["interpreter", "childcare"], "tr", "Nous venons en bus."
    )
    assert "Vous serez 2 adultes et 2 enfants" in page
    assert "Demandé : Interprète (turc), Garde d’enfants" in page


def test_the_form_holds_what_the_family_said_before(client):
    session = saturday()
    party = booking.Party(1, 2, ["interpreter", "wheelchair"], "ar", "Merci !")
    contact = booking.Contact(name="Camille", email="camille@demo.test")
    enrolment = booking.register(session, contact=contact, party=party).enrolment
    page = main_of(page_of(client, enrolment))

    sent = {
        **{name: page.find("input", id=f"id_{name}")["value"] for name in ("adults", "children")},
        "needs": [
            box["value"] for box in page.find_all("input", attrs={"name": "needs"}) if box.has_attr("checked")
        ],
        "interpreter_language": page.select_one("#id_interpreter_language option[selected]")["value"],
        "message": page.find("textarea", id="id_message").text.strip(),
        "consent": "on" if page.find("input", id="id_consent").has_attr("checked") else "",
    }
    answer = act(client, enrolment, "change", **sent)

    row = enrolment.registrations.get()
    assert answer.status_code == 303
    assert (row.adults, row.children, set(row.needs)) == (1, 2, {"interpreter", "wheelchair"})
    assert (row.interpreter_language, row.message) == ("ar", "Merci !")


def test_what_cannot_be_read_comes_back_with_all_that_was_typed(client):
    enrolment = confirmed()
    before = all_rows()

    answer = act(
        client, enrolment, "change", adults="deux", children="7", needs=["wheelchair"], message="Bonjour"
    )

    page = main_of(answer)
    assert answer.status_code == 422
    assert [error.text for error in page.select("#erreurs li a")] == [
        "Saisissez un nombre entier.",
        "Cochez cette case pour que nous gardions vos besoins et votre message, ou effacez-les.",
    ]
    assert [len(page.select(error["href"])) for error in page.select("#erreurs li a")] == [1, 1]
    assert page.find("input", id="id_adults")["value"] == "deux"
    assert page.find("input", id="id_children")["value"] == "7"
    assert page.find("textarea", id="id_message").text.strip() == "Bonjour"
    assert [box["value"] for box in page.select("input[name=needs][checked]")] == ["wheelchair"]
    assert page.find("input", id="id_adults").find_parent("details").has_attr("open")
    assert all_rows() == before


def test_more_than_there_are_places_for_is_a_conflict_that_keeps_what_was_typed(client):
    enrolment = confirmed()
    before = all_rows()

    answer = act(client, enrolment, "change", adults=3, children=2)

    page = main_of(answer)
    assert answer.status_code == 409
    assert words(page.select_one("#erreurs")) == "Cette séance accueille 4 personnes au plus."
    assert page.find("input", id="id_adults")["value"] == "3"
    assert page.find("input", id="id_children")["value"] == "2"
    assert page.find("input", id="id_adults").find_parent("details").has_attr("open")
    assert all_rows() == before


def test_places_that_others_took_meanwhile_are_a_conflict(client):
    session = saturday()
    enrolment = registered(session, heads=2).enrolment
    registered(session, heads=1)

    answer = act(client, enrolment, "change", adults=2, children=2)

    assert answer.status_code == 409
    assert words(main_of(answer).select_one("#erreurs")) == (
        "Il ne reste que 1 place : votre inscription n’a pas changé."
    )
    assert enrolment.registrations.get().heads == 2


@pytest.mark.parametrize("situation", [lapsed, cancelled, session_cancelled, over])
def test_what_is_no_more_is_not_changed(client, clock, situation):
    enrolment = enrolment_in(situation, clock)
    before = all_rows()

    answer = act(client, enrolment, "change", adults=1, children=0)

    assert answer.status_code == 409
    assert words(main_of(answer).select_one("#erreurs")) == "Cette inscription ne peut plus être changée."
    assert all_rows() == before


def test_cancelling_twice_is_cancelling_once(client):
    enrolment = confirmed()

    answers = [act(client, enrolment, "cancel") for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Message.objects.filter(kind="cancelled").count() == 1


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        (session_cancelled, "Cette séance est annulée : vous n’avez rien à faire."),
        (over, "Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici."),
    ],
)
def test_what_can_no_longer_be_cancelled_says_so(client, clock, situation, sentence):
    enrolment = enrolment_in(situation, clock)
    before = all_rows()

    answer = act(client, enrolment, "cancel")

    assert answer.status_code == 409
    assert words(main_of(answer).select_one("#erreurs")) == sentence
    assert all_rows() == before


@pytest.mark.parametrize(
    "fields", [{}, {"action": "explode"}, {"action": "ACCEPT"}, {"action": ["", "cancel "]}]
)
def test_an_act_that_is_none_changes_nothing_and_says_so(client, fields):
    enrolment = confirmed()
    before = all_rows()

    answer = client.post(f"/inscriptions/{enrolment.token}/", fields)

    assert answer.status_code == 422
    assert words(main_of(answer).select_one("#erreurs")) == (
        "Nous n’avons pas compris votre demande. Rien n’a changé."
    )
    assert all_rows() == before


def test_too_many_acts_change_nothing_and_keep_what_was_typed(client):
    enrolment = confirmed()
    for adults in (1, 2) * 10:
        act(client, enrolment, "change", adults=adults, children=0)

    answer = act(client, enrolment, "change", adults=1, children=3)

    page = main_of(answer)
    assert (answer.status_code, answer.has_header("Retry-After")) == (429, True)
    assert "Beaucoup d’envois en peu de temps." in words(page.select_one("#erreurs"))
    assert page.find("input", id="id_children")["value"] == "3"
    assert enrolment.registrations.get().heads == 2


def test_reminders_stop_by_post_only(client):
    enrolment = confirmed()
    address = f"/inscriptions/{enrolment.token}/rappels/"

    client.get(address)
    assert not Enrolment.objects.get().has_no_reminders
    by_software = client.post(address, {"List-Unsubscribe": "One-Click"})
    by_button = client.post(address)

    assert (by_software.status_code, by_button.status_code) == (200, 303)
    assert Enrolment.objects.get().has_no_reminders


def test_a_course_is_changed_and_cancelled_as_one(client):
    enrolment = registered(course()[0], heads=2).enrolment

    act(client, enrolment, "change", adults=1, children=3)
    changed = set(enrolment.registrations.values_list("status", "adults", "children"))
    act(client, enrolment, "cancel")

    assert changed == {(Status.CONFIRMED, 1, 3)}
    assert set(enrolment.registrations.values_list("status", flat=True)) == {Status.CANCELLED}

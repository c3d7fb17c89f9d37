"""Cancelling and erasing are two steps: a page that says what will happen, then a POST."""

import pytest
import time_machine

from tests.factories import registered
from tests.workshops.situations import (
    EVERY_SITUATION,
    NOW,
    act,
    all_rows,
    buttons,
    confirmed,
    course,
    enrolment_in,
    main_of,
    offered,
    page_of,
    session_cancelled,
    waiting,
    words,
)
from workshops import booking

pytestmark = pytest.mark.django_db
LOST = {
    confirmed: "Vos places vont à une autre famille. Si vous changez d’avis, il n’en restera peut-être plus.",
    waiting: "Vous quittez la liste d’attente. Si vous y revenez, ce sera à la fin.",
    offered: "La place qui vous est gardée va à une autre famille, et vous quittez la liste d’attente.",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def first_step(client, enrolment, name, language=""):
    return client.get(f"{language}/inscriptions/{enrolment.token}/{name}/")


def sent_by(page):
    form = main_of(page).form
    return form["action"], {field["name"]: field["value"] for field in form.find_all("input")}


@pytest.mark.parametrize("situation", EVERY_SITUATION)
@pytest.mark.parametrize(("name", "label"), [("annuler", "cancel"), ("effacer", "erase")])
def test_the_family_s_page_leads_to_the_first_step_and_does_neither_by_itself(
    client, clock, situation, name, label
):
    enrolment = enrolment_in(situation, clock)
    page = main_of(page_of(client, enrolment))

    leads = bool(page.select(f'a[href="/inscriptions/{enrolment.token}/{name}/"]'))

    assert not page.select(f'input[name="action"][value="{label}"]')
    assert leads == (label == "erase" or situation in {confirmed, waiting, offered} or _is_kept(situation))


def _is_kept(situation):
    return situation.__name__ == "session_postponed"


@pytest.mark.parametrize("situation", LOST)
def test_the_first_step_of_cancelling_says_what_is_lost_and_changes_nothing(client, situation):
    enrolment = situation()
    before = all_rows()

    page = first_step(client, enrolment, "annuler")

    said = words(main_of(page))
    assert all_rows() == before
    assert page.status_code == 200
    assert "Rien n’est encore fait. Voici ce qui se passera :" in said
    assert "Vous ne viendrez plus à cette séance :" in said
    assert "samedi 13 mars 2027 de 11 h à 13 h" in said
    assert LOST[situation] in said
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("name", "standing"), [("annuler", "cancelled"), ("effacer", None)])
def test_the_second_step_is_what_the_first_sends(client, name, standing):
    enrolment = confirmed()
    address, sent = sent_by(first_step(client, enrolment, name))

    answer = client.post(address, sent)

    assert answer.status_code == 303
    row = enrolment.registrations.get()
    assert row.status == "cancelled"
    assert page_of(client, enrolment).status_code == (200 if standing else 404)


def test_every_date_of_a_course_that_is_lost_is_named(client):
    dates = course()
    enrolment = registered(dates[0]).enrolment

    said = words(main_of(first_step(client, enrolment, "annuler")))

    assert "Vous ne viendrez plus à ces 3 séances :" in said
    assert [day in said for day in ("13 mars", "20 mars", "27 mars")] == [True] * 3


def test_what_cannot_be_cancelled_says_why_and_shows_no_form(client, clock):
    ended, begun = session_cancelled(), confirmed()
    twice = confirmed()
    booking.cancel(twice)
    clock.move_to("2027-03-13T10:30Z")

    pages = [first_step(client, enrolment, "annuler") for enrolment in (ended, begun, twice)]

    assert [words(main_of(page).select_one(".callout")) for page in pages] == [
        "Cette séance est annulée : vous n’avez rien à faire.",
        "Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici.",
        "Cette inscription est déjà annulée.",
    ]
    assert [buttons(page) for page in pages] == [[], [], []]


def test_the_first_step_of_erasing_says_what_is_erased(client):
    enrolment = confirmed()
    before = all_rows()

    said = words(main_of(first_step(client, enrolment, "effacer")))

    assert all_rows() == before
    assert "Vos places, ou votre rang sur la liste d’attente, sont rendus." in said
    assert "Votre nom, votre contact et vos messages sont effacés pour toujours." in said


@pytest.mark.parametrize("name", ["annuler", "effacer"])
@pytest.mark.parametrize("language", ["/en", "/ar"])
def test_the_steps_are_in_the_family_s_language_and_act_there(client, name, language):
    enrolment = confirmed()

    page = first_step(client, enrolment, name, language)
    address, _sent = sent_by(page)

    assert address == f"{language}/inscriptions/{enrolment.token}/"
    assert "Rien n’est encore fait" not in words(main_of(page))


@pytest.mark.parametrize("name", ["annuler", "effacer"])
def test_an_unknown_link_has_no_first_step_and_nothing_is_posted_there(client, name):
    enrolment = confirmed()

    assert client.get(f"/inscriptions/{'x' * 32}/{name}/").status_code == 404
    assert client.post(f"/inscriptions/{enrolment.token}/{name}/").status_code == 405
    assert act(client, enrolment, "nothing").status_code == 422

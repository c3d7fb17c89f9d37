"""A family finds its registration again; a stranger learns nothing from trying."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from outbox.models import Message
from privacy.models import Tally
from privacy.retention import purge
from tests.workshops.families import EMAIL, PHONE, camille
from workshops import booking
from workshops.models import RegistrationEvent
from workshops.views import finding

pytestmark = pytest.mark.django_db

CODE = "K7PT-3QXM"
NOT_FOUND = "Nous ne trouvons pas d’inscription avec ce code et ce contact. Regardez votre fiche."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def look_up(client, code=CODE, contact=PHONE, **request):
    return client.post("/inscriptions/", {"action": "open", "code": code, "contact": contact}, **request)


def said(answer):
    """Status and refusal of a page: what somebody learns from it."""
    return answer.status_code, answer.context["refusal"]


def written():
    """How many messages, and how many lines of history."""
    return Message.objects.count(), RegistrationEvent.objects.count()


# By code ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["K7PT-3QXM", "k7pt-3qxm", "k7pt 3qxm", " K7PT3QXM ", "k7 pt.3q–xm"])
@pytest.mark.parametrize(
    "contact",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+33 (0)6 12 34 56 78",
        "camille@demo.test",
        " Camille@Demo.TEST ",
    ],
)
def test_code_and_contact_open_in_any_writing(client, code, contact):
    enrolment = camille(code=CODE)

    answer = look_up(client, code, contact)

    assert (answer.status_code, answer["Location"]) == (303, f"/inscriptions/{enrolment.token}/")


def test_a_number_of_guadeloupe_is_read_as_it_is_dialled_there(client):
    camille(code=CODE, phone="+590690123456")

    assert look_up(client, contact="0690 12 34 56").status_code == 303


def test_it_opens_in_the_language_in_which_it_was_asked(client):
    enrolment = camille(code=CODE)

    answer = client.post("/ar/inscriptions/", {"action": "open", "code": CODE, "contact": PHONE})

    assert answer["Location"] == f"/ar/inscriptions/{enrolment.token}/"


@pytest.mark.parametrize(
    ("code", "contact"),
    [
        (CODE, "06 98 76 54 32"),
        (CODE, "autre@demo.test"),
        (CODE, "dominique@demo.test"),
        (CODE, ""),
        ("K7PT-3QXN", PHONE),
        ("K7PT-3QXN", ""),
        ("2222-2222", PHONE),
    ],
    ids=[
        "wrong phone",
        "unknown e-mail",
        "another family's e-mail",
        "no contact",
        "wrong code",
        "wrong code and no contact",
        "another family's code",
    ],
)
def test_all_that_is_wrong_is_refused_by_the_same_words(client, code, contact):
    camille(code=CODE)
    camille(code="2222-2222", email="dominique@demo.test", phone="")

    answer = look_up(client, code, contact)

    assert said(answer) == (422, NOT_FOUND)
    assert "Camille" not in answer.content.decode()


def test_a_refusal_keeps_what_was_typed(client):
    answer = look_up(client, "k7pt 3qxm", "06 98 76 54 32")

    form = answer.context["look_up"]
    assert (form["code"].value(), form["contact"].value()) == ("k7pt 3qxm", "06 98 76 54 32")


def test_a_helped_family_without_contact_opens_by_its_code_alone(client):
    enrolment = camille(code=CODE, email="", phone="")

    assert look_up(client, contact="")["Location"] == enrolment.get_absolute_url()
    assert said(look_up(client, contact=PHONE)) == (422, NOT_FOUND)


def test_an_erased_registration_is_not_found(client):
    booking.erase(camille(code=CODE))

    assert said(look_up(client)) == (422, NOT_FOUND)
    assert said(look_up(client, contact="")) == (422, NOT_FOUND)


def test_a_purged_registration_is_not_found(client, clock):
    camille(code=CODE)
    clock.move_to(datetime(2027, 9, 14, tzinfo=UTC))
    purge()

    assert said(look_up(client)) == (422, NOT_FOUND)


# Guessing ---------------------------------------------------------------------------------


def test_who_guesses_from_one_address_is_asked_to_wait_even_with_the_right_code(client, monkeypatch):
    monkeypatch.setattr(finding, "WRONG_FROM_ADDRESS", replace(finding.WRONG_FROM_ADDRESS, most=30))
    camille(code=CODE)
    guesses = [
        look_up(client, f"2222-22{a}{b}", "").status_code for a in "23456" for b in "234567"
    ]  # WRONG_FROM_ADDRESS.most of them

    answer = look_up(client)

    assert guesses == [422] * finding.WRONG_FROM_ADDRESS.most
    assert answer.status_code == 429
    assert 600 <= int(answer["Retry-After"]) <= 1201
    assert answer.context["look_up"]["code"].value() == CODE
    assert look_up(client, REMOTE_ADDR="192.0.2.2").status_code == 303


def test_who_guesses_the_contact_of_one_code_is_asked_to_wait_wherever_from(client):
    camille(code=CODE)
    guesses = [
        look_up(client, CODE, f"06 98 76 54 3{number}", REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(finding.WRONG_FOR_CODE.most)
    ]

    assert set(guesses) == {422}
    assert look_up(client, CODE.lower(), REMOTE_ADDR="198.51.100.1").status_code == 429
    assert look_up(client, "K7PT-3QXN", REMOTE_ADDR="198.51.100.1").status_code == 422


def test_who_has_waited_may_try_again(client, clock):
    camille(code=CODE)
    for number in range(finding.WRONG_FOR_CODE.most):
        look_up(client, CODE, f"06 98 76 54 3{number}")

    clock.shift(2 * finding.WRONG_FOR_CODE.length)

    assert look_up(client).status_code == 303


def test_opening_again_and_again_is_no_guessing(client):
    camille(code=CODE)
    before = Tally.objects.count()

    opened = [look_up(client).status_code for _time in range(finding.WRONG_FROM_ADDRESS.most + 1)]

    assert set(opened) == {303}
    assert Tally.objects.count() == before


# What is no question ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"action=open",
        b"action=explode&code=K7PT-3QXM",
        b"action=send_link",
        b"action=send_link&contact=12",
        b"action=send_link&contact=%00%40demo.test",
        b"action=open&code=----&contact=%2B33612345678",
        b"action=open&code=K7PT-3QXM&contact=12",
        b"action=open&code=K7PT-3QXM&contact=\xff\xfe",
        b"action=open&code=K7PT-3QXM%00&contact=%2B33612345678",
        b"action=open&contact=%2B33612345678&code=" + b"K" * 10_000,
        b"action=send_link&contact=" + b"1" * 10_000,
        b"&&==%%%&action",
    ],
)
def test_garbage_is_refused_in_words_and_does_nothing(client, body):
    camille(code=CODE)
    before = written()

    answer = client.post("/inscriptions/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert answer.context["refusal"] or answer.context["error_summary"]
    assert written() == before


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_a_body_of_another_kind_is_an_empty_form(client, kind):
    assert client.post("/inscriptions/", b"{}", content_type=kind).status_code == 422


def test_looking_at_the_page_does_nothing(client):
    camille(code=CODE)
    before = written(), Tally.objects.count()

    for question in (
        {},
        {"action": "open", "code": CODE, "contact": PHONE},
        {"action": "send_link", "contact": EMAIL},
    ):
        assert client.get("/inscriptions/", question).status_code == 200
        assert client.head("/inscriptions/", question).status_code == 200

    assert client.get("/inscriptions/lien-envoye/").status_code == 200
    assert (written(), Tally.objects.count()) == before


def test_nothing_but_reading_and_sending_is_answered(client):
    assert client.put("/inscriptions/").status_code == 405
    assert client.post("/inscriptions/lien-envoye/").status_code == 405

"""The form, the family's page, and what each answers: the addresses and fields of the contract."""

from datetime import timedelta

import pytest
import time_machine

from tests.factories import SessionFactory, registered
from workshops.models import Enrolment, Registration, Status

pytestmark = pytest.mark.django_db


def filled(**changes):
    fields = {"name": "Camille", "email": "camille@demo.test", "phone": "", "adults": "1", "children": "2"}
    return {**fields, "language": "fr", "needs": [], "message": "", **changes}


def send(client, session, **changes):
    return client.post(f"/seances/{session.ref}/inscription/", filled(**changes))


def test_success_leads_to_the_registrations_own_page(client):
    session = SessionFactory()

    answer = send(client, session)

    enrolment = Enrolment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/inscriptions/{enrolment.token}/")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "1 adulte et 2 enfants" in page.content.decode()


def test_the_same_form_again_leads_to_the_same_page(client):
    session = SessionFactory()
    key = client.get(f"/seances/{session.ref}/inscription/").context["form"]["key"].value()

    first, second = (send(client, session, key=key) for _ in range(2))

    assert (second.status_code, second["Location"]) == (303, first["Location"])


def test_a_known_contact_is_shown_nothing(client):
    session = SessionFactory()
    known = registered(session, email="camille@demo.test", name="Dominique")

    answer = send(client, session)

    assert (answer.status_code, answer["Location"]) == (303, f"/seances/{session.ref}/inscription/deja/")
    page = client.get(answer["Location"]).content.decode()
    assert "Dominique" not in page
    assert known.enrolment.token not in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "Écrivez votre nom"),
        ({"name": "x" * 10_000}, "name", "120"),
        ({"name": "Zo\x00é"}, "name", "nul"),
        ({"email": "", "phone": ""}, "email", "une adresse e-mail ou un numéro de téléphone"),
        ({"email": "camille@"}, "email", "pas complète"),
        ({"email": '"a\x0bb"@demo.test'}, "email", "pas complète"),
        ({"email": "a@localhost"}, "email", "pas complète"),
        ({"email": f"{'a' * 250}@demo.test"}, "email", ""),
        ({"name": "\u200b"}, "name", "Écrivez votre nom"),
        ({"phone": "12"}, "phone", "pas complet"),
        ({"adults": "0"}, "adults", "au moins un adulte"),
        ({"adults": "beaucoup"}, "adults", ""),
        ({"adults": "9" * 400}, "adults", ""),
        ({"children": "-1"}, "children", "0 si vous venez sans enfant"),
        ({"language": "klingon"}, "language", ""),
        ({"needs": ["licorne"]}, "needs", ""),
        ({"needs": ["interpreter"], "consent": "on"}, "interpreter_language", "dans quelle langue"),
        ({"needs": ["other"], "consent": "on"}, "message", "ce qu’il vous faudrait"),
        ({"helper": "La mairie"}, "agreed", "Demandez d’abord à la famille"),
        ({"agreed": "on"}, "helper", "Écrivez qui vous êtes"),
        ({"website": "http://spam.example"}, "__all__", "encore une fois"),
        ({"needs": ["wheelchair"]}, "consent", "Cochez cette case"),
        ({"message": "Bonjour"}, "consent", "Cochez cette case"),
    ],
)
def test_what_the_family_can_mend_comes_back_with_all_that_was_typed(client, changes, field, sentence):
    session = SessionFactory()

    answer = send(client, session, **changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert sentence in page
    assert f'value="{changes.get("children", "2")}"' in page
    assert Registration.objects.count() == 0


def test_a_body_that_is_not_utf8_is_said_in_words(client):
    session = SessionFactory()

    answer = client.post(
        f"/seances/{session.ref}/inscription/",
        b"name=Zo\xe9&email=zoe%40demo.test&adults=1",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422
    assert "pas pu lire certains caractères" in answer.content.decode()


def test_a_body_of_another_kind_is_an_empty_form(client):
    session = SessionFactory()

    answer = client.post(f"/seances/{session.ref}/inscription/", b"{}", content_type="application/json")

    assert answer.status_code == 422


def test_needs_are_kept_with_the_agreement_to_keep_them(client):
    session = SessionFactory()

    send(
        client,
        session,
        needs=["wheelchair", "interpreter"],
        interpreter_language="tr",
        message="Merci !",
        consent="on",
    )

    registration = Registration.objects.get()
    assert (registration.needs, registration.message) == (["wheelchair", "interpreter"], "Merci !")
    assert registration.interpreter_language == "tr"
    assert registration.enrolment.consent_at is not None


def test_a_telephone_is_enough(client):
    session = SessionFactory()

    answer = send(client, session, email="", phone="06 12 34 56 78")

    assert answer.status_code == 303
    assert Enrolment.objects.get().phone_key == "+33612345678"


def test_closed_meanwhile_is_a_conflict_that_keeps_what_was_typed(client):
    session = SessionFactory()

    with time_machine.travel(session.starts_at + timedelta(minutes=1)):
        answer = send(client, session, name="Zoé")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Les inscriptions sont closes" in page


def test_cancelled_meanwhile_is_a_conflict(client):
    session = SessionFactory(cancelled=True)

    assert send(client, session).status_code == 409


def test_full_gives_a_rank(client):
    session = SessionFactory(capacity=2, full=True)

    page = client.get(send(client, session, children="0")["Location"])

    assert page.context["registrations"][0].place_in_line == 1
    assert "attente" in page.content.decode()


def test_the_family_cancels_by_post_only(client):
    session = SessionFactory()
    enrolment = registered(session).enrolment
    address = enrolment.get_absolute_url()

    client.get(address, {"action": "cancel"})
    assert enrolment.registrations.get().status == Status.CONFIRMED
    answer = client.post(address, {"action": "cancel"})

    assert (answer.status_code, answer["Location"]) == (303, address)
    assert enrolment.registrations.get().status == Status.CANCELLED
    assert client.get(address).status_code == 200


def test_an_unknown_action_changes_nothing_and_says_so(client):
    enrolment = registered(SessionFactory()).enrolment

    answer = client.post(enrolment.get_absolute_url(), {"action": "explode"})

    assert answer.status_code == 422
    assert enrolment.registrations.get().status == Status.CONFIRMED


def test_a_token_cut_short_is_explained(client):
    enrolment = registered(SessionFactory()).enrolment

    answer = client.get(f"/inscriptions/{enrolment.token[:-3]}/")

    assert answer.status_code == 404
    assert "lien" in answer.content.decode()


def test_private_pages_are_kept_by_nobody(client):
    enrolment = registered(SessionFactory()).enrolment

    for answer in (client.get(enrolment.get_absolute_url()), client.get("/inscriptions/nimportequoi/")):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_form_is_kept_by_no_cache_since_each_has_its_own_key(client):
    session = SessionFactory()

    answer = client.get(f"/seances/{session.ref}/inscription/")

    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/seances/nexistepas/", "/seances/nexistepas.ics", "/seances/x%00y/"])
def test_an_unknown_session_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_draft_is_not_found(client):
    session = SessionFactory(draft=True)

    assert client.get(session.get_absolute_url()).status_code == 404

"""What a facilitator does for a family that telephones; who did what, when and why stays written."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from outbox.models import Message
from tests.factories import registered
from tests.workshops.offices import desk, errors, facilitator_of_the_vosges, plain, read, refused, shown
from tests.workshops.situations import NOW, saturday
from workshops import booking
from workshops.models import RegistrationEvent, Session, Status

pytestmark = pytest.mark.django_db
STAFF = RegistrationEvent.Author.STAFF


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def facilitator():
    return facilitator_of_the_vosges(email="animation@demo.test", first_name="Nadia", last_name="Exemple")


def page_of(client, registration):
    return client.get(reverse("inscriptions:inspect", args=[registration.pk]))


def last_event(registration):
    event = registration.events.last()
    return (event.verb, event.author, event.user, event.reason)


def act(client, name, registration, **form):
    return client.post(reverse(f"inscriptions:{name}", args=[registration.pk]), form)


def status(registration):
    registration.refresh_from_db()
    return registration.status


def two_that_wait(facilitator):
    """A family of four left, in the last hours: nobody was asked; one of three waits, then one of four."""
    session = saturday(facilitators=[facilitator])
    leaving, first, second = (registered(session, heads=heads) for heads in (4, 3, 4))
    with time_machine.travel(session.starts_at - timedelta(hours=2)):
        booking.cancel(leaving.enrolment)
    return first, second


def test_a_facilitator_of_another_session_does_nothing_to_its_families(facilitator):
    registration = registered(saturday(facilitators=[facilitator_of_the_vosges()]))
    client = desk(facilitator)

    answers = [act(client, name, registration) for name in ("change", "offer", "cancel")]

    assert [refused(answer) for answer in [*answers, page_of(client, registration)]] == [True] * 4
    assert (status(registration), registration.events.count()) == (Status.CONFIRMED, 1)


def test_a_facilitator_changes_a_party_for_a_family_that_telephoned(facilitator):
    registration = registered(saturday(facilitators=[facilitator]), heads=2)

    response = act(desk(facilitator), "change", registration, adults=2, children=2)

    registration.refresh_from_db()
    assert (registration.adults, registration.children) == (2, 2)
    assert last_event(registration) == ("changed", STAFF, facilitator, "")
    assert read(response) == ["L’inscription est changée."]
    assert Message.objects.filter(kind="changed").count() == 1


def test_a_change_without_places_is_refused_in_the_form(facilitator):
    session = saturday(facilitators=[facilitator])
    registration = registered(session, heads=2)
    registered(session, heads=2)

    response = act(desk(facilitator), "change", registration, adults=2, children=1)

    assert errors(response) == {"__all__": ["Il ne reste plus de place : votre inscription n’a pas changé."]}
    assert response.context["form"]["children"].value() == "1"


def test_an_offer_out_of_turn_needs_a_reason(facilitator, clock):
    _first, second = two_that_wait(facilitator)

    response = act(desk(facilitator), "offer", second, reason="  ", agreed="on")

    assert errors(response) == {"reason": ["Écrivez la raison : d’autres familles attendent."]}
    assert status(second) == Status.WAITING


def test_a_family_that_said_yes_has_its_place_even_where_its_turn_has_just_come(facilitator, clock):
    """The one before it did not answer, and the worker has not passed yet."""
    session = saturday(facilitators=[facilitator])
    leaving, first, second = (registered(session, heads=4) for _family in range(3))
    booking.cancel(leaving.enrolment)
    clock.shift(timedelta(hours=49))

    act(desk(facilitator), "offer", second, reason="Ils sont là.", agreed="on")

    assert (status(first), status(second)) == (Status.CANCELLED, Status.CONFIRMED)
    assert last_event(second) == ("given", STAFF, facilitator, "Ils sont là.")


def test_a_place_is_offered_out_of_turn_for_a_reason(facilitator, clock):
    """The one before them did not answer, and the worker has not passed yet."""
    session = saturday(facilitators=[facilitator])
    leaving, silent, next_one, chosen = (registered(session, heads=4) for _family in range(4))
    booking.cancel(leaving.enrolment)
    clock.move_to("2027-03-12T09:01Z")

    act(desk(facilitator), "offer", chosen, reason="Ils viennent de loin.")

    assert [status(row) for row in (silent, next_one, chosen)] == ["cancelled", "waiting", "offered"]
    assert last_event(chosen) == ("offered", STAFF, facilitator, "Ils viennent de loin.")
    assert Message.objects.filter(kind="offered", about=f"enrolment:{chosen.enrolment_id}").count() == 1


def test_a_place_is_given_at_once_to_a_family_that_said_yes(facilitator, clock):
    first, second = two_that_wait(facilitator)
    clock.move_to("2027-03-13T08:30Z")

    act(desk(facilitator), "offer", second, reason="Ils sont à la porte.", agreed="on")

    assert (status(first), status(second)) == (Status.WAITING, Status.CONFIRMED)
    assert last_event(second) == ("given", STAFF, facilitator, "Ils sont à la porte.")


def test_too_late_to_wait_for_an_answer_is_said_in_the_form(facilitator, clock):
    _first, second = two_that_wait(facilitator)
    clock.move_to("2027-03-13T08:30Z")

    response = act(desk(facilitator), "offer", second, reason="Ils habitent à côté.")

    assert errors(response) == {
        "agreed": ["C’est trop tard pour attendre une réponse : téléphonez à la famille d’abord."]
    }
    assert response.context["form"]["reason"].value() == "Ils habitent à côté."
    assert status(second) == Status.WAITING


def test_without_free_places_none_is_offered(facilitator):
    session = saturday(facilitators=[facilitator], full=True)
    waiting = registered(session, heads=1)

    response = act(desk(facilitator), "offer", waiting, reason="Pour voir.", agreed="on")

    assert errors(response) == {"__all__": ["Il n’y a pas assez de places libres pour cette famille."]}


def test_a_family_reads_why_its_registration_was_cancelled(facilitator, client):
    registration = registered(saturday(facilitators=[facilitator]), email="camille@demo.test")

    act(desk(facilitator), "cancel", registration, reason="Vous nous avez téléphoné.")

    assert status(registration) == Status.CANCELLED
    assert last_event(registration) == ("cancelled", STAFF, facilitator, "Vous nous avez téléphoné.")
    assert "Vous nous avez téléphoné." in Message.objects.get(kind="cancelled").text
    assert "Vous nous avez téléphoné." in shown(client.get(registration.enrolment.get_absolute_url()))


def test_the_history_says_who_did_what_when_and_why(facilitator, clock):
    client = desk(facilitator)
    first, second = two_that_wait(facilitator)
    clock.move_to("2027-03-13T08:30Z")
    act(client, "offer", second, reason="Ils sont à la porte.", agreed="on")
    clock.move_to("2027-03-13T08:45Z")
    act(client, "cancel", second, reason="Ils sont repartis.")

    response = page_of(client, second)

    history = plain(response.content.decode().partition("Historique")[2])
    lines = [" ".join(item.partition("</li>")[0].split()) for item in history.split("<li>")[1:]]
    assert lines[:3] == [
        "10 mars 2027 à 10 h (heure de Paris) : Inscription, La famille – En attente, 4",
        f"13 mars 2027 à 9 h 30 (heure de Paris) : Place donnée, L’équipe ({facilitator}) – Confirmée, 4 "
        "<br>« Ils sont à la porte. »",
        f"13 mars 2027 à 9 h 45 (heure de Paris) : Annulation, L’équipe ({facilitator}) – Annulée, 4 <br>« Ils sont repartis. »",
    ]
    assert status(first) == Status.WAITING


def test_the_buttons_are_those_of_the_status(facilitator):
    session = saturday(facilitators=[facilitator], full=True)
    waiting, confirmed = registered(session), session.registrations.confirmed().get()
    client = desk(facilitator)

    found = [
        [plain(act["label"]) for act in page_of(client, row).context["acts"]] for row in (waiting, confirmed)
    ]

    change, offer, cancel = (
        "Changer le nombre ou les besoins",
        "Proposer ou donner une place",
        "Annuler l’inscription",
    )
    assert found == [[change, cancel], [change, cancel]]
    assert page_of(client, waiting).context["reasons"] == [
        "Il n’y a pas assez de places libres pour cette famille."
    ]
    Session.objects.update(capacity=5)
    assert [plain(act["label"]) for act in page_of(client, waiting).context["acts"]] == [
        change,
        offer,
        cancel,
    ]

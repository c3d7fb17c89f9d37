"""One stranger does not take the places of the whole programme; a class and who helps families get through."""

from datetime import UTC, datetime

import pytest
import time_machine

from privacy.limits import Limit
from tests.factories import SessionFactory, UserFactory
from tests.workshops.offices import desk
from workshops.models import Enrolment, Registration
from workshops.views import place_limits

pytestmark = pytest.mark.django_db

ACCEPTED, MENDED, TOO_MANY = 303, 422, 429
HELPED = {"name": "Dupont", "helper": "asso", "agreed": "on", "language": "fr"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def address_of(session):
    return f"/seances/{session.ref}/inscription/"


def new_key(client, session):
    return client.get(address_of(session)).context["form"]["key"].value()


def send(client, session, **fields):
    return client.post(address_of(session), {**HELPED, "adults": "1", **fields})


def send_with_key(client, session, **fields):
    return send(client, session, key=new_key(client, session), **fields)


def sessions(number):
    return SessionFactory.create_batch(number, capacity=None)


def heads():
    return sum(row.heads for row in Registration.objects.all())


def test_without_a_key_of_ours_nobody_takes_a_place_without_a_contact(client):
    answers = [send(client, session, adults="20").status_code for session in sessions(3)]

    assert answers == [MENDED] * 3
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("key", ["", "of another form:1tabcd:signature"], ids=["none", "not ours"])
def test_who_has_lost_the_key_finds_a_new_one_and_all_that_was_typed(client, key):
    session = SessionFactory()

    first = send(client, session, key=key, adults="3")
    form = first.context["form"]
    again = send(
        client, session, **{name: form[name].value() for name in ("name", "helper", "adults", "key")}
    )

    assert first.status_code == MENDED
    assert form.summary == [
        {"id": "contenu", "message": "Cette page n’est plus à jour. Envoyez le formulaire encore une fois."}
    ]
    assert (form["name"].value(), form["helper"].value(), form["adults"].value()) == ("Dupont", "asso", "3")
    assert again.status_code == ACCEPTED
    assert Registration.objects.get().adults == 3


def test_a_stranger_without_contact_takes_no_more_than_a_few_places_of_all_sessions(client, clock):
    answers = []
    for session in sessions(10):
        key = new_key(client, session)
        clock.shift(5)
        answers.append(send(client, session, key=key, adults="20"))

    assert [answer.status_code for answer in answers] == [ACCEPTED] * 8 + [TOO_MANY] * 2
    assert heads() == place_limits.HEADS_WITHOUT_CONTACT.most
    assert answers[-1].context["form"]["name"].value() == "Dupont"
    assert "Donnez l’un des deux, ou attendez 8 heures" in answers[-1].context["refusal"]


@pytest.fixture
def six_sessions(monkeypatch):
    """As many an hour, for one address, in the place of thirty."""
    monkeypatch.setattr(place_limits, "SESSIONS", Limit("sessions from an address", most=6, minutes=60))


def test_a_stranger_who_invents_contacts_takes_places_at_a_few_sessions_alone(client, clock, six_sessions):
    answers = []
    for number, session in enumerate(sessions(8)):
        key = new_key(client, session)
        clock.shift(5)
        answers.append(send(client, session, key=key, email=f"famille{number}@demo.test").status_code)

    assert answers == [ACCEPTED] * 6 + [TOO_MANY] * 2


def test_a_stranger_in_haste_takes_places_at_fewer(client, six_sessions):
    answers = [
        send(client, session, adults="20", email=f"famille{number}@demo.test").status_code
        for number, session in enumerate(sessions(4))
    ]

    assert answers == [ACCEPTED] * 2 + [TOO_MANY] * 2


def test_a_session_that_was_refused_is_not_let_through_by_sending_once_more(client, monkeypatch):
    monkeypatch.setattr(place_limits, "SESSIONS", Limit("sessions from an address", most=3, minutes=60))
    known, refused = sessions(2)

    answers = [
        send(client, session, email=f"famille{number}@demo.test").status_code
        for number, session in enumerate([known, refused, refused, known])
    ]

    assert answers == [ACCEPTED, TOO_MANY, TOO_MANY, ACCEPTED]


def test_the_same_form_refused_for_its_heads_is_refused_again(client, monkeypatch):
    monkeypatch.setattr(place_limits, "HEADS", Limit("places from an address", most=5, minutes=60))
    session = SessionFactory()
    key = new_key(client, session)

    answers = [
        send(client, session, key=key, email="a@demo.test", adults="6").status_code for _time in range(3)
    ]

    assert answers == [TOO_MANY] * 3


def test_a_class_of_large_families_gets_through_in_haste_and_what_is_beyond_waits(client):
    (session,) = sessions(1)

    answers = [
        send(client, session, email=f"famille{number}@demo.test", adults="2", children="4").status_code
        for number in range(101)
    ]

    assert answers == [ACCEPTED] * 100 + [TOO_MANY]


def test_who_helps_thirty_large_families_in_an_afternoon_gets_through(client, clock):
    programme = sessions(6)

    answers = []
    for number in range(30):
        session = programme[number % 6]
        key = new_key(client, session)
        clock.shift(360)
        answers.append(send(client, session, key=key, name=f"Famille {number}", adults="2", children="3"))

    assert [answer.status_code for answer in answers] == [ACCEPTED] * 30


def test_families_without_a_contact_are_counted_over_all_sessions_and_a_contact_lets_through(client):
    programme = sessions(2)

    answers = [
        send_with_key(client, programme[number % 2], name=f"Famille {number}").status_code
        for number in range(41)
    ]

    assert answers == [ACCEPTED] * 40 + [TOO_MANY]
    assert send_with_key(client, programme[0], email="camille@demo.test").status_code == ACCEPTED


def test_a_small_family_does_not_grow_beyond_what_its_address_may_take(client, monkeypatch):
    monkeypatch.setattr(
        place_limits, "HEADS_WITHOUT_CONTACT", Limit("places without a contact", most=10, minutes=240)
    )
    page = send_with_key(client, SessionFactory(capacity=None))["Location"]

    grown = [client.post(page, {"action": "change", "adults": adults}).status_code for adults in (10, 20, 1)]

    assert grown == [303, TOO_MANY, 303]
    assert Registration.objects.get().adults == 1


def test_the_team_registers_families_beyond_every_limit(monkeypatch):
    for name in ("HEADS", "FAMILIES_WITHOUT_CONTACT", "HEADS_WITHOUT_CONTACT"):
        monkeypatch.setattr(place_limits, name, Limit(name, most=0, minutes=60))
    session, office = SessionFactory(), desk(UserFactory(administrator=True))
    form = {"name": "Camille", "adults": 1, "language": "fr", "agreed": "on"}

    answer = office.post(f"/admin/seances/register/{session.pk}/", form)

    assert (answer.status_code, Enrolment.objects.count()) == (302, 1)

"""The form withstands floods and software, and turns away no class, no hurried parent, nobody without a script."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from privacy.limits import Limit
from tests.factories import SessionFactory, registered
from workshops.models import Registration
from workshops.views import joining

pytestmark = pytest.mark.django_db

ACCEPTED, TOO_MANY = 303, 429
TYPED = {
    "name": "Camille Exemple",
    "email": "camille@demo.test",
    "phone": "06 12 34 56 78",
    "adults": "2",
    "children": "3",
    "language": "ar",
    "needs": ["interpreter", "childcare"],
    "interpreter_language": "tr",
    "message": "Nous venons en bus",
    "consent": "on",
    "helper": "La voisine",
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def session():
    return SessionFactory(capacity=None)


def send(client, session, **fields):
    return client.post(f"/seances/{session.ref}/inscription/", {**TYPED, **fields})


def statuses(client, session, times, **fields):
    return [send(client, session, **fields).status_code for _time in range(times)]


def key_of_a_form(client, session):
    return client.get(f"/seances/{session.ref}/inscription/").context["form"]["key"].value()


def kept(answer):
    """What the fields of the page hold, as a browser would send it again."""
    values = {name: answer.context["form"][name].value() for name in TYPED}
    return {name: "on" if value is True else value for name, value in values.items()}


def test_a_filled_trap_keeps_everything_and_lets_a_second_sending_through(client, session):
    first = send(client, session, website="http://spam.example")

    again = client.post(
        f"/seances/{session.ref}/inscription/",
        {**kept(first), "website": first.context["form"]["website"].value()},
    )

    assert first.status_code == 422
    assert kept(first) == TYPED
    assert again.status_code == ACCEPTED


def test_a_class_behind_one_address_gets_through_however_quick_it_is(client, session):
    key = key_of_a_form(client, session)

    answers = [
        send(client, session, key=key, name=f"Famille {number}", email=f"famille{number}@demo.test")
        for number in range(100)
    ]

    assert [answer.status_code for answer in answers] == [ACCEPTED] * 100
    assert Registration.objects.confirmed().filter(session=session).count() == 100


def test_one_contact_again_and_again_is_asked_to_wait_and_keeps_what_it_typed(client, session):
    before = statuses(client, session, joining.OF_CONTACT_HERE.most)

    answer = send(client, session)

    assert set(before) == {ACCEPTED}
    assert answer.status_code == TOO_MANY
    assert 600 <= int(answer["Retry-After"]) <= 1201
    assert kept(answer) == TYPED
    assert "Attendez " in answer.content.decode()
    assert Registration.objects.count() == 1


def test_the_others_do_not_wait_with_it(client, session):
    statuses(client, session, joining.OF_CONTACT_HERE.most + 1)

    assert send(client, session, email="dominique@demo.test").status_code == ACCEPTED
    assert send(client, SessionFactory()).status_code == ACCEPTED


def test_who_has_waited_gets_through(client, session, clock):
    statuses(client, session, joining.OF_CONTACT_HERE.most + 1)

    clock.shift(2 * joining.OF_CONTACT_HERE.length)

    assert send(client, session).status_code == ACCEPTED


def test_another_writing_of_the_contact_is_the_same_contact(client, session):
    statuses(client, session, joining.OF_CONTACT_HERE.most)

    assert send(client, session, email="CAMILLE@demo.test").status_code == TOO_MANY


def test_one_contact_at_session_after_session_is_asked_to_wait(client, session, monkeypatch):
    monkeypatch.setattr(joining, "OF_CONTACT", Limit("registrations of a contact", most=1))

    assert send(client, session).status_code == ACCEPTED
    assert send(client, SessionFactory()).status_code == TOO_MANY


def test_one_address_is_asked_to_wait_whoever_it_says_it_is(client, session, monkeypatch, settings):
    settings.PROXIES = 1
    monkeypatch.setattr(
        joining, "OF_ADDRESS", Limit("registrations from an address", most=2 * joining.WEIGHT_OF_HASTE)
    )

    def status(number, address):
        headers = {"X-Forwarded-For": f"203.0.113.{number}, {address}"}
        form = {**TYPED, "email": f"famille{number}@demo.test"}
        return client.post(f"/seances/{session.ref}/inscription/", form, headers=headers).status_code

    assert [status(number, "192.0.2.1") for number in range(3)] == [ACCEPTED, ACCEPTED, TOO_MANY]
    assert status(4, "192.0.2.2") == ACCEPTED


def families_from_one_address(client, session, clock, seconds):
    """What the forms of three families are answered, each filled in so many ``seconds``."""
    answers = []
    for number in range(3):
        key = key_of_a_form(client, session)
        clock.shift(seconds)
        answers.append(send(client, session, key=key, email=f"famille{number}@demo.test").status_code)
    return answers


def test_a_form_that_nobody_can_fill_so_quickly_counts_more_for_its_address(
    client, session, clock, monkeypatch
):
    monkeypatch.setattr(joining, "OF_ADDRESS", Limit("registrations from an address", most=6))

    assert families_from_one_address(client, session, clock, 2) == [ACCEPTED, ACCEPTED, TOO_MANY]


def test_a_form_filled_in_five_seconds_counts_once(client, session, clock, monkeypatch):
    monkeypatch.setattr(joining, "OF_ADDRESS", Limit("registrations from an address", most=6))

    assert families_from_one_address(client, session, clock, 5) == [ACCEPTED] * 3


@pytest.mark.parametrize("key", ["", "of another form:1tabcd:signature"], ids=["none", "not ours"])
def test_a_form_without_a_key_of_ours_counts_as_much_as_a_hasty_one(client, session, monkeypatch, key):
    monkeypatch.setattr(joining, "OF_ADDRESS", Limit("registrations from an address", most=6))

    answers = [
        send(client, session, key=key, email=f"famille{number}@demo.test").status_code for number in range(3)
    ]

    assert answers == [ACCEPTED, ACCEPTED, TOO_MANY]


def test_one_key_in_the_forms_of_many_families_counts_as_much_as_haste(client, session, clock, monkeypatch):
    monkeypatch.setattr(joining, "OF_ADDRESS", Limit("registrations from an address", most=4))
    key = key_of_a_form(client, session)
    clock.shift(5)

    answers = [
        send(client, session, key=key, email=f"famille{number}@demo.test").status_code for number in range(3)
    ]

    assert answers == [ACCEPTED, ACCEPTED, TOO_MANY]


def test_a_form_that_was_refused_is_not_let_through_by_sending_it_again(client, session):
    statuses(client, session, joining.OF_CONTACT_HERE.most)
    key = key_of_a_form(client, session)

    answers = [send(client, session, key=key).status_code for _time in range(3)]

    assert answers == [TOO_MANY] * 3


def test_the_same_form_again_and_again_is_answered_as_the_first_time(client, session):
    key = key_of_a_form(client, session)

    answers = [send(client, session, key=key) for _time in range(joining.OF_CONTACT_HERE.most + 3)]

    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


def test_a_form_of_a_known_contact_that_a_loop_sends_is_counted_against_its_address(
    client, session, clock, monkeypatch
):
    registered(session, email=TYPED["email"])
    monkeypatch.setattr(joining, "OF_ADDRESS", Limit("registrations from an address", most=3))
    key = key_of_a_form(client, session)
    clock.shift(5)

    answers = [send(client, session, key=key).status_code for _time in range(5)]

    assert answers == [ACCEPTED] * 3 + [TOO_MANY] * 2


def test_a_form_of_a_known_contact_sent_twenty_times_is_answered_each_time(client, session):
    registered(session, email=TYPED["email"])
    key = key_of_a_form(client, session)

    answers = [send(client, session, key=key).status_code for _time in range(20)]

    assert answers == [ACCEPTED] * 20


def test_who_has_a_link_cannot_flood_the_contact_with_it(client, session):
    page = send(client, session)["Location"]

    answers = [
        client.post(page, {"action": "change", "adults": 1 + number % 2}).status_code for number in range(21)
    ]

    assert answers == [303] * 20 + [TOO_MANY]


def test_mistakes_shut_nobody_out(client, session):
    mistakes = statuses(client, session, joining.OF_CONTACT_HERE.most + 1, adults="0")

    assert set(mistakes) == {422}
    assert send(client, session).status_code == ACCEPTED


def test_nobody_has_to_prove_to_be_human(client, session):
    page = client.get(f"/seances/{session.ref}/inscription/").content.decode()

    loaded = re.findall(r'<(?:script|iframe|img|link)\b[^>]*?\b(?:src|href)="(.*?)"', page)
    assert "captcha" not in page.casefold()
    assert [address for address in loaded if not address.startswith(("/", "data:"))] == []


@pytest.mark.parametrize("language", ["", "/en", "/ar"])
@pytest.mark.parametrize(
    "path",
    [
        "/seances/{ref}/inscription/",
        "/seances/{ref}/inscription/deja/",
        "/inscriptions/",
        "/inscriptions/lien-envoye/",
        "/inscriptions/effacees/",
        "/inscriptions/{token}/",
        "/inscriptions/{token}/donnees.json",
        "/inscriptions/{token}/rappels/",
        "/inscriptions/inconnu/",
    ],
)
def test_private_pages_are_kept_and_told_by_nobody(client, language, path):
    row = registered(SessionFactory())
    address = language + path.format(ref=row.session.ref, token=row.enrolment.token)

    private(client.get(address), status=404 if "inconnu" in path else 200)


def test_what_is_refused_is_as_private_as_what_is_shown(client, session):
    private(send(client, session, adults="0"), status=422)
    statuses(client, session, joining.OF_CONTACT_HERE.most)
    private(send(client, session), status=TOO_MANY)


def private(answer, *, status):
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies

"""What a family may ask of what we know of it: to see it, to have all of it, to be written to less."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.models import Message
from tests.factories import SessionFactory, on, registered
from tests.workshops.families import EMAIL, camille
from workshops import booking, own_data
from workshops.models import Enrolment

pytestmark = pytest.mark.django_db

TODAY = datetime(2027, 2, 1, 8, tzinfo=UTC)
REGISTERED = {"what": "registered", "by": "family", "when": "2027-02-01T08:00:00+00:00", "reason": ""}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def ask(client, enrolment, action):
    return client.post(enrolment.get_absolute_url(), {"action": action})


# To see it --------------------------------------------------------------------------------


def test_the_data_of_one_registration_are_all_that_is_kept_of_it(client):
    enrolment = camille()

    answer = client.get(f"{enrolment.get_absolute_url()}donnees.json")

    session = enrolment.registrations.get().session
    assert answer.json() == {
        "name": "Camille",
        "email": EMAIL,
        "phone": "+33612345678",
        "language": "fr",
        "code": enrolment.code,
        "helper_name": "La voisine",
        "created_at": "2027-02-01T08:00:00+00:00",
        "consent_at": "2027-02-01T08:00:00+00:00",
        "reminders": True,
        "registrations": [
            {
                "session": session.ref,
                "title": session.activity.title,
                "starts_at": "2027-03-13T09:30:00+01:00",
                "ends_at": "2027-03-13T11:30:00+01:00",
                "adults": 2,
                "children": 1,
                "needs": ["interpreter"],
                "interpreter_language": "tr",
                "message": "Merci d’avance",
                "status": "confirmed",
                "offered_until": None,
                "came_adults": None,
                "came_children": None,
                "absent": False,
                "history": [REGISTERED],
            }
        ],
    }


def test_what_staff_wrote_of_a_family_is_among_its_data():
    enrolment = camille()
    booking.cancel(enrolment, by=booking.STAFF, reason="Camille a téléphoné")

    history = own_data.of_enrolment(enrolment)["registrations"][0]["history"]

    assert [(event["what"], event["by"], event["reason"]) for event in history] == [
        ("registered", "family", ""),
        ("cancelled", "staff", "Camille a téléphoné"),
    ]


def test_the_data_come_as_a_file_that_one_can_read(client):
    answer = client.get(f"{camille().get_absolute_url()}donnees.json")

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="e-parentalite.json"'
    assert answer["Cache-Control"] == "private, no-store"
    assert "Merci d’avance" in answer.content.decode()


def test_one_link_shows_one_registration(client):
    session = SessionFactory()
    enrolment = camille(session)
    others = [
        camille(SessionFactory()),
        registered(session, name="Dominique", phone="+33698765432").enrolment,
    ]

    page = client.get(enrolment.get_absolute_url()).content.decode()
    data = client.get(f"{enrolment.get_absolute_url()}donnees.json").content.decode()

    for other in others:
        for secret in (other.code, other.token):
            assert secret not in page + data
    assert "Dominique" not in page + data


# To have all of it ------------------------------------------------------------------------


def test_all_data_go_by_mail_to_the_contact_and_show_nowhere(client):
    first, second = camille(), camille(SessionFactory(day=on("2027-05-08")))
    registered(SessionFactory(), name="Dominique")

    answer = ask(client, first, "send_data")

    message = Message.objects.get(kind="all_data")
    page = client.get(answer["Location"])
    assert (answer.status_code, page.status_code) == (303, 200)
    assert (message.recipient, message.about) == (EMAIL, f"enrolment:{first.pk}")
    assert [code in message.text for code in (first.code, second.code)] == [True, True]
    assert "Dominique" not in message.text
    assert second.code not in page.content.decode()


def test_all_data_are_those_of_the_address_in_any_case_and_of_nobody_else():
    mine = [camille(), registered(SessionFactory(), email="CAMILLE@demo.test").enrolment]
    registered(SessionFactory(), email="", phone="+33612345678")
    booking.erase(camille(SessionFactory()))

    assert own_data.of_same_address(mine[0]) == mine


def test_all_data_take_as_many_queries_for_30_registrations_as_for_one():
    first = camille()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            for one in own_data.of_same_address(first):
                own_data.in_words(one)
        return len(captured)

    for_one = queries()
    for _session in range(29):
        camille(SessionFactory())

    assert queries() == for_one


def test_all_data_are_in_words_that_one_can_read():
    enrolment = camille()
    booking.cancel(enrolment, by=booking.STAFF, reason="Camille a téléphoné")

    written = own_data.in_words(Enrolment.objects.get()).replace("\u00a0", " ").splitlines()

    assert written == [
        f"Adresse e-mail : {EMAIL}",
        "Téléphone : +33612345678",
        "Langue des messages : français",
        f"Code : {enrolment.code}",
        "Inscrit le : lundi 1er février 2027 à 9 h",
        "Accord donné le lundi 1er février 2027 à 9 h",
        "",
        enrolment.registrations.get().session.title,
        "samedi 13 mars 2027 de 9 h 30 à 11 h 30",
        "Médiathèque d’Épinal, Épinal",
        "2 adultes et 1 enfant",
        "Besoins : Interprète (turc)",
        "Votre inscription est annulée.",
        "Le lundi 1er février 2027 à 9 h : inscription, par la famille",
        "Le lundi 1er février 2027 à 9 h : annulation, par l’équipe. Camille a téléphoné",
    ]


def test_all_data_are_sent_once_a_day(client, clock):
    enrolment = camille()
    for _time in range(2):
        ask(client, enrolment, "send_data")
    on_the_same_day = Message.objects.filter(kind="all_data").count()

    clock.move_to(datetime(2027, 2, 2, 8, tzinfo=UTC))
    ask(client, enrolment, "send_data")

    assert (on_the_same_day, Message.objects.filter(kind="all_data").count()) == (1, 2)


# No more reminders ------------------------------------------------------------------------


def wants_reminders(enrolment):
    return not Enrolment.objects.get(pk=enrolment.pk).has_no_reminders


def test_looking_at_the_page_of_reminders_changes_nothing(client):
    enrolment = camille()

    answer = client.get(f"{enrolment.get_absolute_url()}rappels/")

    assert answer.status_code == 200
    assert "Ne plus recevoir de rappel" in answer.content.decode()
    assert wants_reminders(enrolment)


@pytest.mark.parametrize("body", [{}, {"List-Unsubscribe": "One-Click"}], ids=["button", "RFC 8058"])
def test_reminders_are_stopped_by_the_button_and_by_the_reader_s_mail_software(client, body):
    enrolment = camille()

    answer = client.post(f"{enrolment.get_absolute_url()}rappels/", body)

    assert answer.status_code < 400
    assert not wants_reminders(enrolment)
    page = client.get(f"{enrolment.get_absolute_url()}rappels/").content.decode()
    assert "plus de rappel" in page


def test_mail_software_may_send_it_in_either_encoding_and_twice(client):
    """RFC 8058 § 3.2: multipart/form-data, or a form's own."""
    enrolment = camille()
    address = f"{enrolment.get_absolute_url()}rappels/"

    for _time in range(2):
        client.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")

    assert not wants_reminders(enrolment)


def test_an_unknown_link_stops_nobody_s_reminders(client):
    enrolment = camille()

    answer = client.post("/inscriptions/inconnue/rappels/", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 404
    assert wants_reminders(enrolment)


def test_a_family_without_a_mailbox_is_told_to_download_its_data(client):
    enrolment = registered(SessionFactory(), email="", phone="+33612345678").enrolment

    answer = ask(client, enrolment, "send_data")

    assert answer.status_code == 409
    assert "téléchargez vos données" in answer.content.decode()

"""A family that nothing written can reach is told so, before and after it registers, and so is the team."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox.models import Message
from outbox.queue import note_bounce
from tests.factories import SessionFactory, UserFactory, registered
from tests.workshops.offices import desk, plain, read
from tests.workshops.situations import page_of
from workshops import letters, scheduling
from workshops.permissions import can_see_contacts

pytestmark = pytest.mark.django_db

LANDLINE, FOREIGN, MOBILE, OVERSEAS = "+33329123456", "+212612345678", "+33612345678", "+590690123456"
CANNOT = "Nous ne pouvons pas vous écrire"


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR, settings.SMS_URL = tmp_path / "sms", ""
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield traveller


def family(**contact):
    return registered(SessionFactory(), **{"email": "", **contact}).enrolment


def said(client, enrolment):
    """The reason that its page gives, by its first words; "" where it says nothing of it."""
    page = plain(page_of(client, enrolment).content.decode())
    reasons = ["À ce numéro", "Vous n’avez donné ni adresse", "Nos messages à votre adresse"]
    return next((reason for reason in reasons if reason in page), "") if CANNOT in page else ""


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        ({"phone": LANDLINE}, "À ce numéro"),
        ({"phone": FOREIGN}, "À ce numéro"),
        ({"phone": MOBILE}, ""),
        ({"phone": OVERSEAS}, ""),
        ({"phone": LANDLINE, "email": "camille@demo.test"}, ""),
        ({}, "Vous n’avez donné ni adresse"),
    ],
)
def test_the_page_of_a_family_says_when_nothing_can_be_sent_and_what_to_do(client, contact, reason):
    enrolment = family(**contact)

    assert said(client, enrolment) == reason
    assert bool(Message.objects.count()) == (reason == "")


def test_a_mobile_is_not_written_to_where_the_site_sends_no_texts(client, settings):
    settings.SMS_DIR = None

    assert said(client, family(phone=MOBILE)) == "À ce numéro"


def test_messages_that_come_back_are_said_to(client):
    enrolment = family(email="camille@demo.test", phone=LANDLINE)
    Message.objects.update(sent_at=timezone.now())
    note_bounce(Message.objects.get())

    assert said(client, enrolment) == "Nos messages à votre adresse"


def test_nothing_is_said_of_it_once_all_is_over(client, clock):
    enrolment = family(phone=LANDLINE)

    clock.shift(timedelta(days=20))

    assert said(client, enrolment) == ""


@pytest.mark.parametrize(
    ("sends_texts", "words"), [(True, "des SMS. À un numéro fixe"), (False, "pas de SMS")]
)
def test_the_form_says_before_which_numbers_are_written_to(client, settings, sends_texts, words):
    settings.SMS_DIR = settings.SMS_DIR if sends_texts else None

    page = client.get(f"/seances/{SessionFactory().ref}/inscription/").content.decode()

    assert words in page


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ({"phone": LANDLINE}, "Aucun message ne part vers ce numéro"),
        ({}, "elle a son code et sa fiche"),
        ({"phone": MOBILE}, ""),
    ],
)
def test_the_team_reads_who_is_to_be_called(contact, words):
    row = family(**contact).registrations.get()
    office = desk(UserFactory(administrator=True))

    page = office.get(f"/admin/inscriptions/inspect/{row.pk}/").content.decode()
    listed = office.get("/admin/inscriptions/").content.decode()

    assert ("<dt>Messages</dt>" in page, words in page) == (bool(words), True)
    assert ("(à appeler)" in listed) == (contact == {"phone": LANDLINE})


def test_who_registers_a_family_with_a_landline_is_told_to_print_its_sheet():
    office = desk(UserFactory(administrator=True))
    form = {
        "name": "Camille",
        "phone": LANDLINE,
        "adults": 1,
        "children": 0,
        "language": "fr",
        "agreed": "on",
    }

    response = office.post(f"/admin/seances/register/{SessionFactory().pk}/", form)

    assert "imprimez-lui sa fiche, et téléphonez-lui" in read(response)[0]


def test_who_runs_a_session_that_changes_reads_how_many_families_to_call():
    person = UserFactory(facilitator=True)
    session = SessionFactory(facilitators=[person])
    for contact in ({"phone": LANDLINE}, {"phone": MOBILE}, {"email": "camille@demo.test"}):
        registered(session, **{"email": "", **contact})

    scheduling.cancel(session, reason="La salle est fermée.", by=None)

    letter = Message.objects.get(kind="team_session_changed")
    for words in (letter.text, letter.html):
        assert "1 famille à appeler" in words
        assert "2 familles concernées" in words


def everybody(session):
    """A family of each kind; the last one's mail has come back."""
    contacts = [{}, {"phone": LANDLINE}, {"phone": MOBILE}, {"email": "camille@demo.test"}]
    rows = [registered(session, **{"email": "", **contact}) for contact in contacts]
    rows += [_returned(session, email="a@demo.test"), _returned(session, email="b@demo.test", phone=FOREIGN)]
    return rows


def _returned(session, **contact):
    row = registered(session, **contact)
    sent = Message.objects.filter(about=f"enrolment:{row.enrolment_id}")
    sent.update(sent_at=timezone.now())
    note_bounce(sent.get())
    return row


def test_table_page_of_the_act_and_mail_name_the_same_families_to_call():
    person = UserFactory(facilitator=True)
    session = SessionFactory(facilitators=[person], capacity=None)
    rows = everybody(session)
    office = desk(UserFactory(administrator=True))

    table = plain(office.get(f"/admin/seances/inspect/{session.pk}/").content.decode())
    act = plain(" ".join(office.get(f"/admin/seances/cancel/{session.pk}/").content.decode().split()))
    scheduling.cancel(session, reason="La salle est fermée.", by=None)

    mail = plain(Message.objects.get(kind="team_session_changed").text)
    assert [f"{number} (à appeler)" in table for number in (LANDLINE, FOREIGN, MOBILE)] == [True, True, False]
    assert table.count("(à appeler)") == 2
    for words in (act, mail):
        assert "2 familles à appeler" in words
        assert "ni écrire ni téléphoner à 2 familles" in words
    assert "2 familles seront prévenues" in act
    named = [row.enrolment.code in act for row in rows]
    assert named == [True, True, False, False, True, True]
    assert [LANDLINE in act, FOREIGN in act] == [True, True]


def test_who_may_not_see_contacts_reads_numbers_alone():
    session = SessionFactory()
    row = registered(session, email="", phone=LANDLINE)
    editor = UserFactory(editor=True, territory=session.territory)

    act = desk(editor).get(f"/admin/seances/cancel/{session.pk}/").content.decode()

    sees = can_see_contacts(editor, session)
    assert (row.enrolment.code in act, LANDLINE in act) == (sees, sees)


def test_who_is_to_be_called_is_asked_in_one_query_for_any_number(django_assert_num_queries):
    rows = everybody(SessionFactory(capacity=None))

    with django_assert_num_queries(1):
        reasons = letters.unreached([row.enrolment for row in rows])

    assert [str(reasons.get(row.enrolment_id, "")) for row in rows] == [
        "no_contact",
        "number",
        "",
        "",
        "returned",
        "returned",
    ]

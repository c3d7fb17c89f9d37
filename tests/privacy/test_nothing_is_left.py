"""A family leaves its name everywhere it can get. Seven months later no table and no file holds it."""

import logging
from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from outbox.models import Message
from outbox.queue import note_bounce
from outbox.worker import Worker
from privacy.retention import purge
from tests.factories import SessionFactory, on, registered
from tests.workshops.offices import desk, editor_of_the_vosges, same_form
from workshops import booking, scheduled
from workshops.models import Enrolment, Session

#: Plain letters, so that they are found in JSON, in a mail's quoted-printable and in a text message too.
NAME, PART_OF_NAME = "Zébulonia", "bulonia"
EMAIL, PART_OF_EMAIL = "tres.rare.adresse@demo.test", "tres.rare.adresse"
PHONE, PART_OF_PHONE = "06 98 76 54 32", "698765432"
WORDS = [PART_OF_NAME, PART_OF_EMAIL, PART_OF_PHONE]
#: What a family tells, what is written to it, and what is written of it: all that has to be purged.
TABLES_OF_A_FAMILY = {
    "workshops_enrolment",
    "workshops_registration",
    "workshops_registrationevent",
    "workshops_sessionchange",
    "workshops_feedback",
    "outbox_message",
}
FOLDERS = {"mail", "sms"}
SEVEN_MONTHS_LATER = datetime(2027, 10, 21, 10, tzinfo=UTC)


@pytest.fixture
def var(settings, tmp_path):
    """Where messages are written, and nothing else but them."""
    settings.OUTBOX_TRANSPORT = "outbox.backends.FileTransport"
    settings.MAIL_DIR, settings.SMS_DIR = tmp_path / "mail", tmp_path / "sms"
    return tmp_path


@pytest.fixture
def log():
    """The site's own log, line by line as it is written."""
    console, lines = logging.getLogger("django").handlers[0], StringIO()
    before = console.setStream(lines)
    yield lines
    console.setStream(before)


# What happens -----------------------------------------------------------------------------


def live(clock, client, settings, var):
    """All that a family can do and have done to it, from February to the end of March.

    Its links and codes, and where it stood written in February: some of it is purged in between.
    """
    held = SessionFactory(day=on("2027-03-13"))
    editor = desk(editor_of_the_vosges())
    link = join_again_and_again(client, held)
    find_again(client, Enrolment.objects.get(email=EMAIL))
    have_it_changed_and_sent(client, link)
    send_badly_then_well(clock, settings)
    get_a_place_out_of_turn(clock, client, editor)
    be_cancelled_by_staff(client, editor)
    be_registered_by_staff(editor, held)
    keys = [key for pair in Enrolment.objects.values_list("token", "code") for key in pair]
    early = found(WORDS, var)
    be_told_of_changes(clock, editor, held)
    give_feedback_when_all_is_over(clock, client, link)
    return keys, set(early)


def join_again_and_again(client, session):
    """By e-mail with somebody's help, by another form, and by phone alone."""
    helped = {"helper": f"La voisine de {NAME}", "agreed": "on"}
    needs = {"needs": ["other"], "message": f"{NAME} vient en fauteuil", "consent": "on"}
    link = send(client, session, **helped, **needs)["Location"]
    send(client, session)
    send(client, session, email="")
    return link


def find_again(client, enrolment):
    look_up = {"action": "open", "code": enrolment.code}
    for contact in (PHONE, "01 23 45 67 89"):
        client.post(reverse("find_enrolment"), {**look_up, "contact": contact})
    for contact in (PHONE, EMAIL):
        client.post(reverse("find_enrolment"), {"action": "send_link", "contact": contact})


def have_it_changed_and_sent(client, link):
    party = {"adults": "1", "children": "1", "message": f"{NAME} vient à pied", "consent": "on"}
    client.post(link, {"action": "change", **party})
    client.post(link, {"action": "send_data"})
    client.get(f"{link}donnees.json")
    client.get(f"{link}inconnue/")


def send_badly_then_well(clock, settings):
    """The mail server refuses everything and quotes the address, then takes all; one mail comes back."""
    well, settings.OUTBOX_TRANSPORT = settings.OUTBOX_TRANSPORT, "tests.privacy.quoting.QuotingTransport"
    Worker().run(until_empty=True)
    settings.OUTBOX_TRANSPORT = well
    clock.shift(120)
    Worker().run(until_empty=True)
    note_bounce(Message.objects.filter(channel="email").sent().first())


def get_a_place_out_of_turn(clock, client, editor):
    """Too late for an offer: staff telephones, and writes why."""
    soon = SessionFactory(day=on("2027-02-01"), start=time(13), end=time(15), capacity=1)
    first = registered(soon)
    send(client, soon, children="0")
    booking.cancel(first.enrolment)
    act(editor, "offer", soon, reason=f"{NAME} vient de loin", agreed="on")


def be_cancelled_by_staff(client, editor):
    session = SessionFactory(day=on("2027-03-06"))
    send(client, session)
    act(editor, "cancel", session, reason=f"{NAME} nous a téléphoné")


def be_registered_by_staff(editor, session):
    family = {"name": f"Cousine de {NAME}", "phone": "06 12 34 56 78", "adults": "1", "agreed": "on"}
    editor.post(reverse("seances:register", args=[session.pk]), family)
    editor.get(reverse("inscriptions:index"), {"q": NAME})


def be_told_of_changes(clock, editor, session):
    editor.post(reverse("seances:postpone", args=[session.pk]), {"reason": f"{NAME} est malade"})
    again = same_form(Session.objects.get(pk=session.pk), day="20/03/2027", reason=f"{NAME} est guérie")
    editor.post(reverse("seances:edit", args=[session.pk]), again)
    for day in (17, 19):
        clock.move_to(datetime(2027, 3, day, 10, tzinfo=UTC))
        Worker().run(until_empty=True)


def give_feedback_when_all_is_over(clock, client, link):
    clock.move_to(datetime(2027, 3, 20, 12, tzinfo=UTC))
    answers = {"confidence_before": "1", "confidence_after": "4", "useful": "3"}
    client.post(link, {"action": "feedback", **answers, "words": f"Merci de la part de {NAME}"})
    Worker().run(until_empty=True)


def send(client, session, **other):
    """The form of the family, filled in a minute."""
    form = {"name": NAME, "email": EMAIL, "phone": PHONE, "adults": "1", "children": "2", "language": "fr"}
    return client.post(reverse("register", args=[session.ref]), {**form, **other})


def act(editor, name, session, **form):
    """What staff does to the registration of the family."""
    row = session.registrations.get(enrolment__email=EMAIL)
    return editor.post(reverse(f"inscriptions:{name}", args=[row.pk]), form)


# What is found ----------------------------------------------------------------------------


def found(words, folder):
    """``{table or folder: words}``: in every row of every table, and in every file below ``folder``."""
    places = {}
    for place, text in [*rows(), *files(folder)]:
        here = {word for word in words if word.casefold() in text}
        if here:
            places.setdefault(place, set()).update(here)
    return places


def rows():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(readable(value) for value in row)


def files(folder):
    for path in Path(folder).rglob("*"):
        if path.is_file():
            yield path.parent.name, f"{path.name} {readable(path.read_bytes())}"


def readable(value):
    """As text; without the line ends by which a mail cuts a word."""
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode(errors="replace")
    return str(value).replace("=\r\n", "").replace("=\n", "").casefold()


@pytest.mark.django_db
def test_a_name_is_written_where_it_is_known_to_be_and_purged_from_there(clock, client, settings, var):
    keys, early = live(clock, client, settings, var)
    before = found(WORDS + keys, var)

    clock.move_to(SEVEN_MONTHS_LATER)
    scheduled.purge_personal_data()

    assert set(before) | early == TABLES_OF_A_FAMILY | FOLDERS
    assert {word for words in before.values() for word in words} > set(WORDS)
    assert found(WORDS + keys, var) == {}


@pytest.mark.django_db
def test_the_command_leaves_as_little_as_the_worker(clock, var):
    registered(SessionFactory(day=on("2027-03-13")), name=NAME, email=EMAIL)
    Worker().run(until_empty=True)
    before = found(WORDS, var)

    clock.move_to(SEVEN_MONTHS_LATER)
    call_command("purge_personal_data", stdout=StringIO())

    assert set(before) == {"workshops_enrolment", "workshops_registration", "outbox_message", "mail"}
    assert found(WORDS, var) == {}


@pytest.mark.django_db
def test_the_log_tells_no_name_no_contact_and_no_secret_address(clock, client, settings, var, log):
    keys, _early = live(clock, client, settings, var)
    clock.move_to(SEVEN_MONTHS_LATER)
    scheduled.purge_personal_data()

    lines = log.getvalue()

    assert "Not Found: /inscriptions/…/" in lines
    assert "failed: SMTPRecipientsRefused 550" in lines
    assert "scheduled work" not in lines
    assert [word for word in WORDS + keys if word.casefold() in lines.casefold()] == []


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_keeps_no_blanked_word_in_its_files(clock):
    """What it frees it writes over, and its journal is emptied."""
    registered(SessionFactory(day=on("2027-03-13")), name=NAME, email=EMAIL)
    before = in_the_files_of_the_database()

    clock.move_to(SEVEN_MONTHS_LATER)
    purge()

    assert before == [PART_OF_NAME, PART_OF_EMAIL]
    assert in_the_files_of_the_database() == []


def in_the_files_of_the_database():
    name = Path(connection.settings_dict["NAME"])
    written = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    return [word for word in WORDS if word.encode() in written]

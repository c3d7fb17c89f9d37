"""A family asks to be forgotten: it is, at once and everywhere, and its places go to others."""

from datetime import UTC, datetime

import pytest
import time_machine

from outbox.models import Message
from outbox.worker import Worker
from tests.factories import SessionFactory, registered
from tests.workshops.families import DAY, camille
from workshops import booking, scheduling
from workshops.models import Enrolment, Registration, RegistrationEvent, Status

pytestmark = pytest.mark.django_db

TODAY = datetime(2027, 2, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def files(settings, tmp_path):
    """The folder of the mails that left."""
    settings.OUTBOX_TRANSPORT = "outbox.backends.FileTransport"
    settings.MAIL_DIR, settings.SMS_DIR = tmp_path / "mail", tmp_path / "sms"
    return settings.MAIL_DIR


def erase(client, enrolment):
    return client.post(enrolment.get_absolute_url(), {"action": "erase"})


def status(row):
    return Registration.objects.get(pk=row.pk).status


def test_a_page_says_that_it_is_erased_and_the_link_opens_nothing_any_more(client):
    enrolment = camille()

    answer = erase(client, enrolment)

    assert (answer.status_code, answer["Location"]) == (303, "/inscriptions/effacees/")
    assert "Nous ne savons plus qui vous êtes." in client.get(answer["Location"]).content.decode()
    gone = [enrolment, Enrolment.objects.get(pk=enrolment.pk)]
    assert [client.get(each.get_absolute_url()).status_code for each in gone] == [404, 404]
    assert client.get(f"{enrolment.get_absolute_url()}donnees.json").status_code == 404


def test_nothing_personal_is_left_and_the_counts_are(client):
    enrolment = camille()
    booking.change(enrolment, party=booking.Party(adults=2, children=2, message="Merci d’avance"))

    erase(client, enrolment)

    known, row = Enrolment.objects.get(), Registration.objects.get()
    kept = {"token", "code"}  # new ones, that nobody was given
    assert {getattr(known, name) for name in Enrolment.personal_fields if name not in kept} == {"", None}
    assert known.anonymised_at == TODAY
    assert (row.contact_key, row.needs, row.interpreter_language, row.message) == ("", [], "", "")
    assert (row.adults, row.children, row.status) == (2, 2, Status.CANCELLED)
    assert [event.verb for event in row.events.all()] == ["registered", "changed", "cancelled", "erased"]


def test_what_staff_wrote_of_it_is_erased_too(client):
    enrolment = camille()
    booking.cancel(enrolment, by=booking.STAFF, reason="Camille a téléphoné")

    erase(client, enrolment)

    assert set(RegistrationEvent.objects.values_list("reason", flat=True)) == {""}


def test_its_places_are_offered_to_the_next_family_at_once(client):
    session = SessionFactory(capacity=3)
    enrolment = camille(session)
    waiting = registered(session, heads=3, email="dominique@demo.test")

    erase(client, enrolment)

    session.refresh_from_db()
    assert status(waiting) == Status.OFFERED
    assert session.places_taken == 3
    assert Message.objects.get(kind="offered").recipient == "dominique@demo.test"


def test_messages_about_it_are_blanked_and_those_not_sent_never_are(client, mailoutbox, settings):
    settings.OUTBOX_TRANSPORT, settings.MAIL_DIR = "django.core.mail.backends.locmem.EmailBackend", None
    session = SessionFactory()
    enrolment = camille(session)
    registered(session, email="dominique@demo.test")

    erase(client, enrolment)
    Worker().run(until_empty=True)

    mine = Message.objects.get(about=f"enrolment:{enrolment.pk}")
    assert [getattr(mine, name) for name in Message.personal_fields] == ["", "", "", "", "", {}]
    assert [mail.to for mail in mailoutbox] == [["dominique@demo.test"]]


def test_files_of_messages_that_left_are_removed(client, files, django_capture_on_commit_callbacks):
    enrolment = camille()
    other = registered(SessionFactory())
    Worker().run(until_empty=True)

    with django_capture_on_commit_callbacks(execute=True):
        erase(client, enrolment)

    theirs = Message.objects.get(about=f"enrolment:{other.enrolment.pk}")
    assert [path.name for path in files.iterdir()] == [theirs.file_name("eml")]


def test_nobody_is_told_that_it_is_erased(client):
    enrolment = camille()
    Message.objects.all().delete()

    erase(client, enrolment)

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("became", "status_after"),
    [("cancelled", Status.CANCELLED), ("postponed", Status.CANCELLED), ("over", Status.CONFIRMED)],
)
def test_a_registration_is_erased_whatever_became_of_the_session(client, clock, became, status_after):
    session = SessionFactory(day=DAY)
    enrolment = camille(session)
    if became == "over":
        clock.move_to(datetime(2027, 3, 14, 8, tzinfo=UTC))
    else:
        act = {"cancelled": scheduling.cancel, "postponed": scheduling.postpone}[became]
        act(session, reason="Neige.", by=None)

    answer = erase(client, enrolment)

    assert answer.status_code == 303
    assert Enrolment.objects.get().name == ""
    assert status(enrolment.registrations.get()) == status_after
    assert booking.check_places() == []


def test_a_registration_that_was_cancelled_is_erased(client):
    enrolment = camille()
    booking.cancel(enrolment)

    erase(client, enrolment)

    assert Enrolment.objects.get().name == ""


def test_the_other_registrations_of_the_contact_are_left(client):
    erased, other = camille(), camille(SessionFactory())

    erase(client, erased)

    assert client.get(other.get_absolute_url()).status_code == 200
    assert Enrolment.objects.get(pk=other.pk).name == "Camille"


def test_who_is_erased_may_register_again_as_somebody_new(client):
    session = SessionFactory()
    erased = camille(session, key="a form’s key")
    erase(client, erased)

    again = camille(session, key="a form’s key")

    assert again.pk != erased.pk
    assert again.registrations.get().status == Status.CONFIRMED


def test_a_letter_with_all_data_does_not_outlive_one_of_its_registrations(client):
    asked, erased = (registered(SessionFactory(), email="camille@demo.test").enrolment for _date in range(2))
    client.post(asked.get_absolute_url(), {"action": "send_data"})

    erase(client, erased)

    assert list(Message.objects.filter(text__contains=erased.code)) == []

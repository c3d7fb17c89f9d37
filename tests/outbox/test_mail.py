import email
import email.policy
from datetime import UTC, datetime

import pytest

from outbox.mail import compose

from .letters import ICS, letter

pytestmark = pytest.mark.django_db


def as_received(message):
    return email.message_from_bytes(compose(message).message().as_bytes(), policy=email.policy.default)


def structure(part):
    if part.is_multipart():
        return part.get_content_type(), [structure(inner) for inner in part.iter_parts()]
    return part.get_content_type()


def part_of(mail, content_type):
    (found,) = [part for part in mail.walk() if part.get_content_type() == content_type]
    return found


def test_a_plain_message_is_plain_text():
    mail = as_received(letter(subject="Séance à Épinal", text="Bonjour, à samedi."))

    assert structure(mail) == "text/plain"
    assert mail["Subject"] == "Séance à Épinal"
    assert mail.get_content().strip() == "Bonjour, à samedi."


def test_a_formatted_message_has_both_texts():
    mail = as_received(letter(html="<p>Bonjour, à samedi.</p>"))

    assert structure(mail) == ("multipart/alternative", ["text/plain", "text/html"])


def test_an_invitation_is_the_last_alternative_and_a_file():
    mail = as_received(letter(html="<p>Bonjour</p>", calendar=ICS, calendar_method="REQUEST"))

    assert structure(mail) == (
        "multipart/mixed",
        [
            ("multipart/alternative", ["text/plain", "text/html", "text/calendar"]),
            "application/ics",
        ],
    )


def test_an_invitation_says_its_method_and_is_no_attachment():
    part = part_of(as_received(letter(calendar=ICS, calendar_method="CANCEL")), "text/calendar")

    assert dict(part["Content-Type"].params) == {"method": "CANCEL", "charset": "utf-8"}
    assert part["Content-Disposition"] is None
    assert part["Content-Transfer-Encoding"] == "base64"


def test_both_copies_of_a_calendar_keep_every_byte():
    mail = as_received(letter(calendar=ICS, calendar_method="REQUEST"))

    copies = [part_of(mail, name).get_payload(decode=True) for name in ("text/calendar", "application/ics")]

    assert copies == [ICS.encode(), ICS.encode()]


def test_a_calendar_file_is_named():
    part = part_of(as_received(letter(calendar=ICS, calendar_method="REQUEST")), "application/ics")

    assert (part.get_content_disposition(), part.get_filename()) == ("attachment", "seance.ics")


def test_the_message_id_comes_from_the_row():
    message = letter()

    assert as_received(message)["Message-ID"] == f"<{message.pk}@parents.example>"


def test_the_date_is_when_the_message_was_written(time_machine):
    time_machine.move_to(datetime(2027, 3, 13, 12, 30, tzinfo=UTC), tick=False)
    message = letter()
    time_machine.shift(3600)

    assert as_received(message)["Date"].datetime == datetime(2027, 3, 13, 12, 30, tzinfo=UTC)


def test_a_message_says_that_a_machine_wrote_it_and_in_which_language():
    mail = as_received(letter(language="ar"))

    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "ar")


def test_a_message_says_how_to_be_written_to_no_more():
    how = {
        "List-Unsubscribe": "<https://parents.example/inscriptions/4fd2/rappels/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

    mail = as_received(letter(headers=how))

    assert {name: mail[name] for name in how} == how


def test_answers_go_to_a_reader_when_there_is_one(settings):
    assert as_received(letter(cause="a"))["Reply-To"] is None

    settings.REPLY_TO = "contact@parents.example"
    own = letter(cause="c", headers={"Reply-To": "vosges@parents.example"})
    assert as_received(letter(cause="b"))["Reply-To"] == "contact@parents.example"
    assert as_received(own)["Reply-To"] == "vosges@parents.example"


def test_a_message_goes_to_one_person_from_the_site():
    mail = as_received(letter(recipient="famille@courriel.example"))

    assert mail["To"] == "famille@courriel.example"
    assert mail["From"] == "e-parentalité <ne-pas-repondre@parents.example>"


def test_a_message_may_have_another_sender():
    mail = compose(letter(headers={"From": "vosges@parents.example"}))

    assert mail.from_email == "vosges@parents.example"
    assert mail.message()["From"] == "vosges@parents.example"

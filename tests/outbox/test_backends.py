import email
from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from outbox import delivery, jobs
from outbox.checks import mail_goes_somewhere
from outbox.models import Message

from .letters import letter

pytestmark = pytest.mark.django_db


def send_everything():
    call_command("worker", "--until-empty")


def test_a_mail_of_django_becomes_a_row(mailoutbox):
    send_mail("Objet", "Texte", None, ["equipe@parents.example"], html_message="<p>Texte</p>")

    row = Message.objects.get()
    assert (row.kind, row.recipient, row.subject) == ("staff", "equipe@parents.example", "Objet")
    assert (row.text, row.html) == ("Texte", "<p>Texte</p>")
    assert mailoutbox == []


def test_each_reader_gets_a_mail_of_their_own():
    EmailMessage("Objet", "Texte", to=["a@b.example"], cc=["c@d.example"], bcc=["a@b.example"]).send()

    assert sorted(Message.objects.values_list("recipient", flat=True)) == ["a@b.example", "c@d.example"]


def test_a_mail_rolled_back_is_not_sent():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail("Objet", "Texte", None, ["equipe@parents.example"])
        raise ZeroDivisionError

    assert Message.objects.count() == 0


def test_a_mail_keeps_its_sender_its_language_and_where_to_answer(mailoutbox):
    with translation.override("en"):
        EmailMessage(
            "Subject", "Text", "other@parents.example", ["a@b.example"], reply_to=["reader@parents.example"]
        ).send()

    send_everything()

    (mail,) = mailoutbox
    assert (mail.from_email, mail.extra_headers["Reply-To"]) == (
        "other@parents.example",
        "reader@parents.example",
    )
    assert mail.extra_headers["Content-Language"] == "en"


def test_a_mail_that_is_only_html_has_a_plain_text_too():
    mail = EmailMessage("Objet", "<p>Texte</p>", to=["a@b.example"])
    mail.content_subtype = "html"
    mail.send()

    row = Message.objects.get()
    assert (row.text, row.html) == ("Texte", "<p>Texte</p>")


def test_what_the_outbox_cannot_carry_is_refused_aloud():
    mail = EmailMultiAlternatives("Objet", "Texte", to=["a@b.example"])
    mail.attach("liste.csv", "a;b", "text/csv")

    with pytest.raises(ValueError, match="plain text and HTML only"):
        mail.send()


def test_a_forgotten_password_goes_through_the_outbox(client, staff, mailoutbox):
    staff()

    client.post(reverse("account_reset_password"), {"email": "equipe@parents.example"})

    jobs.run_all()
    assert list(Message.objects.values_list("kind", "recipient")) == [
        ("password_reset", "equipe@parents.example")
    ]
    assert mailoutbox == []


def test_a_sent_mail_is_a_file_named_from_its_row(mail_dir, time_machine):
    time_machine.move_to(datetime(2027, 3, 13, 12, 30, 5, tzinfo=UTC), tick=False)
    message = letter(subject="Votre inscription")

    send_everything()

    (file,) = mail_dir.iterdir()
    assert file.name == f"20270313-123005-{message.pk}.eml"
    assert email.message_from_bytes(file.read_bytes())["Subject"] == "Votre inscription"


def test_a_mail_sent_again_makes_no_second_file(mail_dir):
    letter()
    delivery.attempt(delivery.claim())
    Message.objects.update(claimed_until=None)

    send_everything()

    assert len(list(mail_dir.iterdir())) == 1


def test_a_mail_sent_by_a_server_is_also_kept_as_a_file(settings, tmp_path, mailoutbox):
    settings.MAIL_DIR = tmp_path
    letter()

    send_everything()

    assert (len(mailoutbox), len(list(tmp_path.glob("*.eml")))) == (1, 1)


def test_a_copy_that_cannot_be_written_does_not_send_a_mail_twice(settings, tmp_path, mailoutbox):
    settings.MAIL_DIR = tmp_path / "file"
    settings.MAIL_DIR.touch()
    letter()

    send_everything()

    assert len(mailoutbox) == 1
    assert Message.objects.sent().count() == 1


def test_a_mail_file_is_read_by_the_sites_account_alone(mail_dir):
    letter()

    send_everything()

    (file,) = mail_dir.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_site_without_a_transport_does_not_start(settings):
    settings.OUTBOX_TRANSPORT = "outbox.backends.FileTransport"

    assert [error.id for error in mail_goes_somewhere(None)] == ["outbox.E001"]


def test_a_site_with_a_transport_starts(mail_dir):
    assert mail_goes_somewhere(None) == []

"""What families are told: by which way, in which language, once per cause, and never another's."""

from datetime import timedelta

import polib
import pytest
import time_machine
from django.utils import timezone

from content import languages
from outbox.models import Channel, Message
from outbox.queue import note_bounce
from tests.factories import SessionFactory, UserFactory, registered
from workshops import booking, notices, scheduling
from workshops.models import Enrolment, SessionChange

pytestmark = pytest.mark.django_db

PHONE = "+33612345678"


def sent(kind, **filters):
    return list(Message.objects.filter(kind=kind, **filters).order_by("created_at"))


def channels(kind):
    return [str(message.channel) for message in sent(kind)]


def offered_to(waiting):
    """A place is freed for the family that waits."""
    booking.cancel(waiting.session.registrations.confirmed().get().enrolment)
    (message,) = sent("offered", channel=Channel.EMAIL)
    return message


def waiting_family(**contact):
    return registered(SessionFactory(capacity=1, full=True), **contact)


def test_a_family_with_an_address_is_written_to_there():
    registered(SessionFactory(), phone=PHONE)

    assert channels("registered") == ["email"]


def test_a_family_with_a_phone_alone_gets_a_text_message_with_its_code_and_its_link():
    registration = registered(SessionFactory(), email="", phone=PHONE)

    (message,) = sent("registered")
    assert (message.channel, message.recipient, message.time_zone) == ("sms", PHONE, "Europe/Paris")
    assert registration.enrolment.code in message.text
    assert f"/inscriptions/{registration.enrolment.token}/" in message.text
    assert "’" not in message.text


def test_a_family_with_neither_is_written_to_by_nobody():
    booking.register(SessionFactory(), contact=booking.Contact(name="Sans rien"), party=booking.Party())

    assert Message.objects.count() == 0


def test_what_cannot_wait_goes_both_ways():
    waiting = waiting_family(phone=PHONE)
    offered_to(waiting)
    asked = channels("offered")
    scheduling.cancel(waiting.session, reason="La salle est fermée.", by=None)

    assert asked == ["email", "sms"]
    assert [message.channel for message in sent("session_changed", recipient__in=[PHONE])] == ["sms"]


def test_an_address_that_came_back_is_not_written_to_again():
    registration = registered(SessionFactory(), phone=PHONE)
    Message.objects.update(sent_at=timezone.now())
    note_bounce(sent("registered")[0])

    booking.cancel(registration.enrolment)

    assert channels("cancelled") == ["sms"]


def test_where_no_text_message_can_be_sent_none_is_written(settings, monkeypatch):
    monkeypatch.setattr("outbox.sms.is_available", lambda: False)

    registered(SessionFactory(), email="", phone=PHONE)

    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "C’est noté"), ("en", "Your place is confirmed"), ("ar", "تم")]
)
def test_a_family_is_written_to_in_its_language(language, words):
    registration = registered(SessionFactory(), language=language)

    (message,) = sent("registered")
    assert message.language == language
    assert words in message.text
    assert f"{languages.path_in(language, registration.enrolment.get_absolute_url())}" in message.text


@pytest.fixture
def catalogue(settings, tmp_path):
    """A function that has every ``step``-th sentence of the Arabic messages become fuzzy, and all others or none."""
    original = settings.ROOT / "site/locale/ar/LC_MESSAGES/django.po"
    written = tmp_path / "site/locale/ar/LC_MESSAGES/django.po"
    written.parent.mkdir(parents=True)

    def with_fuzzy(step, *, elsewhere=False):
        entries = polib.pofile(str(original))
        said = [
            entry
            for entry in entries
            if any(file.startswith(languages.MESSAGES) for file, _ in entry.occurrences)
        ]
        for entry in [*said[::step], *(entry for entry in entries if elsewhere and entry not in said)]:
            entry.flags.append("fuzzy")
        entries.save(str(written))
        languages.for_messages.cache_clear()

    settings.ROOT = tmp_path
    yield with_fuzzy
    languages.for_messages.cache_clear()


def language_written_in():
    registered(SessionFactory(), language="ar")
    return sent("registered")[0].language


def test_one_fuzzy_sentence_does_not_turn_a_message_french(catalogue):
    catalogue(step=1000)

    assert language_written_in() == "ar"


def test_nor_do_sentences_that_no_message_says(catalogue):
    catalogue(step=1000, elsewhere=True)

    assert language_written_in() == "ar"


def test_a_language_in_which_messages_would_be_half_french_is_not_written_in(catalogue):
    catalogue(step=10)

    assert language_written_in() == "fr"


def test_an_offer_says_until_when_and_asks_yes_or_no():
    message = offered_to(waiting_family())

    waiting = Enrolment.objects.latest("pk").registrations.get()
    assert waiting.deadline_words in message.text
    assert waiting.deadline_words in message.html
    assert "Répondre : oui ou non" in message.html.replace("\u00a0", " ")


def test_a_cancellation_says_who_made_it():
    """Never « à votre demande » where the team did it."""
    ours, theirs = (registered(SessionFactory()) for _family in range(2))

    booking.cancel(ours.enrolment)
    booking.cancel(theirs.enrolment, by=booking.STAFF, user=UserFactory(), reason="Vous avez téléphoné.")

    by_family, by_staff = sent("cancelled")
    assert "à votre demande" in by_family.text
    assert "à votre demande" not in by_staff.text
    assert "L’équipe de la séance a annulé" in by_staff.text
    assert "Vous avez téléphoné." in by_staff.text
    assert "Vous avez téléphoné." in by_staff.html


@pytest.mark.parametrize("kind", SessionChange.Kind.values)
def test_every_kind_of_change_has_a_headline(kind):
    change = SessionChange(kind=kind)

    assert change.headline


def test_a_change_says_what_was_what_is_and_why_to_each_family_as_it_stands():
    session = SessionFactory(capacity=1, full=True, waiting=1)

    scheduling.move(
        session, day=session.local_date + timedelta(days=7), reason="La salle est prise.", by=None
    )

    messages = sent("session_changed")
    standing = [("Votre place est confirmée" in m.text, "liste d’attente" in m.text) for m in messages]
    assert standing == [(True, False), (False, True)]
    assert all("La salle est prise." in message.text for message in messages)
    assert all("Cette séance change de date ou de lieu" in message.html for message in messages)


def test_those_who_run_a_session_are_told_too_but_for_who_did_it():
    here, elsewhere = UserFactory(facilitator=True), UserFactory(facilitator=True)
    session = SessionFactory(facilitators=[here, elsewhere])
    registered(session)

    scheduling.cancel(session, reason="La salle est fermée.", by=here)

    (message,) = sent("team_session_changed")
    assert message.recipient == elsewhere.email
    assert "1 famille concernée" in message.text
    assert "La salle est fermée." in message.html


def test_a_message_is_kept_thirty_days_after_the_session():
    registration = registered(SessionFactory())

    (message,) = sent("registered")
    assert message.kept_until == registration.session.ends_at + timedelta(days=30)


def test_the_link_is_sent_again_once_an_hour_at_most():
    registration = registered(SessionFactory())
    with time_machine.travel("2027-01-01T09:00Z"):
        notices.link_again(registration.enrolment)
        notices.link_again(registration.enrolment)
    with time_machine.travel("2027-01-01T10:01Z"):
        notices.link_again(registration.enrolment)

    assert len(sent("link_again")) == 2


def test_only_reminders_and_thanks_can_be_unsubscribed_from():
    registration = registered(SessionFactory())
    notices.reminder(registration, 1)
    notices.thanks(registration)

    headers = {message.kind: message.headers for message in Message.objects.all()}
    address = f"<http://localhost:8000/inscriptions/{registration.enrolment.token}/rappels/>"
    wanted = {"List-Unsubscribe": address, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert headers == {"registered": {}, "reminder": wanted, "thanks": wanted}


def test_who_wants_no_reminder_gets_none_but_hears_of_a_change():
    registration = registered(SessionFactory())
    booking.stop_reminders(registration.enrolment)
    registration.enrolment.refresh_from_db()

    notices.reminder(registration, 1)
    scheduling.cancel(registration.session, reason="La salle est fermée.", by=None)

    assert (sent("reminder"), len(sent("session_changed"))) == ([], 1)


def test_every_message_can_be_read_without_pictures_and_without_html():
    waiting = waiting_family(phone=PHONE)
    message = offered_to(waiting)

    for each in Message.objects.filter(channel=Channel.EMAIL):
        assert "<img" not in each.html
        assert each.text.strip()
    assert message.created_at <= timezone.now()

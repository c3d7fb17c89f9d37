"""What mails put in a family's calendar, move there and take out of it."""

import email
from email import policy

import pytest

from outbox.mail import compose
from outbox.models import Message
from tests.factories import SessionFactory, TerritoryFactory, VenueFactory, on, registered
from tests.workshops.calendars import unfolded, values, words
from tests.workshops.situations import course, own_calendar, saturday
from workshops import booking, scheduling
from workshops.models import Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_site", "wednesday")]
JOIN = "https://visio.example.org/salle"


def letters(kind="", **filters):
    found = Message.objects.filter(channel="email", **filters).order_by("created_at", "pk")
    return list(found.filter(kind=kind) if kind else found)


def received(message):
    return email.message_from_bytes(compose(message).message().as_bytes(), policy=policy.default)


def invitations(enrolment=None):
    """``(method, SEQUENCE, STATUS, UID)`` of all that was sent, in order."""
    found = letters(about=f"enrolment:{enrolment.pk}") if enrolment else letters()
    return [
        (
            message.calendar_method,
            *(values(message.calendar.encode(), name)[0] for name in ("SEQUENCE", "STATUS", "UID")),
        )
        for message in found
        if message.calendar
    ]


def test_a_family_that_gets_its_places_is_invited(settings):
    registration = registered(saturday(), name="Claude « Exemple », famille", email="claude@demo.test")

    (message,) = letters("registered")
    mail = received(message)
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    content = calendar.get_payload(decode=True)

    assert calendar.get_params() == [("text/calendar", ""), ("method", "REQUEST"), ("charset", "utf-8")]
    assert values(content, "METHOD") == ["REQUEST"]
    assert values(content, "ORGANIZER") == ["mailto:ne-pas-repondre@parents.example"]
    assert values(content, "ATTENDEE") == ["mailto:claude@demo.test"]
    assert "RSVP=FALSE" in unfolded(content)
    assert "PARTSTAT=ACCEPTED" in unfolded(content)
    assert registration.enrolment.token not in unfolded(content)


def test_the_answers_of_calendars_go_to_whoever_reads_the_answers_to_the_mail():
    territory = TerritoryFactory(contact_email="vosges@demo.test")
    registered(saturday(venue=VenueFactory(territory=territory)))

    (message,) = letters("registered")

    assert values(message.calendar.encode(), "ORGANIZER") == ["mailto:vosges@demo.test"]
    assert received(message)["Reply-To"] == "vosges@demo.test"


def test_who_waits_is_not_invited_before_it_says_yes():
    session = saturday(full=True, capacity=2)
    waiting = registered(session, heads=2).enrolment

    booking.cancel(session.registrations.confirmed().get().enrolment)
    before = invitations(waiting)
    booking.accept(waiting)

    assert before == []
    assert [row[:3] for row in invitations(waiting)] == [("REQUEST", "2", "CONFIRMED")]


def test_each_change_is_an_invitation_with_a_higher_number_and_the_end_a_cancellation(wednesday):
    session = saturday()
    enrolment = registered(session).enrolment
    for day in ("2027-03-14", "2027-03-15"):
        scheduling.move(session, day=on(day), reason="La salle est prise.", by=None)
    scheduling.postpone(session, reason="L’animatrice est souffrante.", by=None)
    scheduling.move(session, day=on("2027-03-20"), reason="Elle va mieux.", by=None)

    scheduling.cancel(session, reason="Elle a rechuté.", by=None)

    uid = str(session.uid)
    assert invitations(enrolment) == [
        ("REQUEST", "0", "CONFIRMED", uid),
        ("REQUEST", "1", "CONFIRMED", uid),
        ("REQUEST", "2", "CONFIRMED", uid),
        ("CANCEL", "3", "CANCELLED", uid),
        ("REQUEST", "4", "CONFIRMED", uid),
        ("CANCEL", "5", "CANCELLED", uid),
    ]


def test_a_family_that_gives_its_place_back_and_takes_it_again_is_followed():
    session = saturday()
    enrolment = registered(session).enrolment
    booking.cancel(enrolment)
    booking.register_again(enrolment)

    scheduling.move(session, day=on("2027-03-14"), reason="La salle est prise.", by=None)

    assert [row[:3] for row in invitations(enrolment)] == [
        ("REQUEST", "0", "CONFIRMED"),
        ("CANCEL", "1", "CANCELLED"),
        ("REQUEST", "2", "CONFIRMED"),
        ("REQUEST", "3", "CONFIRMED"),
    ]


def test_who_only_waited_has_nothing_to_take_out_of_its_calendar():
    waiting = registered(saturday(full=True), heads=2).enrolment

    booking.cancel(waiting)

    assert invitations(waiting) == []


def test_each_date_of_a_course_comes_and_goes_by_a_mail_of_its_own():
    dates = course()
    enrolment = registered(dates[0]).enrolment

    booking.cancel(enrolment)

    uids = [str(date.uid) for date in dates]
    requests, cancellations = invitations(enrolment)[:3], invitations(enrolment)[3:]
    assert sorted(row[3] for row in requests) == sorted(row[3] for row in cancellations) == sorted(uids)
    assert {row[:2] for row in requests} == {("REQUEST", "0")}
    assert {row[:2] for row in cancellations} == {("CANCEL", "1")}
    assert [message.kind for message in letters(about=f"enrolment:{enrolment.pk}")].count("date") == 4


def test_a_family_without_a_mailbox_gets_no_file():
    registered(saturday(), email="", phone="+33612345678")

    assert Message.objects.exclude(calendar="").count() == 0


def test_an_invitation_is_in_the_language_of_the_family():
    registered(saturday(venue=None, join_url=JOIN), language="en")

    (message,) = letters("registered")

    assert f"To join the session online: {JOIN}" in words(message.calendar.encode(), "DESCRIPTION")
    assert values(message.calendar.encode(), "URL") == [
        f"https://parents.example/en/seances/{Enrolment.objects.get().registrations.get().session.ref}/"
    ]


def test_its_own_calendar_and_its_mail_say_the_same_of_a_date(client):
    registration = registered(SessionFactory(day=on("2027-03-13")))
    (message,) = letters("registered")

    mailed, feed = message.calendar.encode(), own_calendar(client, registration.enrolment)

    for name in ("UID", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LAST-MODIFIED"):
        assert values(mailed, name) == values(feed, name)


def test_who_came_back_to_wait_and_leaves_has_nothing_more_to_take_out():
    session = saturday(capacity=2)
    enrolment = registered(session, heads=2).enrolment
    booking.cancel(enrolment)
    registered(session, heads=2)
    booking.register_again(enrolment)

    booking.cancel(enrolment)

    assert [row[:3] for row in invitations(enrolment)] == [
        ("REQUEST", "0", "CONFIRMED"),
        ("CANCEL", "1", "CANCELLED"),
    ]


def test_the_mail_of_another_date_is_true_whoever_cancelled():
    enrolment = registered(course()[0]).enrolment
    booking.cancel(enrolment, by=booking.STAFF, reason="Vous êtes inscrits deux fois.")

    others = [message for message in letters("date") if message.calendar_method == "CANCEL"]

    assert len(others) == 2
    for message in others:
        assert message.text.startswith("Votre inscription à une autre date de cet atelier est annulée.")


def test_a_date_that_is_postponed_comes_with_its_new_one_and_not_before():
    dates = course()
    scheduling.postpone(dates[0], reason="La salle est prise.", by=None)

    enrolment = registered(dates[1]).enrolment
    before = invitations(enrolment)
    scheduling.move(dates[0], day=on("2027-04-03"), reason="La salle est libre.", by=None)

    uids = [str(date.uid) for date in dates]
    assert sorted((row[0], row[3]) for row in before) == sorted(("REQUEST", uid) for uid in uids[1:])
    assert [(row[0], row[1], row[3]) for row in invitations(enrolment)[2:]] == [("REQUEST", "2", uids[0])]
    (confirmation,) = letters("registered")
    assert values(confirmation.calendar.encode(), "UID") == [uids[1]]


def test_a_place_accepted_while_the_session_is_postponed_is_no_date_yet():
    session = saturday(capacity=2)
    leaving, asked = registered(session, heads=2).enrolment, registered(session, heads=2).enrolment
    booking.cancel(leaving)
    scheduling.postpone(session, reason="La salle est prise.", by=None)

    booking.accept(asked)

    assert invitations(asked) == []
    assert [message.kind for message in letters(about=f"enrolment:{asked.pk}")][-1] == "registered"


def test_a_family_that_was_erased_and_comes_back_is_not_taken_for_an_older_state_of_itself():
    session = saturday()
    before = registered(session, email="claude@demo.test").enrolment
    booking.cancel(before)
    cancelled = int(invitations(before)[-1][1])
    booking.erase(before)

    after = registered(session, email="claude@demo.test").enrolment

    assert int(invitations(after)[0][1]) > cancelled


def test_the_number_of_others_is_not_moved_by_an_erasure():
    session = saturday()
    staying, leaving = registered(session).enrolment, registered(session).enrolment
    booking.erase(leaving)

    scheduling.move(session, day=on("2027-03-14"), reason="La salle est prise.", by=None)

    assert [row[1] for row in invitations(staying)] == ["0", "1"]

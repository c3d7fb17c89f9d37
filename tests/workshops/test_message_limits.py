"""No form is a mail bomb: what anybody may cause is written so often in a day, what the team decides always."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from outbox import jobs
from outbox.models import Channel, Message
from privacy.limits import Limit
from tests.factories import SessionFactory, UserFactory, registered
from tests.workshops.crowds import at_once
from tests.workshops.offices import desk
from tests.workshops.situations import act, page_of
from workshops import booking, message_limits, notices, scheduling
from workshops.models import Enrolment, Status

pytestmark = pytest.mark.django_db

EMAIL, PHONE = "victime@demo.test", "+33612345678"
MAILS = message_limits.ON_REQUEST[Channel.EMAIL].most
TEXTS = message_limits.ON_REQUEST[Channel.SMS].most
NO_MORE = "Plus de message aujourd’hui"


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR = tmp_path / "sms"
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield traveller


def bombed(times, session=None, **contact):
    """Its enrolment, once one contact was registered and cancelled so many ``times``, in two messages each."""
    session = session or SessionFactory()
    enrolment = registered(session, **{"email": EMAIL, **contact}).enrolment
    for _time in range(times - 1):
        booking.cancel(enrolment)
        booking.register_again(enrolment)
    return enrolment


def lower(monkeypatch, name, most):
    """A limit that a test reaches sooner."""
    lowered = {
        channel: Limit(one.name, most=most, minutes=one.minutes)
        for channel, one in getattr(message_limits, name).items()
    }
    monkeypatch.setattr(message_limits, name, lowered)
    kinds = message_limits.OF_KIND
    old = {kind: lowered for kind, limits in kinds.items() if _is_named(limits, lowered)}
    monkeypatch.setattr(message_limits, "OF_KIND", {**kinds, **old})


def _is_named(limits, lowered):
    return {one.name for one in limits.values()} == {one.name for one in lowered.values()}


def test_one_address_at_session_after_session_gets_so_many_mails_and_loses_nothing(client):
    enrolments = [bombed(9) for _session in range(3)]

    assert Message.objects.filter(recipient=EMAIL).count() == MAILS
    assert [one.registrations.get().status for one in enrolments] == [Status.CONFIRMED] * 3
    page = page_of(client, enrolments[-1]).content.decode()
    assert [words in page for words in (NO_MORE, Enrolment.objects.latest("pk").code)] == [True, True]


def test_other_spellings_that_reach_one_mailbox_count_together():
    for spelling in ["vic.time@gmail.com", "victime+1@gmail.com", "VICTIME@googlemail.com"]:
        bombed(9, email=spelling)

    assert Message.objects.count() == MAILS


def test_a_number_gets_fewer_texts_than_an_address_gets_mails():
    bombed(9, email="", phone=PHONE)

    assert (TEXTS < MAILS, Message.objects.filter(recipient=PHONE).count()) == (True, TEXTS)


def test_erasing_the_data_gives_no_new_messages():
    session = SessionFactory()
    for _time in range(5):
        booking.erase(bombed(5, session))

    enrolment = bombed(1, session)
    assert Message.objects.filter(about=f"enrolment:{enrolment.pk}").count() == 0


def test_a_family_with_six_workshops_and_changes_is_told_everything(client):
    for _workshop in range(6):
        enrolment = registered(SessionFactory(), email=EMAIL).enrolment
        booking.change(enrolment, party=booking.Party(adults=2))
    booking.cancel(enrolment)

    kinds = [message.kind for message in Message.objects.order_by("created_at")]
    assert kinds == ["registered", "changed"] * 6 + ["cancelled"]
    assert NO_MORE not in page_of(client, enrolment).content.decode()


def test_a_day_later_it_is_written_to_again(clock):
    enrolment = bombed(25)

    clock.shift(timedelta(days=1))
    booking.cancel(enrolment)

    assert Message.objects.filter(recipient=EMAIL).count() == MAILS + 1


def test_what_the_team_decides_is_written_all_the_same():
    enrolment, person = bombed(25), UserFactory(facilitator=True)
    before = Message.objects.count()

    booking.change(enrolment, party=booking.Party(adults=2), by=booking.STAFF, user=person)
    scheduling.move(
        enrolment.registrations.get().session,
        start=datetime(2027, 3, 11, 15).time(),
        end=datetime(2027, 3, 11, 17).time(),
        reason="Travaux.",
        by=None,
    )
    booking.cancel(enrolment, by=booking.STAFF, user=person, reason="Vous nous avez téléphoné.")

    written = [message.kind for message in Message.objects.order_by("created_at")][before:]
    assert written == ["changed", "session_changed", "cancelled"]


def test_all_its_data_are_said_to_be_for_tomorrow(client):
    enrolment = bombed(25)

    answer = act(client, enrolment, "send_data")

    assert answer.status_code == 409
    assert "demandez-les demain" in answer.content.decode()
    assert Message.objects.filter(kind="all_data").count() == 0


def test_the_link_is_sent_no_more_and_every_page_is_the_same_as_for_others(client):
    bombed(1, email="autre@demo.test")
    bombed(25)

    answers = [
        client.post(
            "/inscriptions/", {"action": "send_link", "contact": contact}, follow=True
        ).content.decode()
        for contact in (EMAIL, "autre@demo.test")
    ]
    jobs.run_all()

    assert ["n’en reçoit plus avant demain" in answer for answer in answers] == [True, True]
    links = Message.objects.filter(kind="link_again").values_list("recipient", flat=True)
    assert list(links) == ["autre@demo.test"]


def test_what_is_rolled_back_is_not_counted():
    session = SessionFactory()
    for _time in range(MAILS + 1):
        with transaction.atomic():
            registered(session, email=EMAIL)
            transaction.set_rollback(True)

    registered(session, email=EMAIL)

    assert Message.objects.filter(recipient=EMAIL).count() == 1


def test_offers_that_the_site_makes_are_counted_and_then_the_team_is_asked(
    monkeypatch, django_capture_on_commit_callbacks
):
    lower(monkeypatch, "OFFERS", 1)
    session = SessionFactory(capacity=2, full=True, facilitators=[UserFactory(facilitator=True)])
    for _time in range(2):
        asked = bombed(1, session)
        with django_capture_on_commit_callbacks(execute=True):
            booking.cancel(session.registrations.confirmed().get().enrolment)
        Message.objects.waiting().update(sent_at=timezone.now())
        booking.cancel(asked)
        registered(session, heads=2)

    asking = Message.objects.filter(kind__in=["offered", "team_telephone"]).order_by("created_at")
    assert [message.kind for message in asking] == ["offered", "team_telephone"]


def test_a_place_offered_by_the_team_is_written_past_the_limit(
    monkeypatch, django_capture_on_commit_callbacks
):
    lower(monkeypatch, "OFFERS", 0)
    session = SessionFactory(capacity=2, full=True)
    waiting = bombed(1, session)
    booking.cancel(session.registrations.confirmed().get().enrolment)

    booking.offer(waiting, user=UserFactory(facilitator=True), reason="Elle a téléphoné.")

    assert Message.objects.filter(kind="offered", recipient=EMAIL).count() == 1


def test_reminders_of_a_crowd_of_sessions_stop_too(monkeypatch, django_capture_on_commit_callbacks):
    lower(monkeypatch, "REMINDERS", 2)
    rows = [registered(SessionFactory(), email=EMAIL) for _session in range(4)]

    for row in rows:
        with django_capture_on_commit_callbacks(execute=True):
            notices.reminder(row, 1)

    assert Message.objects.filter(kind="reminder").count() == 2


def test_families_to_call_do_not_flood_who_runs_the_session(monkeypatch, django_capture_on_commit_callbacks):
    lower(monkeypatch, "CALLS", 2)
    session = SessionFactory(facilitators=[UserFactory(facilitator=True)])
    rows = [
        registered(session, email="", phone="03 29 12 34 56".replace("56", str(end))) for end in range(50, 54)
    ]

    for row in [*rows, *rows]:
        with django_capture_on_commit_callbacks(execute=True):
            notices.to_telephone(row)

    assert Message.objects.filter(kind="team_telephone").count() == 2


def test_texts_to_many_numbers_from_one_address_stop_and_no_family_is_told_that_it_had_many(
    client, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.PROXIES = 1
    monkeypatch.setattr(message_limits, "TEXTS_FROM_ADDRESS", Limit("texts", most=2, minutes=12 * 60))
    session = SessionFactory(capacity=None)

    def page_after(number, address):
        form = {"name": "Camille", "phone": f"06 12 34 56 {number}", "adults": "1", "language": "fr"}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                f"/seances/{session.ref}/inscription/", form, headers={"X-Forwarded-For": address}
            )
        return client.get(answer["Location"], headers={"X-Forwarded-For": address}).content.decode()

    pages = [page_after(number, "192.0.2.1") for number in range(70, 73)]
    elsewhere = page_after(73, "192.0.2.2")

    assert session.registrations.confirmed().count() == 4
    texts = (
        Message.objects.filter(kind="registered").order_by("created_at").values_list("recipient", flat=True)
    )
    assert list(texts) == ["+33612345670", "+33612345671", "+33612345673"]
    assert [NO_MORE in page for page in (*pages, elsewhere)] == [False] * 4


def test_a_busy_address_is_not_taken_for_a_family_that_has_had_its_messages(
    client, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.PROXIES = 1
    monkeypatch.setattr(message_limits, "TEXTS_FROM_ADDRESS", Limit("texts", most=1, minutes=12 * 60))
    session, office = SessionFactory(capacity=None), desk(UserFactory(administrator=True))
    here = {"headers": {"X-Forwarded-For": "192.0.2.1"}}
    form = {"name": "Camille", "phone": "06 12 34 56 70", "adults": "1", "language": "fr"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/seances/{session.ref}/inscription/", form, **here)

    family = client.get(answer["Location"], **here).content.decode()
    team = office.get(
        f"/admin/inscriptions/inspect/{session.registrations.get().pk}/", **here
    ).content.decode()

    assert Message.objects.filter(kind="registered").count() == 1
    assert (NO_MORE in family, "a reçu beaucoup de messages" in team) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_acts_at_once_write_no_more_than_the_limit(monkeypatch):
    lower(monkeypatch, "ON_REQUEST", 3)
    sessions = [SessionFactory() for _session in range(8)]

    answers = at_once(*(lambda one=one: registered(one, email=EMAIL).status for one in sessions))

    assert answers == [Status.CONFIRMED] * 8
    assert Message.objects.filter(recipient=EMAIL).count() == 3

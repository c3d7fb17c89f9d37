"""Sessions: what families were told changes only in sight of them."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import IntegrityError, transaction

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, VenueFactory, WorkshopPageFactory, registered
from workshops import scheduling
from workshops.models import Session, SessionChange, State
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """Before every date named here."""
    with time_machine.travel("2026-12-01T09:00Z") as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ({}, date(2027, 1, 13), datetime(2027, 1, 13, 8, 30, tzinfo=UTC)),
        ({}, date(2027, 7, 13), datetime(2027, 7, 13, 7, 30, tzinfo=UTC)),
        ({}, date(2027, 3, 28), datetime(2027, 3, 28, 7, 30, tzinfo=UTC)),
        ({}, date(2027, 10, 31), datetime(2027, 10, 31, 8, 30, tzinfo=UTC)),
        ({"guadeloupe": True}, date(2027, 1, 13), datetime(2027, 1, 13, 13, 30, tzinfo=UTC)),
        ({"guadeloupe": True}, date(2027, 7, 13), datetime(2027, 7, 13, 13, 30, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_the_place_in_winter_in_summer_and_when_clocks_change(zone, day, utc):
    session = SessionFactory(day=day, start=time(9, 30), end=time(11), **zone)

    assert (session.starts_at, session.local_date) == (utc, day)


def test_late_in_guadeloupe_is_still_that_day_there():
    session = SessionFactory(guadeloupe=True, day=date(2027, 1, 13), start=time(23, 30), end=time(0, 30))

    assert session.local_date == date(2027, 1, 13)
    assert session.starts_at == datetime(2027, 1, 14, 3, 30, tzinfo=UTC)
    assert session.when.full.replace("\u00a0", " ") == (
        "mercredi 13 janvier 2027 de 23 h 30 à jeudi 14 janvier 2027, 0 h 30 (heure de Guadeloupe)"
    )


def test_an_hour_that_the_spring_change_skips_is_refused_in_words():
    with pytest.raises(Refusal, match="heure d’été"):
        SessionFactory(day=date(2027, 3, 28), start=time(2, 30), end=time(4))


def test_publishing_needs_a_place_or_a_link():
    session = scheduling.create(
        activity=WorkshopPageFactory(), day=date(2027, 1, 13), start=time(9), end=time(10)
    )

    with pytest.raises(Refusal, match="d’un lieu ou d’un lien"):
        scheduling.publish(session, by=None)


def test_nobody_publishes_a_date_that_is_past():
    session = SessionFactory(draft=True, past=True)

    with pytest.raises(Refusal, match="passée"):
        scheduling.publish(session, by=UserFactory())


def test_a_published_session_is_never_deleted():
    session = SessionFactory()

    with pytest.raises(Refusal, match="annulez-la"):
        scheduling.delete_draft(session, by=None)


def test_moving_a_published_session_is_kept_and_written_to_each_family():
    session = SessionFactory(day=date(2027, 1, 13))
    registered(session, email="un@demo.test")
    registered(session, email="deux@demo.test")
    Message.objects.all().delete()

    moved = scheduling.move(session, day=date(2027, 1, 20), reason="La salle est prise.", by=None)

    change = SessionChange.objects.get()
    assert (change.kind, change.reason, moved.sequence) == ("moved", "La salle est prise.", 1)
    assert "20 janvier 2027" in change.after_words
    assert "13 janvier 2027" in change.before_words
    assert set(Message.objects.values_list("kind", "recipient")) == {
        ("session_changed", "un@demo.test"),
        ("session_changed", "deux@demo.test"),
    }


def test_moving_without_a_reason_is_refused_and_nothing_moves():
    session = SessionFactory(day=date(2027, 1, 13))

    with pytest.raises(Refusal, match="raison"):
        scheduling.move(session, day=date(2027, 1, 20), reason=" ", by=None)

    session.refresh_from_db()
    assert session.local_date == date(2027, 1, 13)


def test_moving_to_the_same_hour_writes_nothing():
    session = SessionFactory()

    scheduling.move(session, venue=session.venue, reason="Rien.", by=None)

    assert SessionChange.objects.count() == 0


def test_a_draft_moves_in_silence():
    session = SessionFactory(draft=True, day=date(2027, 1, 13))

    moved = scheduling.move(session, day=date(2027, 1, 20), reason="", by=None)

    assert (moved.local_date, moved.sequence, SessionChange.objects.count()) == (date(2027, 1, 20), 0, 0)


def test_to_another_zone_the_clock_stays_and_the_instant_changes():
    session = SessionFactory(day=date(2027, 1, 13), start=time(9), end=time(10))

    moved = scheduling.move(session, venue=VenueFactory(guadeloupe=True), reason="Échange.", by=None)

    assert moved.starts_at == datetime(2027, 1, 13, 13, tzinfo=UTC)
    assert moved.time_zone == "America/Guadeloupe"


def test_going_online_is_said_as_such():
    session = SessionFactory()

    scheduling.move(session, venue=None, join_url="https://visio.example.org/x", reason="Neige.", by=None)

    assert SessionChange.objects.get().kind == "online"


def test_a_postponed_session_that_gets_its_date_is_published_again():
    session = SessionFactory(postponed=True)

    moved = scheduling.move(session, day=date(2027, 5, 5), reason="La nouvelle date.", by=None)

    assert (moved.state, moved.sequence) == (State.PUBLISHED, 2)


def test_a_cancelled_session_stays_cancelled():
    session = SessionFactory(cancelled=True)

    with pytest.raises(Refusal):
        scheduling.move(session, day=date(2027, 5, 5), reason="Finalement…", by=None)
    with pytest.raises(Refusal):
        scheduling.publish(session, by=None)
    assert scheduling.cancel(session, reason="Encore.", by=None).sequence == 1


def test_fewer_places_than_are_taken_is_refused_in_words():
    session = SessionFactory(capacity=5)
    registered(session, heads=4)

    with pytest.raises(Refusal, match="4 places sont déjà prises"):
        scheduling.revise(session, capacity=3, by=None)


def test_correcting_words_moves_only_the_revision():
    session = SessionFactory()
    registered(session)
    Message.objects.all().delete()

    revised = scheduling.revise(session, note="Entrez par la cour.", by=None)

    assert (revised.sequence, revised.changed_at, Message.objects.count()) == (0, session.changed_at, 0)
    assert revised.revised_at > session.revised_at


def test_an_older_revision_published_after_a_cancellation_changes_no_session():
    workshop = WorkshopPageFactory(title="Titre d’avant")
    old_revision = workshop.save_revision()
    session = SessionFactory(activity=workshop)
    workshop.title = "Titre d’après"
    workshop.save_revision().publish()
    scheduling.cancel(session, reason="La salle est fermée.", by=None)
    added = SessionFactory(activity=workshop)

    old_revision.publish()

    workshop.refresh_from_db()
    assert workshop.title == "Titre d’avant"
    assert dict(Session.objects.values_list("pk", "state")) == {
        session.pk: "cancelled",
        added.pk: "published",
    }


def test_the_database_refuses_a_session_that_ends_before_it_starts():
    session = SessionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at)


def test_the_database_refuses_a_public_session_that_is_nowhere():
    session = SessionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(venue=None, join_url="")


def test_the_link_to_join_may_not_be_told_to_everybody():
    session = SessionFactory(online=True)
    told = {"venue": None, "join_url": session.join_url, "reason": "La salle est prise.", "by": None}
    on_site = SessionFactory(note=f"Lien : {session.join_url}")

    with pytest.raises(Refusal, match="retirez-en le lien"):
        scheduling.revise(session, note=f"On se retrouve sur {session.join_url.upper()}?pwd=1", by=None)
    with pytest.raises(Refusal, match="retirez-en le lien"):
        scheduling.move(on_site, **told)

    assert Session.objects.get(pk=session.pk).note == ""


def test_a_note_may_name_the_site_of_the_meeting():
    session = SessionFactory(online=True)

    scheduling.revise(session, note="Installez l’application de visio.example.org.", by=None)

    assert Session.objects.get().note.startswith("Installez")


def test_what_must_be_cancelled_is_cancelled_whatever_its_note_says():
    session = SessionFactory(online=True)
    Session.objects.update(note=session.join_url)

    scheduling.cancel(session, reason="L’animatrice est souffrante.", by=None)

    assert Session.objects.get().is_cancelled


def test_a_revision_is_dated_after_the_letters_that_it_writes():
    session = SessionFactory()
    for _family in range(3):
        registered(session)
    Session.objects.update(revised_at=datetime(2026, 11, 1, tzinfo=UTC))

    session = scheduling.cancel(session, reason="L’animatrice est souffrante.", by=None)

    latest = Message.objects.filter(kind="session_changed").latest("created_at")
    assert Session.objects.get().revised_at == session.revised_at > latest.created_at

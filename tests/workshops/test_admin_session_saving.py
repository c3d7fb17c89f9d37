"""What saving a session in Wagtail's admin does, and what it asks first."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from outbox.models import Message
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    UserFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
    registered,
)
from tests.workshops.offices import (
    desk,
    editor_of_the_vosges,
    errors,
    read,
    same_form,
    session_form,
)
from workshops.models import Session, SessionChange, State

pytestmark = pytest.mark.django_db

MARCH_13 = on("2027-03-13")


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False):
        yield


def add(user, form):
    return desk(user).post(reverse("seances:add"), form)


def edit(user, session, **other):
    return desk(user).post(reverse("seances:edit", args=[session.pk]), same_form(session, **other))


def by_name(response):
    return [session.activity.title for session in response.context["object_list"]]


# Saving -----------------------------------------------------------------------------------


def test_a_new_session_is_a_draft_that_families_do_not_see():
    response = add(
        editor_of_the_vosges(), session_form(WorkshopPageFactory(), venue=VenueFactory().pk, note="Goûter.")
    )

    session = Session.objects.get()
    assert (session.state, session.capacity, session.note) == (State.DRAFT, 12, "Goûter.")
    assert response.url == reverse("seances:inspect", args=[session.pk])
    assert read(response) == [
        "La séance est enregistrée comme brouillon. Les familles ne la voient pas encore."
    ]
    assert "epinal" in session.search_text


def test_words_are_corrected_without_writing_to_anyone():
    session = SessionFactory(day=MARCH_13)
    registered(session)
    written = Message.objects.count()

    response = edit(editor_of_the_vosges(), session, note="Entrée par la cour.", capacity="20")

    session.refresh_from_db()
    assert (session.note, session.capacity, session.sequence) == ("Entrée par la cour.", 20, 0)
    assert Message.objects.count() == written
    assert read(response) == ["La séance est modifiée."]


def test_a_draft_moves_without_a_reason():
    session = SessionFactory(day=MARCH_13, draft=True)

    edit(editor_of_the_vosges(), session, day="20/03/2027", start="14 h", end="16 h")

    session = Session.objects.get()
    assert session.when.full == "samedi 20 mars 2027 de 14\u00a0h à 16\u00a0h"


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "20/03/2027"},
        {"start": "10:00"},
        {"end": "12:00"},
        {"join_url": "https://visio.example.org/salle"},
    ],
)
def test_a_published_session_does_not_change_without_a_reason(typed):
    session = SessionFactory(day=MARCH_13)

    response = edit(editor_of_the_vosges(), session, note="Goûter.", **typed)

    form = response.context["form"]
    kept = session.starts_at
    session.refresh_from_db()
    assert errors(response) == {"reason": ["Écrivez la raison du changement : les familles la liront."]}
    assert {name: form[name].value() for name in ("note", *typed)} == {"note": "Goûter.", **typed}
    assert (session.starts_at, session.note, session.join_url) == (kept, "", "")


def test_a_published_session_changes_its_place_for_a_reason():
    session = SessionFactory(day=MARCH_13)
    elsewhere = VenueFactory(name="Mairie d’Épinal")

    edit(editor_of_the_vosges(), session, venue=elsewhere.pk)
    assert not SessionChange.objects.exists()
    edit(editor_of_the_vosges(), session, venue=elsewhere.pk, reason="Travaux à la médiathèque.")

    change = SessionChange.objects.get()
    session.refresh_from_db()
    assert (session.venue, change.kind, change.reason) == (elsewhere, "moved", "Travaux à la médiathèque.")


def test_a_move_is_written_to_the_families_and_signed():
    session = SessionFactory(day=MARCH_13)
    registered(session, email="camille@demo.test")
    editor = editor_of_the_vosges()

    response = edit(editor, session, day="20/03/2027", reason="L’animatrice est en formation.")

    session.refresh_from_db()
    assert session.local_date == on("2027-03-20")
    assert SessionChange.objects.get().made_by == editor
    assert Message.objects.filter(kind="session_changed", recipient="camille@demo.test").count() == 1
    assert read(response) == ["La séance est modifiée et les familles inscrites sont prévenues."]


def test_a_postponed_session_gets_its_new_date_here():
    session = SessionFactory(day=MARCH_13, postponed=True)

    edit(editor_of_the_vosges(), session, day="27/03/2027", reason="Nouvelle date.")

    session.refresh_from_db()
    assert (session.state, session.local_date) == (State.PUBLISHED, on("2027-03-27"))


def test_the_same_words_sent_again_change_nothing():
    session = SessionFactory(day=MARCH_13, languages=["fr"])

    with time_machine.travel(datetime(2027, 2, 2, 8, tzinfo=UTC), tick=False):
        edit(editor_of_the_vosges(), session, languages=["fr"])

    assert Session.objects.get().revised_at == session.revised_at
    assert (Session.objects.get().sequence, SessionChange.objects.count()) == (0, 0)


def test_registration_opens_at_the_same_hour_by_the_clocks_of_the_new_place():
    session = SessionFactory(
        day=MARCH_13, draft=True, registration_opens_at=datetime(2027, 3, 1, 7, tzinfo=UTC)
    )
    there = VenueFactory(guadeloupe=True)

    edit(
        UserFactory(national=True),
        session,
        venue=there.pk,
        territory=there.territory_id,
        registration_opens_at="2027-03-01T08:00",
    )

    moved = Session.objects.get()
    assert (
        moved.when.full == "samedi 13 mars 2027 de 9\u00a0h\u00a030 à 11\u00a0h\u00a030 (heure de Guadeloupe)"
    )
    assert moved.registration_opens_at == datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("day", ["31/01/2027", "13/03/2026"])
def test_families_are_not_sent_to_the_past(day):
    session = SessionFactory(day=MARCH_13)

    response = edit(editor_of_the_vosges(), session, day=day, reason="Erreur.")

    assert errors(response) == {"day": ["Cette date est passée : choisissez-en une à venir."]}


def test_a_past_session_keeps_its_date():
    session = SessionFactory(day=on("2027-01-16"))

    response = edit(editor_of_the_vosges(), session, day="20/03/2027", reason="Erreur.")

    assert errors(response) == {
        "__all__": ["Cette séance est passée : sa date et son lieu ne changent plus."]
    }


def test_fewer_places_than_are_taken_is_refused_in_words():
    session = SessionFactory(day=MARCH_13, full=True)

    response = edit(editor_of_the_vosges(), session, capacity="4", note="Goûter.")

    session.refresh_from_db()
    assert (session.capacity, session.note) == (10, "")
    assert errors(response) == {
        "capacity": ["10 places sont déjà prises : il n’est pas possible de descendre au-dessous."]
    }
    assert response.context["form"]["note"].value() == "Goûter."


def test_a_session_never_changes_its_workshop():
    session = SessionFactory(day=MARCH_13)

    edit(editor_of_the_vosges(), session, activity=WorkshopPageFactory().pk)

    assert Session.objects.get().activity == session.activity


def test_an_online_session_follows_the_clocks_of_its_territory():
    guadeloupe = TerritoryFactory(guadeloupe=True)
    editor = UserFactory(national=True)
    add(editor, session_form(WorkshopPageFactory(), join_url="https://visio.example.org/salle"))
    session = Session.objects.get()
    assert session.starts_at == datetime(2027, 3, 13, 8, tzinfo=UTC)

    edit(editor, session, territory=guadeloupe.pk)

    session.refresh_from_db()
    assert session.starts_at == datetime(2027, 3, 13, 13, tzinfo=UTC)
    assert session.time_zone == "America/Guadeloupe"

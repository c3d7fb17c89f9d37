"""What an editor does to a session in Wagtail's admin: a page that says what will happen, and a POST."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, on, registered
from tests.workshops.offices import desk, editor_of_the_vosges, errors, facilitator_of_the_vosges, read, shown
from workshops import booking
from workshops.models import Session, SessionChange, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_february():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def editor():
    return desk(editor_of_the_vosges())


def act(client, name, session, **form):
    return client.post(reverse(f"seances:{name}", args=[session.pk]), form)


def state(session):
    return Session.objects.get(pk=session.pk).state


def offered(client, session):
    response = client.get(reverse("seances:inspect", args=[session.pk]))
    return [str(act["label"]) for act in response.context["acts"]]


def test_an_editor_publishes_a_draft(editor):
    session = SessionFactory(draft=True)

    response = act(editor, "publish", session)

    assert state(session) == State.PUBLISHED
    assert response.url == reverse("seances:inspect", args=[session.pk])
    assert read(response) == ["La séance est publiée."]


def test_looking_at_an_act_does_nothing(editor):
    draft, published = SessionFactory(draft=True), SessionFactory()

    for name, session in (("publish", draft), ("postpone", published), ("cancel", published)):
        assert editor.get(reverse(f"seances:{name}", args=[session.pk])).status_code == 200

    assert (state(draft), state(published)) == (State.DRAFT, State.PUBLISHED)


def test_a_session_that_is_nowhere_is_not_published(editor):
    session = SessionFactory(draft=True, venue=None, territory=SessionFactory().territory)

    response = act(editor, "publish", session)

    assert state(session) == State.DRAFT
    assert errors(response) == {
        "__all__": ["Pour être publiée, la séance a besoin d’un lieu ou d’un lien de visioconférence."]
    }


@pytest.mark.parametrize(("name", "after"), [("cancel", State.CANCELLED), ("postpone", State.POSTPONED)])
def test_families_read_the_reason(editor, name, after):
    session = SessionFactory()
    registered(session, email="camille@demo.test")

    act(editor, name, session, reason="L’animatrice est malade.")

    assert state(session) == after
    assert SessionChange.objects.get().reason == "L’animatrice est malade."
    assert "L’animatrice est malade." in Message.objects.get(kind="session_changed").text


@pytest.mark.parametrize("name", ["cancel", "postpone"])
def test_a_reason_is_required(editor, name):
    session = SessionFactory()

    response = act(editor, name, session, reason="  ")

    assert errors(response) == {"reason": ["Écrivez la raison : les familles la liront."]}
    assert state(session) == State.PUBLISHED


def test_the_page_says_how_many_families_are_told_and_whom_to_telephone(editor):
    session = SessionFactory()
    registered(session)
    registered(session)
    registered(session, phone="+33612345678", email="")
    booking.register(session, contact=booking.Contact(name="Sans rien"), party=booking.Party())

    content = shown(editor.get(reverse("seances:cancel", args=[session.pk])))

    assert "3 familles seront prévenues." in content
    assert "ni écrire ni téléphoner à 1 famille" in content


def test_a_past_session_is_not_cancelled(editor):
    session = SessionFactory(day=on("2027-01-16"))

    response = act(editor, "cancel", session, reason="Trop tard.")

    assert errors(response) == {"__all__": ["Cette séance est passée : elle ne peut plus être annulée."]}
    assert response.context["form"]["reason"].value() == "Trop tard."


@pytest.mark.parametrize(
    ("trait", "labels"),
    [
        ({"draft": True}, ["Publier"]),
        ({}, ["Inscrire une famille", "Reporter sans date", "Annuler la séance"]),
        ({"postponed": True}, ["Annuler la séance"]),
        ({"cancelled": True}, []),
    ],
)
def test_a_session_offers_what_its_state_allows(editor, trait, labels):
    assert offered(editor, SessionFactory(**trait)) == labels


def test_a_facilitator_is_offered_to_propose():
    facilitator = facilitator_of_the_vosges()

    assert offered(desk(facilitator), SessionFactory(draft=True, facilitators=[facilitator])) == ["Proposer"]


def test_the_history_says_who_did_what(editor):
    session = SessionFactory(draft=True)
    act(editor, "publish", session)
    act(editor, "cancel", session, reason="Grève.")

    history = shown(editor.get(reverse("seances:history", args=[session.pk])))

    assert "Séance publiée" in history
    assert "Séance annulée" in history


def test_a_session_s_page_shows_who_comes_and_what_was_written(editor):
    session = SessionFactory(capacity=3)
    registered(session, heads=3, name="Camille Exemple")
    registered(session, heads=2, name="Dominique Exemple")
    act(editor, "cancel", session, reason="Grève des transports.")

    content = shown(editor.get(reverse("seances:inspect", args=[session.pk])))

    assert "3 / 3, 1 famille attend" in content
    assert "1 adulte et 2 enfants" in content
    assert "Grève des transports." in content
    assert "Camille Exemple" in content


def test_families_names_show_to_those_who_may_see_them():
    session = SessionFactory()
    registered(session, name="Camille Exemple", email="camille@demo.test")
    editor = editor_of_the_vosges()
    editor.groups.first().permissions.remove(
        *editor.groups.first().permissions.filter(codename="see_contacts")
    )

    content = shown(desk(editor).get(reverse("seances:inspect", args=[session.pk])))

    assert "1 adulte" in content
    assert "Exemple" not in content
    assert "camille@demo.test" not in content


def test_who_may_not_see_registrations_sees_none():
    session = SessionFactory()
    registered(session)
    editor = editor_of_the_vosges()
    group = editor.groups.first()
    group.permissions.remove(*group.permissions.filter(codename__endswith="_registration"))

    response = desk(editor).get(reverse("seances:inspect", args=[session.pk]))

    assert response.context["registrations"] is None


def test_a_session_s_page_takes_as_many_queries_for_30_families_as_for_one():
    session = SessionFactory(capacity=40)
    national = desk(UserFactory(national=True))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            national.get(reverse("seances:inspect", args=[session.pk]))
        return len(captured)

    registered(session)
    queries()
    for_one = queries()
    for _family in range(29):
        registered(session)

    assert queries() == for_one

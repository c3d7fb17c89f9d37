"""What cannot be done is neither offered nor shown as a form, and says why. All acts, all situations."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.admin_base.forms_as_shown import form_of
from tests.factories import SessionFactory, UserFactory, on, registered
from tests.workshops.offices import desk, errors, plain, read
from workshops import booking, scheduling
from workshops.models import Registration, Session, Status
from workshops.viewsets.registration_acts import ACTS as REGISTRATION_ACTS
from workshops.viewsets.session_acts import ACTS as SESSION_ACTS

pytestmark = pytest.mark.django_db
#: Monday 1 February 2027, 10 h in Paris.
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
TO_COME, PAST, BEGUN = (
    {"day": on("2027-03-13")},
    {"day": on("2027-01-16")},
    {"day": on("2027-02-01"), "start": time(9), "end": time(12)},
)
ENDED = "Cette séance est annulée : elle ne peut plus changer."
CLOSED = "Les inscriptions sont closes pour cette séance."

#: What may be done with a session, and what is said of the rest.
SESSIONS = {
    "draft": ({**TO_COME, "draft": True}, {"publish", "edit", "delete"}, []),
    "draft, past": (
        {**PAST, "draft": True},
        {"edit", "delete"},
        ["Cette date est passée : choisissez-en une à venir."],
    ),
    "draft, begun": (
        {**BEGUN, "draft": True},
        {"edit", "delete"},
        ["Cette date est passée : choisissez-en une à venir."],
    ),
    "published": (TO_COME, {"register", "postpone", "cancel", "edit"}, []),
    "published, closed": (
        {**TO_COME, "registration_closes_at": NOW},
        {"postpone", "cancel", "edit"},
        [CLOSED],
    ),
    "published, begun": (BEGUN, {"postpone", "cancel", "edit"}, [CLOSED]),
    "published, past": (
        PAST,
        {"edit"},
        [
            CLOSED,
            "Cette séance est passée : elle ne peut plus être reportée.",
            "Cette séance est passée : elle ne peut plus être annulée.",
        ],
    ),
    "postponed": ({**TO_COME, "postponed": True}, {"cancel", "edit"}, []),
    "cancelled": ({**TO_COME, "cancelled": True}, set(), [ENDED]),
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def national():
    return desk(UserFactory(national=True))


def address(name, row, of="seances"):
    return reverse(f"{of}:{name}", args=[row.pk])


def has_a_form(response):
    """Whether a page with something to send, and no reason why not."""
    if response.status_code != 200:
        return False
    page = BeautifulSoup(response.content, "html.parser")
    return bool(page.select("main form[method=post], main form[method=POST]"))


@pytest.mark.parametrize("situation", SESSIONS)
def test_a_session_offers_what_can_be_done_and_says_why_not_the_rest(national, situation):
    fields, possible, reasons = SESSIONS[situation]
    session = SessionFactory(**fields)

    page = national.get(address("inspect", session))
    listed = national.get(reverse("seances:index")).content.decode()
    links = {
        name for name in (*SESSION_ACTS, "edit", "delete") if address(name, session) in page.content.decode()
    }

    assert links == possible
    assert [plain(reason) for reason in page.context["reasons"]] == reasons
    for name in ("edit", "delete"):
        assert (address(name, session) in listed) == (name in possible)


@pytest.mark.parametrize("situation", SESSIONS)
def test_an_address_typed_by_hand_shows_a_form_only_where_it_can_be_done(national, situation):
    fields, possible, _reasons = SESSIONS[situation]
    session = SessionFactory(**fields)

    shown = {
        name for name in (*SESSION_ACTS, "edit", "delete") if has_a_form(national.get(address(name, session)))
    }

    assert shown - {"propose"} == possible


@pytest.mark.parametrize("situation", SESSIONS)
def test_the_verb_says_the_same_as_the_page(national, situation):
    fields, possible, _reasons = SESSIONS[situation]
    forms = {
        "publish": {},
        "postpone": {"reason": "Grève."},
        "cancel": {"reason": "Grève."},
        "register": {"name": "Camille", "adults": "1", "children": "0", "agreed": "on"},
    }
    done = set()
    for name, form in forms.items():
        session = SessionFactory(**fields)
        if national.post(address(name, session), form).status_code == 302:
            done.add(name)

    assert done - {"cancel"} == possible - {"edit", "delete", "cancel"}
    assert ("cancel" in done) == ("cancel" in possible or situation == "cancelled")  # twice is once


def test_a_page_that_was_typed_by_hand_says_why(national):
    session = SessionFactory(**PAST)

    page = national.get(address("cancel", session))

    assert plain(page.context["why_not"]) == "Cette séance est passée : elle ne peut plus être annulée."
    assert "seront prévenues" not in page.content.decode()
    assert read(national.get(address("edit", SessionFactory(**TO_COME, cancelled=True)))) == [ENDED]


def test_a_past_session_shows_its_date_and_place_and_changes_the_rest(national):
    session = SessionFactory(**PAST)
    page = national.get(address("edit", session))
    fixed = {name for name, field in page.context["form"].fields.items() if field.disabled}
    sent = form_of(page)

    assert fixed == {"activity", "day", "start", "end", "venue", "join_url", "territory"}
    assert "sa date et son lieu ne changent plus" in page.content.decode()
    assert fixed & {*sent} == set()
    assert national.post(address("edit", session), {**sent, "note": "Merci !"}).status_code == 302
    after = Session.objects.get()
    assert (after.note, after.starts_at, after.venue) == ("Merci !", session.starts_at, session.venue)


def test_hidden_fields_are_sent_once(national):
    page = BeautifulSoup(national.get(address("register", SessionFactory(**TO_COME))).content, "html.parser")

    names = [field["name"] for field in page.select("main form input[type=hidden]")]

    assert sorted(names) == sorted(set(names))
    assert {"key", "shown_facts"} <= set(names)


# An act whose page says what is no more ------------------------------------------------------


def test_a_session_that_moved_meanwhile_is_not_cancelled_by_the_old_page(national):
    session = SessionFactory(**TO_COME)
    shown = form_of(national.get(address("cancel", session)), "main form")
    scheduling.move(session, day=on("2027-03-20"), reason="Salle prise.", by=None)

    refused = national.post(address("cancel", session), {**shown, "reason": "Personne ne vient."})

    (sentence,) = errors(refused)["__all__"]
    assert plain(sentence).replace("\u00a0", " ") == (
        "Cela a changé entre-temps, rien n’est fait. Quand : c’était samedi 13 mars 2027 de 9 h 30 à 11 h 30, "
        "c’est maintenant samedi 20 mars 2027 de 9 h 30 à 11 h 30."
    )
    assert refused.context["form"]["reason"].value() == "Personne ne vient."
    assert national.post(address("cancel", session), form_of(refused, "main form")).status_code == 302
    assert Session.objects.get().is_cancelled


def test_a_family_that_was_confirmed_meanwhile_is_not_cancelled_by_the_old_page(national):
    session = SessionFactory(**TO_COME, full=True)
    waiting = registered(session)
    shown = form_of(national.get(address("cancel", waiting, "inscriptions")), "main form")
    booking.cancel(session.registrations.confirmed().first().enrolment)
    booking.accept(waiting.enrolment)

    refused = national.post(address("cancel", waiting, "inscriptions"), {**shown, "reason": "N’attend plus."})

    assert "Statut : c’était En attente, c’est maintenant Confirmée." in plain(errors(refused)["__all__"][0])
    assert Registration.objects.get(pk=waiting.pk).status == Status.CONFIRMED


def test_families_that_register_meanwhile_hold_up_no_act(national):
    session = SessionFactory(**TO_COME)
    shown = form_of(national.get(address("cancel", session)), "main form")
    registered(session)

    assert national.post(address("cancel", session), {**shown, "reason": "Grève."}).status_code == 302


# Registrations ----------------------------------------------------------------------------


REGISTRATIONS = {
    "confirmed": (lambda clock: registered(SessionFactory(**TO_COME)), {"change", "cancel"}, []),
    "waiting, no place": (
        lambda clock: registered(SessionFactory(**TO_COME, full=True)),
        {"change", "cancel"},
        ["Il n’y a pas assez de places libres pour cette famille."],
    ),
    "waiting, a place": (lambda clock: _waits_with_a_place(), {"change", "offer", "cancel"}, []),
    "postponed": (
        lambda clock: _waits_with_a_place(scheduling.postpone),
        {"change", "cancel"},
        ["La séance est reportée : attendez sa nouvelle date."],
    ),
    "session cancelled": (
        lambda clock: _waits_with_a_place(scheduling.cancel),
        set(),
        [
            "Cette inscription ne peut plus être changée.",
            "Cette famille n’est plus sur la liste d’attente.",
            "Cette séance est annulée : vous n’avez rien à faire.",
        ],
    ),
    "begun": (
        lambda clock: _begun(clock),
        set(),
        [
            "Cette inscription ne peut plus être changée.",
            "Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici.",
        ],
    ),
    "cancelled": (lambda clock: _cancelled(), set(), []),
}


def _waits_with_a_place(verb=None):
    session = SessionFactory(**TO_COME, full=True)
    waiting = registered(session, heads=2)
    Session.objects.update(capacity=15)
    if verb:
        verb(session, reason="Grève.", by=None)
        Registration.objects.filter(pk=waiting.pk).update(status="waiting", offered_until=None)
    return waiting


def _begun(clock):
    clock.move_to(NOW - timedelta(days=1))
    row = registered(SessionFactory(**BEGUN))
    clock.move_to(NOW)
    return row


def _cancelled():
    row = registered(SessionFactory(**TO_COME))
    booking.cancel(row.enrolment)
    return row


@pytest.mark.parametrize("situation", REGISTRATIONS)
def test_a_registration_offers_what_can_be_done_and_says_why_not_the_rest(national, clock, situation):
    make, possible, reasons = REGISTRATIONS[situation]
    row = make(clock)

    page = national.get(address("inspect", row, "inscriptions"))
    links = {
        name for name in REGISTRATION_ACTS if address(name, row, "inscriptions") in page.content.decode()
    }
    shown = {
        name for name in REGISTRATION_ACTS if has_a_form(national.get(address(name, row, "inscriptions")))
    }

    assert links == shown == possible
    assert [plain(reason).replace("\u00a0", " ") for reason in page.context["reasons"]] == reasons

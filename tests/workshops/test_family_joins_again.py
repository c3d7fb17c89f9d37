"""A family that gave its places back, or answered too late, asks once more from its own page."""

import pytest
import time_machine

from outbox.models import Message
from tests.factories import registered
from tests.workshops.situations import (
    AFTER_THE_SESSION,
    NOW,
    act,
    buttons,
    cancelled,
    cancelled_by_the_team,
    course,
    enrolment_in,
    lapsed,
    main_of,
    page_of,
    saturday,
    title_and_summary,
    words,
)
from workshops import booking
from workshops.models import Enrolment, Registration, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("situation", [lapsed, cancelled, cancelled_by_the_team])
def test_a_family_joins_again_at_the_end_of_the_line(client, clock, situation):
    enrolment = enrolment_in(situation, clock)
    row = enrolment.registrations.get()
    other = registered(row.session, heads=4)

    answer = act(client, enrolment, "join_again")

    row.refresh_from_db()
    assert answer.status_code == 303
    assert (row.status, row.heads) == (Status.WAITING, 3)
    assert row.rank > other.rank
    assert title_and_summary(client.get(answer["Location"]))[0] == "Vous êtes sur la liste d’attente"


def test_joining_again_keeps_the_page_and_the_code_of_the_slip(client):
    enrolment = cancelled()
    code = enrolment.code

    answer = act(client, enrolment, "join_again")

    assert answer["Location"] == f"/inscriptions/{enrolment.token}/"
    assert Enrolment.objects.get().code == code


def test_joining_again_twice_is_joining_once(client):
    """The button was pressed twice: both answers lead to the registration."""
    enrolment = cancelled()

    answers = [act(client, enrolment, "join_again") for _twice in range(2)]

    assert [client.get(answer["Location"]).status_code for answer in answers] == [200, 200]
    assert Registration.objects.holding().heads() == 3
    assert Message.objects.filter(kind="registered").count() == 2
    assert Message.objects.filter(kind="link_again").count() == 0


def test_a_family_without_a_contact_joins_again_once(client):
    """It has only its slip: the page that the code opens must be the one of its places."""
    contact = booking.Contact(name="Sans rien")
    enrolment = booking.register(
        saturday(), contact=contact, party=booking.Party(2), helper_name="Le CCAS"
    ).enrolment
    act(client, enrolment, "cancel")

    for _twice in range(2):
        act(client, enrolment, "join_again")

    assert title_and_summary(page_of(client, enrolment))[0] == "C’est noté, nous vous attendons !"
    assert Registration.objects.holding().heads() == 2
    assert Enrolment.objects.get().helper_name == "Le CCAS"


def test_nobody_joins_again_what_is_over_or_full(client, clock):
    session = saturday(waiting_capacity=0)
    enrolment = registered(session, heads=1).enrolment
    booking.cancel(enrolment)
    registered(session, heads=4)

    full = act(client, enrolment, "join_again")
    clock.move_to(AFTER_THE_SESSION)
    late = act(client, enrolment, "join_again")

    assert [full.status_code, late.status_code] == [409, 409]
    assert "C’est complet, et la liste d’attente aussi." in words(main_of(full).select_one("#erreurs"))
    assert enrolment.registrations.get().status == Status.CANCELLED


def test_a_course_that_has_begun_is_not_joined_again(client, clock):
    """The first date was attended, the others were given back: no button that would do nothing."""
    enrolment = registered(course()[0], heads=2).enrolment
    clock.move_to("2027-03-14T12:00Z")
    act(client, enrolment, "cancel")

    page = page_of(client, enrolment)

    assert list(enrolment.registrations.order_by("session__starts_at").values_list("status", flat=True)) == [
        Status.CONFIRMED,
        Status.CANCELLED,
        Status.CANCELLED,
    ]
    assert "join_again" not in buttons(page)

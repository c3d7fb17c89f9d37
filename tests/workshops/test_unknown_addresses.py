"""A family at whose address nobody is: reached by phone, and the team reads why and mends it."""

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from outbox.models import Message
from outbox.queue import note_bounce
from tests.factories import TerritoryFactory, UserFactory, registered
from tests.workshops.offices import desk, editor_of_guadeloupe, editor_of_the_vosges, shown
from tests.workshops.situations import NOW, saturday
from workshops import letters, notices

pytestmark = pytest.mark.django_db

NOBODY = "L’adresse n’existe pas : nous n’y écrivons plus (5.1.1)"


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.SMS_DIR = tmp_path
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def registration():
    return registered(
        saturday(territory=TerritoryFactory()), email="camille@demo.test", phone="06 12 34 56 78"
    )


def came_back(status, *, address_unknown):
    message = Message.objects.get(kind="registered", channel="email")
    Message.objects.filter(pk=message.pk).update(attempts=1)
    note_bounce(message, status=status, address_unknown=address_unknown)


def channels(registration):
    return [channel for channel, _to in letters.ways_to([registration.enrolment])[registration.enrolment_id]]


def page(client, registration):
    return client.get(reverse("inscriptions:inspect", args=[registration.pk]))


def write_again(client, registration):
    return client.post(reverse("inscriptions:write_again", args=[registration.pk]))


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2", "5.7.1"])
def test_a_family_whose_box_was_full_is_still_written_to(registration, status):
    came_back(status, address_unknown=False)

    assert channels(registration) == ["email"]


def test_a_family_at_whose_address_nobody_is_gets_text_messages(registration):
    came_back("5.1.1", address_unknown=True)

    assert channels(registration) == ["sms"]


def test_the_team_reads_why_and_has_the_address_written_to_again(registration):
    came_back("5.1.1", address_unknown=True)
    editor = editor_of_the_vosges()
    client = desk(editor)
    before = shown(page(client, registration))

    write_again(client, registration)

    after = shown(page(client, registration))
    assert [NOBODY in words for words in (before, after)] == [True, False]
    assert channels(registration) == ["email"]
    entry = ModelLogEntry.objects.get(action="outbox.write_again")
    assert (entry.user, entry.object_id) == (editor, str(registration.pk))
    assert "camille" not in entry.label.casefold()


def test_another_enrolment_of_the_same_address_is_not_written_to_either(registration):
    came_back("5.1.1", address_unknown=True)
    again = registered(saturday(), email="CAMILLE@demo.test", phone="06 12 34 56 79")

    before = [channels(registration), channels(again)]
    letters.write_again(again.enrolment)

    assert (before, [channels(registration), channels(again)]) == ([["sms"]] * 2, [["email"]] * 2)


def test_the_team_reads_why_of_another_enrolment_of_the_same_address(registration):
    came_back("5.1.1", address_unknown=True)
    again = registered(saturday(territory=registration.session.territory), email="camille@demo.test")

    assert NOBODY in shown(page(desk(editor_of_the_vosges()), again))


def test_what_a_dead_address_said_goes_with_it(registration):
    came_back("5.1.1", address_unknown=True)
    again = registered(saturday(), email="camille@demo.test", phone="06 12 34 56 79")

    notices.forget(registration.enrolment)

    assert (channels(again), letters.unknown_address(again.enrolment)) == (["email"], None)


@pytest.mark.parametrize("count", [1, 5])
def test_who_is_reached_is_one_question_for_any_number(registration, count, django_assert_num_queries):
    families = [registered(saturday()).enrolment for _number in range(count)]

    with django_assert_num_queries(1):
        letters.ways_to(families)


def test_nothing_of_it_shows_of_a_family_that_is_reached(registration):
    words = shown(page(desk(editor_of_the_vosges()), registration))

    assert ("nous n’y écrivons plus" in words, "Écrire à nouveau" in words) == (False, False)


def test_others_neither_read_why_nor_mend_it(registration):
    came_back("5.1.1", address_unknown=True)
    blind = UserFactory(national=True)

    for user in (blind, editor_of_guadeloupe()):
        client = desk(user)
        assert NOBODY not in shown(page(client, registration))
        write_again(client, registration)

    assert channels(registration) == ["sms"]

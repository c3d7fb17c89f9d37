"""An expiry has nobody to ask: it waits until the last session is over, and the editors are told."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Message
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    UserFactory,
    WorkshopPageFactory,
    on,
)
from tests.workshops.offices import desk, editor_of_guadeloupe, editor_of_the_vosges, plain
from tests.workshops.page_hours import NOW, TOMORROW, again, at, scheduled
from tests.workshops.translated import in_english
from workshops import page_schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def waiting(clock, page, day="2027-03-02"):
    """``page`` should go tomorrow, and has a session that day, over at 10 h 30 UTC."""
    SessionFactory(activity=page, day=on(day))
    return scheduled(page, expire_at=TOMORROW)


@pytest.mark.parametrize("factory", [WorkshopPageFactory, EventPageFactory])
def test_an_expiry_waits_until_the_last_session_is_over(client, clock, factory):
    page, statuses = waiting(clock, factory()), []

    for moment in ("2027-03-02T09:00Z", "2027-03-02T10:29Z", "2027-03-02T10:30Z"):
        at(clock, datetime.fromisoformat(moment))
        statuses.append(client.get(page.url).status_code)

    assert statuses == [200, 200, 404]


def test_an_expiry_waits_for_no_session_that_was_taken_out_of_the_programme(client, clock):
    page = WorkshopPageFactory()
    SessionFactory(activity=page, day=on("2027-03-02"), draft=True)
    scheduled(page, expire_at=TOMORROW)

    at(clock, TOMORROW)

    assert not again(page).live


def test_a_translation_with_the_same_hour_waits_with_its_source(client, clock):
    page = waiting(clock, WorkshopPageFactory(slug="ecrans", title="Les écrans"))
    english = in_english(page, "Screens")
    english.expire_at = TOMORROW
    english.save_revision().publish()

    at(clock, TOMORROW)

    assert "Screens" in client.get("/en/ateliers/ecrans/").content.decode()


def test_the_page_of_a_territory_with_sessions_to_come_stays(client, clock):
    page = TerritoryPageFactory()
    SessionFactory(day=on("2027-03-13"))
    scheduled(page, expire_at=TOMORROW)

    at(clock, TOMORROW)

    assert again(page).live


def test_the_editors_are_told_once_why_the_page_is_still_there(clock):
    national, here = UserFactory(national=True), editor_of_the_vosges()
    editor_of_guadeloupe(), UserFactory(facilitator=True, territory=TerritoryFactory())
    UserFactory(national=True, is_active=False)
    event = waiting(clock, EventPageFactory(title="La fête", territory=TerritoryFactory()))

    for minutes in (0, 1, 10):
        at(clock, TOMORROW + timedelta(minutes=minutes))

    messages = Message.objects.filter(kind="page_schedule")
    assert {message.recipient for message in messages} == {national.email, here.email}
    assert len(messages) == 2
    assert plain(messages[0].subject) == "Toujours en ligne : La fête"
    assert (
        "Elle devait être retirée le mardi 2 mars 2027 à 10 h. Des séances sont à venir : cette page reste en "
        "ligne jusqu’à la fin de la dernière, le mardi 2 mars 2027 à 11 h 30. Elle partira d’elle-même dès que plus rien ne s’y oppose."
    ) in plain(messages[0].text)
    assert f"/admin/pages/{event.pk}/edit/" in messages[0].text


def test_a_translation_s_expiry_is_told_to_the_editors_of_the_territory_that_the_event_is_now(clock):
    vosges, guadeloupe = editor_of_the_vosges(), editor_of_guadeloupe()
    event = waiting(clock, EventPageFactory(territory=TerritoryFactory()), day="2027-03-20")
    english = in_english(event, "The party")
    event.territory = guadeloupe.territories.get()
    event.save_revision().publish()

    assert page_schedule.editors_of(again(english)) == [guadeloupe]
    assert english.territory == vosges.territories.get()


def test_without_editors_the_administrators_are_told(clock):
    administrator = UserFactory(administrator=True)
    waiting(clock, WorkshopPageFactory())

    at(clock, TOMORROW)

    assert [message.recipient for message in Message.objects.filter(kind="page_schedule")] == [
        administrator.email
    ]


def test_who_opens_the_page_reads_why_it_is_still_there(clock):
    page = waiting(clock, WorkshopPageFactory())
    clock.move_to(TOMORROW, tick=False)

    answer = desk(UserFactory(national=True)).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert "Elle devait être retirée le mardi 2 mars 2027 à 10 h." in plain(answer.content.decode())


def test_another_hour_is_told_of_again(clock):
    UserFactory(national=True)
    page = waiting(clock, WorkshopPageFactory(), day="2027-03-13")
    at(clock, TOMORROW)
    scheduled(page, expire_at=TOMORROW + timedelta(days=1))

    at(clock, TOMORROW + timedelta(days=1))

    assert Message.objects.filter(kind="page_schedule").count() == 2


def test_wagtail_s_own_command_obeys_the_same_rules(clock):
    page = waiting(clock, WorkshopPageFactory())
    coming = scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW)
    clock.move_to(TOMORROW, tick=False)

    call_command("publish_scheduled")

    assert [again(one).live for one in (page, coming)] == [True, True]


def test_a_page_that_waits_is_locked_no_more_once_its_editors_were_told(clock):
    UserFactory(national=True)
    waiting(clock, WorkshopPageFactory(), day="2027-03-13")
    at(clock, TOMORROW)

    with CaptureQueriesContext(connection) as asked:
        at(clock, TOMORROW + timedelta(minutes=1))

    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []
    assert [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]] == []

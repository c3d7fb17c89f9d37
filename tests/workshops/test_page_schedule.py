"""Pages appear and go by themselves, at the hour that their editors chose."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.users.models import UserProfile

from home.models import StandardPage
from outbox.models import Message
from tests.factories import (
    NewsPageFactory,
    SessionFactory,
    StandardPageFactory,
    UserFactory,
    WorkshopPageFactory,
    on,
)
from tests.outbox.letters import in_threads
from tests.roots import home_page
from tests.workshops.calendars import words
from tests.workshops.offices import desk
from tests.workshops.page_hours import NOW, TOMORROW, again, at, logged, scheduled
from tests.workshops.translated import in_english
from workshops.page_schedule import publish_and_expire

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("zone", "typed", "instant"),
    [
        ("Europe/Paris", "2027-03-28 03:00", "2027-03-28T01:00Z"),
        ("Europe/Paris", "2027-10-31 09:00", "2027-10-31T08:00Z"),
        ("America/Guadeloupe", "2027-03-28 09:00", "2027-03-28T13:00Z"),
        ("America/Guadeloupe", "2027-10-31 09:00", "2027-10-31T13:00Z"),
    ],
)
def test_a_page_appears_and_goes_at_the_hour_that_its_editor_s_clock_shows(
    client, clock, zone, typed, instant
):
    user = UserFactory(national=True)
    UserProfile.objects.create(user=user, current_time_zone=zone)
    fields = {
        "title": "La rentrée",
        "slug": "la-rentree",
        "summary": "",
        "body-count": "0",
        "go_live_at": typed,
    }
    fields |= {"expire_at": typed.replace(":00", ":30"), "action-publish": "1"}
    comments = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 0}
    fields |= {f"comments-{name}_FORMS": count for name, count in comments.items()}
    desk(user).post(reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk]), fields)
    hour, statuses = datetime.fromisoformat(instant), []

    for moment in (-SECOND, timedelta(0), timedelta(minutes=30) - SECOND, timedelta(minutes=30)):
        at(clock, hour + moment)
        statuses.append(client.get("/la-rentree/").status_code)

    assert statuses == [404, 200, 200, 404]
    assert logged(StandardPage.objects.get(slug="la-rentree", alias_of=None)) == [
        "wagtail.publish.scheduled",
        "wagtail.unpublish.scheduled",
    ]


def test_the_worker_does_it(clock):
    page = scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW)
    clock.move_to(TOMORROW, tick=False)

    call_command("worker", until_empty=True)

    assert again(page).live


def test_a_change_to_come_leaves_the_page_as_it_is_until_then(client, clock):
    page = scheduled(
        StandardPageFactory(slug="aide", title="Aide"), title="Aide aux parents", go_live_at=TOMORROW
    )
    standing, before = page.status_string, client.get("/aide/")

    at(clock, TOMORROW)

    assert (standing, before.status_code) == ("publiée + programmée", 200)
    assert "Aide aux parents" not in before.content.decode()
    assert "Aide aux parents" in client.get("/aide/").content.decode()


def test_nor_does_a_change_written_before_the_page_was_first_published(client, clock):
    page = StandardPageFactory(slug="aide", title="Aide", live=False)
    first = page.save_revision()
    page.title = "Aide aux parents"
    draft = page.save_revision()
    first.publish()
    later = Revision.objects.get(pk=draft.pk).as_object()
    later.go_live_at = TOMORROW

    later.save_revision().publish()

    assert client.get("/aide/").status_code == 200


def test_what_was_live_without_a_revision_can_be_read_in_its_history():
    page = StandardPageFactory(title="Aide")

    scheduled(page, title="Aide aux parents", go_live_at=TOMORROW)

    titles = [revision.content["title"] for revision in page.revisions.order_by("created_at", "pk")]
    assert titles == ["Aide", "Aide aux parents"]


def test_a_page_that_is_being_made_does_not_appear_before_its_hour(client):
    page = StandardPageFactory(slug="aide")
    page.go_live_at = TOMORROW

    page.save_revision().publish()

    assert client.get("/aide/").status_code == 404


def test_calendars_follow_a_change_that_comes_by_itself(client, clock):
    workshop = WorkshopPageFactory(title="Le téléphone")
    SessionFactory(activity=workshop, day=on("2027-04-20"))
    scheduled(workshop, title="Le téléphone de mon enfant", go_live_at=TOMORROW)
    before = client.get("/agenda.ics")

    at(clock, TOMORROW)

    asked_again = client.get("/agenda.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert words(before.content, "SUMMARY") == "Le téléphone"
    assert words(asked_again.content, "SUMMARY") == "Le téléphone de mon enfant"


def test_the_other_languages_follow(client, clock):
    workshop = WorkshopPageFactory(slug="ecrans", title="Les écrans")
    in_english(workshop, "Screens").save_revision().publish()
    scheduled(workshop, expire_at=TOMORROW)
    before = [client.get(f"{language}/ateliers/ecrans/").status_code for language in ("", "/en", "/ar")]

    at(clock, TOMORROW)

    after = [client.get(f"{language}/ateliers/ecrans/").status_code for language in ("", "/en", "/ar")]
    assert (before, after) == ([200] * 3, [404] * 3)


def test_a_later_expiry_that_comes_with_a_change_holds(clock):
    page = scheduled(NewsPageFactory(), expire_at=TOMORROW)
    scheduled(page, go_live_at=TOMORROW, expire_at=TOMORROW + timedelta(days=30))

    at(clock, TOMORROW)

    assert again(page).live


def test_a_page_that_cannot_be_published_stops_no_other_and_its_editors_are_told(clock, caplog):
    UserFactory(national=True)
    twin = scheduled(StandardPageFactory(slug="aide", live=False), go_live_at=TOMORROW)
    Page.objects.filter(pk=twin.pk).update(slug="autre")
    StandardPageFactory(slug="aide")
    other = scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW + SECOND)
    gone = scheduled(StandardPageFactory(), expire_at=TOMORROW)

    for minutes in (1, 2):
        at(clock, TOMORROW + timedelta(minutes=minutes))

    assert [again(page).live for page in (twin, other, gone)] == [False, True, False]
    (message,) = Message.objects.filter(kind="page_schedule")
    assert "cela n’a pas pu se faire" in message.text
    assert caplog.text.count(f"page {twin.pk} at its hour: ValidationError") == 1


def test_a_schedule_that_was_given_up_changes_nothing(clock):
    page = scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW)
    page.scheduled_revision.approved_go_live_at = None
    page.scheduled_revision.save(user=None, update_fields=["approved_go_live_at"])

    at(clock, TOMORROW)

    assert not again(page).live


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(clock):
    page = scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW)
    leaving = scheduled(StandardPageFactory(), expire_at=TOMORROW)
    clock.move_to(TOMORROW, tick=False)

    in_threads(3, publish_and_expire)

    assert (logged(page), logged(leaving)) == (["wagtail.publish.scheduled"], ["wagtail.unpublish.scheduled"])


def test_nothing_due_costs_two_queries(django_assert_num_queries):
    scheduled(StandardPageFactory(live=False), go_live_at=TOMORROW)

    with django_assert_num_queries(2):
        publish_and_expire()

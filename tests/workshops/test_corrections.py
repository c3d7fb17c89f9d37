"""Words that stand below a session: corrected there, calendars and the search read them again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from outbox.models import Message
from tests.factories import SessionFactory, ThemeFactory, UserFactory, WorkshopPageFactory, registered
from tests.workshops.calendars import values, words
from tests.workshops.offices import desk
from tests.workshops.translated import in_english
from workshops.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def asked_again(client, answer, path="/agenda.ics"):
    return client.get(path, headers={"If-None-Match": answer.headers["ETag"]})


def test_a_theme_renamed_in_the_admin_is_read_again_and_nobody_is_written_to(client, clock):
    theme = ThemeFactory()
    session = SessionFactory(activity=WorkshopPageFactory(themes=[theme]))
    registered(session)
    written, before = Message.objects.count(), client.get("/agenda.ics")
    clock.shift(timedelta(minutes=1))

    desk(UserFactory(national=True)).post(
        reverse("themes:edit", args=[theme.pk]),
        {"name": "Jeux vidéo", "sign": theme.sign, "position": "0", **_no_translation()},
    )

    assert values(asked_again(client, before).content, "CATEGORIES") == ["Jeux vidéo"]
    assert client.get("/agenda.ics?q=jeux").content.count(b"BEGIN:VEVENT") == 1
    assert Message.objects.count() == written


def test_a_theme_named_in_another_language_is_read_again_there(client, clock):
    theme = ThemeFactory()
    SessionFactory(activity=WorkshopPageFactory(themes=[theme]))
    before = client.get("/en/agenda.ics")
    clock.shift(timedelta(minutes=1))

    desk(UserFactory(national=True)).post(
        reverse("themes:edit", args=[theme.pk]),
        {
            "name": theme.name,
            "sign": theme.sign,
            "position": "0",
            **_no_translation(),
            "translations-TOTAL_FORMS": 1,
            "translations-0-language": "en",
            "translations-0-id": "",
            "translations-0-name": "Parental control",
            "translations-0-DELETE": "",
        },
    )

    assert values(asked_again(client, before, "/en/agenda.ics").content, "CATEGORIES") == ["Parental control"]


def test_a_page_published_anew_is_read_again(client, clock):
    workshop = WorkshopPageFactory()
    SessionFactory(activity=workshop)
    before = client.get("/agenda.ics")
    clock.shift(timedelta(minutes=1))

    workshop.title = "Le téléphone de mon enfant"
    workshop.save_revision().publish()

    assert words(asked_again(client, before).content, "SUMMARY") == "Le téléphone de mon enfant"


def test_a_translation_comes_and_goes_and_calendars_follow(client, clock):
    workshop = WorkshopPageFactory(title="Le téléphone")
    SessionFactory(activity=workshop)
    titles = []
    clock.shift(timedelta(minutes=1))
    page = in_english(workshop, "The telephone")

    for act in (lambda: page.save_revision().publish(), page.unpublish):
        clock.shift(timedelta(minutes=1))
        act()
        titles.append(words(client.get("/en/agenda.ics").content, "SUMMARY"))

    assert titles == ["The telephone", "Le téléphone"]


def test_a_session_is_not_taken_for_changed_because_its_words_were_corrected(clock):
    theme = ThemeFactory()
    session = SessionFactory(activity=WorkshopPageFactory(themes=[theme]))
    clock.shift(timedelta(minutes=1))

    desk(UserFactory(national=True)).post(
        reverse("themes:edit", args=[theme.pk]),
        {"name": "Jeux vidéo", "sign": theme.sign, "position": "0", **_no_translation()},
    )

    now = Session.objects.get()
    assert (now.sequence, now.changed_at) == (session.sequence, session.changed_at)
    assert now.revised_at > session.revised_at


def _no_translation():
    counts = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 1000}
    return {f"translations-{name}_FORMS": count for name, count in counts.items()}

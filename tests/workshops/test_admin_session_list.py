"""The list of sessions in Wagtail's admin, and what may be deleted from it."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    UserFactory,
    WorkshopPageFactory,
    on,
)
from tests.workshops.offices import (
    desk,
    editor_of_guadeloupe,
    editor_of_the_vosges,
    read,
    same_form,
    shown,
)
from workshops import scheduling
from workshops.models import Session

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


# The list ---------------------------------------------------------------------------------


def test_the_next_session_comes_first_and_the_past_last():
    for title, day in (("Passée", "2027-01-16"), ("Plus tard", "2027-04-10"), ("Bientôt", "2027-03-13")):
        SessionFactory(day=on(day), activity=WorkshopPageFactory(title=title))

    assert by_name(desk(editor_of_the_vosges()).get(reverse("seances:index"))) == [
        "Bientôt",
        "Plus tard",
        "Passée",
    ]


def test_sessions_are_filtered_by_what_an_editor_asks():
    SessionFactory(day=on("2027-01-16"), activity=WorkshopPageFactory(title="Passée"))
    SessionFactory(day=on("2027-03-13"), activity=EventPageFactory(title="Fête"))
    SessionFactory(day=on("2027-04-10"), activity=WorkshopPageFactory(title="Brouillon"), draft=True)
    SessionFactory(
        day=on("2027-05-08"),
        online=True,
        territory=TerritoryFactory(),
        activity=WorkshopPageFactory(title="Visio"),
    )
    editor = desk(editor_of_the_vosges())
    answers = {
        "period=past": ["Passée"],
        "kind=event": ["Fête"],
        "state=draft": ["Brouillon"],
        "state=draft&state=published&period=upcoming&du=01/04/2027": ["Brouillon", "Visio"],
        "format=en-ligne": ["Visio"],
        "du=13/03/2027&au=10/04/2027": ["Fête", "Brouillon"],
    }

    assert {asked: by_name(editor.get(f"{reverse('seances:index')}?{asked}")) for asked in answers} == answers


def test_a_day_is_that_of_the_session_for_an_editor_of_any_zone():
    session = SessionFactory(day=MARCH_13, guadeloupe=True, start=time(20), end=time(21))
    editor = desk(editor_of_guadeloupe())

    found = [
        len(editor.get(reverse("seances:index"), {"du": day, "au": day}).context["object_list"])
        for day in ("12/03/2027", "13/03/2027", "14/03/2027")
    ]

    assert session.starts_at.date() == date(2027, 3, 14)
    assert found == [0, 1, 0]


def test_sessions_are_searched_by_workshop_place_and_reference():
    session = SessionFactory(activity=WorkshopPageFactory(title="Contrôle parental"))
    SessionFactory(guadeloupe=True, activity=WorkshopPageFactory(title="Jeux vidéo"))
    national = desk(UserFactory(national=True))

    found = {
        typed: by_name(national.get(reverse("seances:index"), {"q": typed}))
        for typed in ("controle", "ÉPINAL", "parental épinal", session.ref, "vosges", "basse-terre", "zzz")
    }

    assert found == {
        "controle": ["Contrôle parental"],
        "ÉPINAL": ["Contrôle parental"],
        "parental épinal": ["Contrôle parental"],
        session.ref: ["Contrôle parental"],
        "vosges": ["Contrôle parental"],
        "basse-terre": ["Jeux vidéo"],
        "zzz": [],
    }


def test_the_list_says_when_in_the_zone_of_each_session_and_how_many_come():
    SessionFactory(guadeloupe=True, day=MARCH_13, full=True, waiting=2)

    content = shown(desk(UserFactory(national=True)).get(reverse("seances:index")))

    assert "samedi 13 mars 2027 de 9 h 30 à 11 h 30 (heure de Guadeloupe)" in content
    assert "10 / 10, 2 familles attendent" in content


# Deleting ---------------------------------------------------------------------------------


def test_a_draft_is_deleted():
    session = SessionFactory(draft=True)
    editor = desk(editor_of_the_vosges())

    assert editor.get(reverse("seances:delete", args=[session.pk])).status_code == 200
    editor.post(reverse("seances:delete", args=[session.pk]))

    assert not Session.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_published_session_is_never_deleted(method):
    session = SessionFactory()

    response = getattr(desk(UserFactory(administrator=True)), method)(
        reverse("seances:delete", args=[session.pk])
    )

    assert Session.objects.filter(pk=session.pk).exists()
    assert response.url == reverse("seances:inspect", args=[session.pk])
    assert read(response)[0].startswith("Une séance publiée ne se supprime pas : annulez-la")


def test_a_session_published_meanwhile_is_not_deleted():
    session = SessionFactory(draft=True)
    editor = desk(editor_of_the_vosges())
    editor.get(reverse("seances:delete", args=[session.pk]))
    scheduling.publish(session, by=None)

    editor.post(reverse("seances:delete", args=[session.pk]))

    assert Session.objects.filter(pk=session.pk).exists()

"""Sessions written in Wagtail's admin: in their own hours, and by ``scheduling`` alone."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    UserFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
)
from tests.workshops.offices import (
    desk,
    editor_of_guadeloupe,
    editor_of_the_vosges,
    errors,
    facilitator_of_the_vosges,
    same_form,
    session_form,
)
from workshops.admin_forms.fields import plain_hour
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


# What is typed ----------------------------------------------------------------------------


def test_nine_o_clock_in_guadeloupe_is_nine_o_clock_there():
    venue = VenueFactory(guadeloupe=True)
    form = session_form(WorkshopPageFactory(), territory=venue.territory_id, venue=venue.pk)

    add(editor_of_guadeloupe(), form)

    session = Session.objects.get()
    assert session.starts_at == datetime(2027, 3, 13, 13, tzinfo=UTC)
    assert (session.time_zone, session.local_date) == ("America/Guadeloupe", MARCH_13)
    assert session.when.hours == "de 9\u00a0h à 11\u00a0h"


def test_the_hour_is_that_of_the_place_whoever_types_it():
    venue = VenueFactory(guadeloupe=True)
    form = session_form(WorkshopPageFactory(), territory=venue.territory_id, venue=venue.pk)
    national = UserFactory(national=True)
    UserProfile.objects.create(user=national, current_time_zone="Europe/Paris")

    add(national, form)

    assert Session.objects.get().starts_at == datetime(2027, 3, 13, 13, tzinfo=UTC)


def test_the_form_shows_the_hours_of_the_place():
    session = SessionFactory(guadeloupe=True, day=MARCH_13)

    form = desk(UserFactory(national=True)).get(reverse("seances:edit", args=[session.pk])).context["form"]

    assert [form[name].value() for name in ("day", "start", "end")] == [MARCH_13, time(9, 30), time(11, 30)]
    assert form.fields["start"].help_text == (
        "À l’heure du lieu (heure de Guadeloupe), quelle que soit la vôtre."
    )


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("9h", "9:00"),
        ("9 h 30", "9:30"),
        ("9\u00a0h\u00a030", "9:30"),
        ("14.15", "14:15"),
        ("9:05", "9:05"),
        ("midi", "midi"),
    ],
)
def test_an_hour_is_read_as_people_write_it(typed, read_as):
    assert plain_hour(typed) == read_as


def test_registration_opens_and_closes_by_the_clocks_of_the_place():
    venue = VenueFactory(guadeloupe=True)
    form = session_form(
        WorkshopPageFactory(),
        territory=venue.territory_id,
        venue=venue.pk,
        registration_opens_at="01/03/2027 8h",
        registration_closes_at="12/03/2027 18:30",
    )

    add(editor_of_guadeloupe(), form)

    session = Session.objects.get()
    assert session.registration_opens_at == datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert session.registration_closes_at == datetime(2027, 3, 12, 22, 30, tzinfo=UTC)


def test_an_hour_that_the_spring_change_skips_is_refused_at_its_field():
    response = add(
        editor_of_the_vosges(),
        session_form(WorkshopPageFactory(), day="28/03/2027", start="2:30", end="4:00"),
    )

    assert errors(response) == {"start": ["Cette heure n’existe pas ce jour-là : on passe à l’heure d’été."]}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": "le 13"}, "day", "Écrivez la date ainsi : 13/03/2027."),
        ({"start": "neuf heures"}, "start", "Écrivez l’heure ainsi : 9:30."),
        (
            {"start": "14:00", "end": "9:00"},
            "end",
            "La séance durerait plus de 12 heures. Vérifiez l’heure de fin.",
        ),
        (
            {"registration_opens_at": "12/03/2027 9:00", "registration_closes_at": "11/03/2027 9:00"},
            "registration_closes_at",
            "Les inscriptions doivent se fermer après s’être ouvertes.",
        ),
        (
            {"registration_opens_at": "bientôt"},
            "registration_opens_at",
            "Écrivez la date et l’heure ainsi : 13/03/2027 9:30.",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(typed, field, sentence):
    response = add(editor_of_the_vosges(), session_form(WorkshopPageFactory(), **typed))

    assert errors(response) == {field: [sentence]}
    assert not Session.objects.exists()


# Choices ----------------------------------------------------------------------------------


def offered(user, field):
    form = desk(user).get(reverse("seances:add")).context["form"]
    return list(form.fields[field].queryset)


def test_only_french_source_pages_have_sessions():
    workshop = WorkshopPageFactory()
    english, _created = Locale.objects.get_or_create(language_code="en")
    workshop.copy_for_translation(english, copy_parents=True)
    workshop.create_alias(update_slug="le-meme-ailleurs")

    assert [page.pk for page in offered(editor_of_the_vosges(), "activity")] == [workshop.pk]


def test_an_editor_opens_dates_of_workshops_and_of_their_own_events():
    workshop, national_event = WorkshopPageFactory(title="A"), EventPageFactory(title="B")
    own = EventPageFactory(title="C", territory=TerritoryFactory())
    EventPageFactory(title="D", territory=TerritoryFactory(guadeloupe=True))

    assert [page.title for page in offered(editor_of_the_vosges(), "activity")] == ["A", "B", "C"]
    assert [workshop.title, national_event.title, own.title] == ["A", "B", "C"]


def test_an_editor_chooses_among_colleagues_of_their_territories():
    editor, colleague = editor_of_the_vosges(), facilitator_of_the_vosges()
    editor_of_guadeloupe()

    assert set(offered(editor, "facilitators")) == {editor, colleague}


def test_a_facilitator_s_session_is_theirs_from_the_start():
    facilitator = facilitator_of_the_vosges()

    form = desk(facilitator).get(reverse("seances:add")).context["form"]

    assert form["facilitators"].value() == [facilitator.pk]

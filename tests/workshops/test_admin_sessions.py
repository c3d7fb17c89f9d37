"""Sessions written in Wagtail's admin: in their own hours, and by ``scheduling`` alone."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from outbox.models import Message
from tests.factories import (
    EventPageFactory,
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
    editor_of_guadeloupe,
    editor_of_the_vosges,
    errors,
    facilitator_of_the_vosges,
    read,
    same_form,
    session_form,
    shown,
)
from workshops import scheduling
from workshops.admin_forms.fields import plain_hour
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
            "La séance durerait plus de 14 heures. Vérifiez l’heure de fin.",
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

    assert errors(response) == {"day": ["Cette date est passée."]}


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
        "__all__": ["10 places sont déjà prises : il n’est pas possible de descendre au-dessous."]
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

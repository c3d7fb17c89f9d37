"""An editor of the Vosges and what belongs to Guadeloupe: every way in is closed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.factories import SessionFactory, TerritoryFactory, UserFactory, VenueFactory, registered
from tests.workshops.offices import (
    desk,
    editor_of_guadeloupe,
    editor_of_the_vosges,
    facilitator_of_the_vosges,
    refused,
    session_form,
    shown,
    venue_form,
)
from workshops.models import Session, State, Status, Venue
from workshops.permissions import can_publish_session, can_see_contacts

pytestmark = pytest.mark.django_db

SESSION_VIEWS = [
    "edit",
    "delete",
    "inspect",
    "history",
    "history_results",
    "propose",
    "publish",
    "postpone",
    "cancel",
]
VENUE_VIEWS = ["edit", "delete", "inspect", "history", "history_results"]
REGISTRATION_VIEWS = ["inspect", "cancel"]
ROWS = ["seances", "inscriptions", "lieux"]


@pytest.fixture
def vosges():
    return desk(editor_of_the_vosges())


def listed(response):
    return list(response.context["object_list"])


def closed(client, row, views, pk, form):
    """The views of ``row`` that refuse to be read and to be written."""
    addresses = {view: reverse(f"{row}:{view}", args=[pk]) for view in views}
    return [
        view
        for view, address in addresses.items()
        if refused(client.get(address)) and refused(client.post(address, form))
    ]


def test_a_foreign_session_is_closed(vosges):
    session = SessionFactory(guadeloupe=True)

    assert closed(vosges, "seances", SESSION_VIEWS, session.pk, {"reason": "Non."}) == SESSION_VIEWS
    assert Session.objects.get(pk=session.pk).state == State.PUBLISHED


def test_a_foreign_draft_is_closed(vosges):
    session = SessionFactory(guadeloupe=True, draft=True)

    assert closed(vosges, "seances", SESSION_VIEWS, session.pk, {}) == SESSION_VIEWS
    assert Session.objects.get(pk=session.pk).state == State.DRAFT


def test_a_foreign_venue_is_closed(vosges):
    venue = VenueFactory(guadeloupe=True)

    assert closed(vosges, "lieux", VENUE_VIEWS, venue.pk, venue_form()) == VENUE_VIEWS
    assert Venue.objects.get(pk=venue.pk).name == "Médiathèque de Basse-Terre"


def test_a_foreign_registration_is_closed(vosges):
    registration = registered(SessionFactory(guadeloupe=True))

    assert closed(vosges, "inscriptions", REGISTRATION_VIEWS, registration.pk, {}) == REGISTRATION_VIEWS
    assert registration.session.registrations.get().status == Status.CONFIRMED


@pytest.mark.parametrize("view", ["index", "index_results"])
def test_lists_hold_the_rows_within_reach(vosges, view):
    registered(SessionFactory(guadeloupe=True), name="Famille d’ailleurs")
    here = registered(SessionFactory())

    answers = {row: vosges.get(reverse(f"{row}:{view}")) for row in ROWS}

    assert {row: listed(answer) for row, answer in answers.items()} == {
        "seances": [here.session],
        "inscriptions": [here],
        "lieux": [here.session.venue],
    }
    assert "Famille d’ailleurs" not in shown(answers["inscriptions"])


def test_no_list_is_exported():
    registered(SessionFactory(), name="Famille Épinal")
    administrator = desk(UserFactory(administrator=True))

    kinds = {
        administrator.get(reverse(f"{row}:index"), {"export": spreadsheet})["Content-Type"]
        for row in ROWS
        for spreadsheet in ("csv", "xlsx")
    }

    assert kinds == {"text/html; charset=utf-8"}


def test_no_search_and_no_filter_widens_a_list(vosges):
    session = SessionFactory(guadeloupe=True)
    asked = [
        {"q": "basse terre"},
        {"q": session.ref},
        {"format": "sur-place"},
        {"state": "published"},
        {"period": "upcoming"},
        {"territory": session.territory_id},
    ]

    assert [listed(vosges.get(reverse("seances:index"), query)) for query in asked] == [[]] * len(asked)


@pytest.mark.parametrize("field", ["territory", "venue"])
def test_a_session_is_not_made_in_a_foreign_territory(vosges, field):
    foreign = VenueFactory(guadeloupe=True)
    key = {"territory": foreign.territory_id, "venue": foreign.pk}[field]

    response = vosges.post(reverse("seances:add"), session_form(SessionFactory().activity, **{field: key}))

    assert list(response.context["form"].errors) == [field]


def test_an_editor_makes_no_national_session(vosges):
    response = vosges.post(reverse("seances:add"), session_form(SessionFactory().activity, territory=""))

    assert list(response.context["form"].errors) == ["territory"]


def test_a_session_is_not_moved_to_a_foreign_venue(vosges):
    session = SessionFactory()
    foreign = VenueFactory(guadeloupe=True)
    form = session_form(session.activity, venue=foreign.pk, reason="Travaux.")

    response = vosges.post(reverse("seances:edit", args=[session.pk]), form)

    assert list(response.context["form"].errors) == ["venue"]


@pytest.mark.parametrize("territory", ["971", ""])
def test_a_venue_is_not_made_in_a_foreign_territory(vosges, territory):
    VenueFactory()
    foreign = TerritoryFactory(guadeloupe=True).pk if territory else ""

    response = vosges.post(
        reverse("lieux:add"), venue_form(territory=foreign, commune="88160", postal_code="88000")
    )

    assert list(response.context["form"].errors) == ["territory"]


def test_the_chooser_of_venues_shows_and_gives_those_within_reach(vosges):
    here, there = VenueFactory(), VenueFactory(guadeloupe=True)

    shown = vosges.get(reverse("choisir-un-lieu:choose")).json()["html"]

    assert (here.name in shown, there.name in shown) == (True, False)
    assert vosges.get(reverse("choisir-un-lieu:chosen", args=[here.pk])).status_code == 200
    assert vosges.get(reverse("choisir-un-lieu:chosen", args=[there.pk])).status_code == 404


def exists(address, *args):
    try:
        return bool(reverse(address, args=args))
    except NoReverseMatch:
        return False


def test_no_address_writes_a_registration():
    views = ["edit", "delete", "copy", "history", "usage"]

    assert [view for view in views if exists(f"inscriptions:{view}", 1)] == []
    assert not exists("inscriptions:add")


def test_nothing_is_copied():
    assert [row for row in ROWS if exists(f"{row}:copy", 1)] == []


def test_no_selection_is_deleted_at_once():
    key = registered(SessionFactory()).session.pk
    administrator = desk(UserFactory(administrator=True))

    answers = [
        administrator.post(f"{reverse('wagtail_bulk_action', args=['workshops', model, 'delete'])}?id={key}")
        for model in ("session", "venue", "registration", "enrolment")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_national_staff_work_everywhere():
    session = SessionFactory(guadeloupe=True)
    national = UserFactory(national=True)

    assert desk(national).get(reverse("seances:edit", args=[session.pk])).status_code == 200
    assert can_publish_session(national, session)


def test_a_facilitator_proposes_and_does_not_publish():
    person = facilitator_of_the_vosges()
    session = SessionFactory(draft=True, facilitators=[person])
    facilitator = desk(person)

    assert refused(facilitator.post(reverse("seances:publish", args=[session.pk])))
    facilitator.post(reverse("seances:propose", args=[session.pk]))

    session.refresh_from_db()
    assert session.state == State.PROPOSED


def test_a_facilitator_does_not_reach_a_colleague_s_session():
    session = SessionFactory()
    facilitator = facilitator_of_the_vosges()

    assert refused(desk(facilitator).get(reverse("seances:edit", args=[session.pk])))
    assert not can_see_contacts(facilitator, session)


def test_a_facilitator_reaches_their_sessions_in_another_territory():
    facilitator = facilitator_of_the_vosges()
    session = SessionFactory(guadeloupe=True, facilitators=[facilitator])

    assert desk(facilitator).get(reverse("seances:edit", args=[session.pk])).status_code == 200
    assert can_see_contacts(facilitator, session)


def test_a_closed_account_reaches_nothing():
    session = SessionFactory()
    gone = UserFactory(administrator=True, is_active=False)

    assert not can_see_contacts(gone, session)
    assert not can_publish_session(gone, session)


@pytest.mark.parametrize("row", ROWS)
def test_a_list_takes_as_many_queries_for_30_rows_as_for_one(row):
    editor = desk(editor_of_guadeloupe())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse(f"{row}:index"))
        return len(captured)

    activity = registered(SessionFactory(guadeloupe=True)).session.activity
    queries()  # content types are read once
    for_one = queries()
    for _number in range(29):
        registered(SessionFactory(guadeloupe=True, activity=activity))

    assert queries() == for_one

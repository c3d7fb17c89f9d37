"""The demo: whole, in every state, and the same when loaded twice."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from guides.models import GuidePage
from home.demo.accounts import LOGINS
from home.models import StandardPage, TerritoryPage
from workshops import agenda
from workshops.models import EventPage, Format, QuestionnaireAnswer, Session, State, WorkshopPage
from workshops.questionnaires import results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def french(model):
    return model.objects.live().filter(locale__language_code="fr").count()


def test_loading_it_again_adds_nothing(demo):
    assert "Demo: already there." in demo


def test_the_content_is_whole():
    assert [french(model) for model in (TerritoryPage, WorkshopPage, GuidePage, EventPage)] == [12, 11, 11, 7]
    assert french(StandardPage) >= 4


def test_every_page_stands_in_every_language():
    for model in (TerritoryPage, WorkshopPage, GuidePage, EventPage, StandardPage):
        for language in ("en", "ar"):
            assert model.objects.live().filter(locale__language_code=language).count() == french(model)


def test_every_page_stands_as_its_editors_left_it():
    pages = Page.objects.filter(depth__gt=1, alias_of=None)

    assert {page.status_string for page in pages} == {"publiée"}


def test_there_are_sessions_from_two_months_ago_to_four_months_ahead():
    now = timezone.now()
    days = [(session.starts_at - now).days for session in Session.objects.all()]

    assert len(days) >= 120
    assert (min(days) < -50, max(days) > 110) == (True, True)


def test_every_state_is_reachable_from_the_agenda():
    shown = list(agenda.read({}).results())
    by_registration = {session.registration for session in shown if session.state == State.PUBLISHED}

    assert {session.state for session in shown} == {State.PUBLISHED, State.CANCELLED, State.POSTPONED}
    assert {session.format for session in shown} == set(Format)
    assert by_registration == {"open", "waiting_list", "not_yet", "closed", "none"}
    assert any(session.families_waiting and not session.places_left for session in shown)
    assert agenda.read({"du": "2020-01-01"}).results().filter(ends_at__lt=timezone.now()).exists()


def test_families_have_said_what_they_need():
    answers = QuestionnaireAnswer.objects.select_related("event")

    assert {answer.event.slug for answer in answers} == {"j-apprends-le-numerique-en-famille"}
    assert len(answers) == 20
    assert [len(row["rows"]) for row in results(answers[0].event)] == [4, 6, 5, 5, 0]
    assert all(row["answered"] for row in results(answers[0].event))


def test_the_counters_of_places_are_those_of_the_rows():
    wrong = [
        session.ref
        for session in Session.objects.all()
        if session.places_taken != session.registrations.holding().heads()
    ]

    assert wrong == []
    assert not Session.objects.filter(places_taken__gt=F("capacity")).exists()


def test_the_logins_of_the_readme_are_there():
    assert set(get_user_model().objects.values_list("email", flat=True)) == {email for email, *_ in LOGINS}


def test_no_login_with_a_published_password_where_this_is_not_the_editors_machine(settings):
    get_user_model().objects.all().delete()
    settings.ON_THIS_MACHINE = False
    printed = io.StringIO()

    call_command("load_demo", stdout=printed)

    assert "No demo logins" in printed.getvalue()
    assert get_user_model().objects.count() == 0


def test_a_large_programme_is_written_in_bulk():
    before = Session.objects.count()

    call_command("load_demo", sessions=300, registrations=500, stdout=io.StringIO())

    assert Session.objects.count() == before + 300
    assert sum(Session.objects.order_by("-pk")[:300].values_list("places_taken", flat=True)) == 500

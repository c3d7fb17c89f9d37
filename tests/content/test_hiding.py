"""Which page may be hidden now: asked by every door, and by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from content.dates import moment_words
from tests.factories import (
    EventPageFactory,
    GuidePageFactory,
    SessionFactory,
    TerritoryPageFactory,
    WorkshopPageFactory,
)

pytestmark = pytest.mark.django_db

TO_COME = "Des séances sont à venir : cette page reste en ligne jusqu’à la fin de la dernière, le {}."
CANCELLED = (
    "Les séances à venir sont annulées, et les agendas des familles le disent : cette page reste en ligne "
    "jusqu’à la fin de la dernière, le {}."
)
TO_COME_HERE = "Des séances sont à venir dans ce territoire : sa page reste en ligne."


def said(page, at=None):
    return str(page.hiding_refusal(at)).replace("\u00a0", " ")


def until(sentence, session):
    return sentence.format(moment_words(session.ends_at, session.time_zone)).replace("\u00a0", " ")


@pytest.mark.parametrize("factory", [WorkshopPageFactory, EventPageFactory])
def test_an_activity_stays_as_long_as_a_public_date_is_to_come(factory):
    session = SessionFactory(activity=factory())
    busy = session.activity
    quiet = SessionFactory(activity=factory(), past=True).activity
    drafted = SessionFactory(activity=factory(), draft=True).activity

    assert [said(page) for page in (busy, quiet, drafted)] == [until(TO_COME, session), "", ""]


def test_it_may_be_hidden_once_its_last_date_is_over():
    session = SessionFactory()

    assert said(session.activity, at=session.ends_at - timedelta(seconds=1)) == until(TO_COME, session)
    assert said(session.activity, at=session.ends_at) == ""


def test_cancelled_dates_keep_it_too_and_it_says_until_when():
    sooner = SessionFactory(cancelled=True)
    last = SessionFactory(
        activity=sooner.activity,
        cancelled=True,
        guadeloupe=True,
        day=timezone.localdate() + timedelta(days=20),
    )
    cancelled = said(sooner.activity)
    SessionFactory(activity=sooner.activity)

    assert cancelled == until(CANCELLED, last)
    assert said(sooner.activity) == until(TO_COME, last)


def test_a_territory_s_page_stays_as_long_as_dates_are_to_come_there():
    page = TerritoryPageFactory()
    SessionFactory(guadeloupe=True)

    assert said(page) == ""
    SessionFactory()
    assert said(page) == TO_COME_HERE
    assert said(page, at=timezone.now() + timedelta(days=30)) == ""


def test_a_translation_may_be_hidden():
    page = SessionFactory().activity.specific
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)

    assert said(english) == ""


def test_a_guide_may_be_hidden():
    assert said(GuidePageFactory()) == ""

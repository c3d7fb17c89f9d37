"""Hours in the admin say whose clock they are of: the session's, or the reader's."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories import SessionFactory, UserFactory, on, registered
from tests.workshops.offices import desk, plain, shown
from workshops import scheduling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 2, 1, 8, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def reader_in_guadeloupe():
    user = UserFactory(national=True)
    UserProfile.objects.create(user=user, current_time_zone="America/Guadeloupe")
    return desk(user)


def test_what_was_done_with_a_session_is_dated_by_its_own_clock(reader_in_guadeloupe):
    session = SessionFactory(day=on("2027-03-13"))
    row = registered(session)
    scheduling.cancel(session, reason="Grève.", by=None)

    pages = [
        shown(reader_in_guadeloupe.get(reverse(name, args=[one.pk])))
        for name, one in (("seances:inspect", session), ("inscriptions:inspect", row))
    ]

    assert ["1er février 2027 à 9 h (heure de Paris)" in page for page in pages] == [True, True]


def test_a_history_names_the_zone_of_whoever_reads_it(reader_in_guadeloupe):
    session = SessionFactory(day=on("2027-03-13"), draft=True)
    reader_in_guadeloupe.post(reverse("seances:publish", args=[session.pk]))

    page = reader_in_guadeloupe.get(reverse("seances:history", args=[session.pk]))

    tips = BeautifulSoup(page.content, "html.parser").select(".w-human-readable-date")
    assert {plain(tip["data-w-tooltip-content-value"]) for tip in tips} == {
        "1 février 2027 04:00 (heure de Guadeloupe)"
    }

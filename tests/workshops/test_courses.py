"""Courses of several dates: joined, left and waited for as one."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox.models import Message
from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, registered
from tests.workshops.standings import taken
from workshops import booking, scheduling
from workshops.models import Status
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db


def course(capacities=(4, 4, 4)):
    """Dates of one course, a week apart, from ten days from now."""
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    thread = scheduling.create_course(workshop)
    start = timezone.localdate() + timedelta(days=10)
    return [
        SessionFactory(
            activity=workshop, course=thread, venue=venue, day=start + timedelta(weeks=week), capacity=places
        )
        for week, places in enumerate(capacities)
    ]


def of_family(enrolment):
    """The status of every date of a family, as one: they are never different."""
    (status,) = set(enrolment.registrations.values_list("status", flat=True))
    return status


def test_a_course_is_offered_only_where_every_date_has_room():
    dates = course(capacities=(4, 2, 4))
    two, waiting = registered(dates[0], heads=2), registered(dates[0], heads=2)
    alone = registered(dates[0], heads=1)
    booking.cancel(alone.enrolment)

    assert of_family(waiting.enrolment) == Status.WAITING
    booking.cancel(two.enrolment)

    assert of_family(waiting.enrolment) == Status.OFFERED
    assert [taken(date) for date in dates] == [2, 2, 2]
    assert Message.objects.filter(kind="offered").count() == 1
    booking.accept(waiting.enrolment)
    assert of_family(waiting.enrolment) == Status.CONFIRMED


def test_a_course_that_has_begun_is_offered_to_nobody():
    dates = course(capacities=(2, 2, 2))
    here, waiting = registered(dates[0], heads=2), registered(dates[0], heads=2)

    with time_machine.travel(dates[0].ends_at):
        booking.cancel(here.enrolment)

    assert of_family(waiting.enrolment) == Status.WAITING


def test_a_date_is_not_added_to_a_course_that_families_have_joined():
    dates = course()
    registered(dates[0])
    late = SessionFactory(
        activity=dates[0].activity, course=dates[0].course, venue=dates[0].venue, draft=True
    )

    with pytest.raises(Refusal, match="déjà inscrites à ce parcours"):
        scheduling.publish(late, by=None)

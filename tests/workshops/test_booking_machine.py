"""Any order of acts, by families, the team and the clock: what must never be false never is.

Hypothesis draws the acts; ``BOOKING_EXAMPLES=500`` makes it draw more than every run does.
"""

import os
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from outbox.models import Message
from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory, registered
from workshops import booking, scheduling
from workshops.models import Enrolment, Registration, Session, State
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db

HEADS = st.integers(1, 4)
START = "2027-03-01T09:00Z"
WAITS = "Vous êtes sur la liste d’attente"


class Booking(RuleBasedStateMachine):
    """One line of ``dates`` dates. ``joined``: the families in the order in which they last joined."""

    dates = 1
    families = Bundle("families")

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(START)
        self.now = self.clock.start()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.joined = []

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)
        self.clock.stop()

    @initialize(capacity=st.integers(3, 6))
    def open_the_line(self, capacity):
        workshop, venue = WorkshopPageFactory(), VenueFactory()
        course = scheduling.create_course(workshop) if self.dates > 1 else None
        day = timezone.localdate() + timedelta(days=9)
        self.sessions = [
            SessionFactory(
                activity=workshop,
                venue=venue,
                course=course,
                day=day + timedelta(weeks=week),
                capacity=capacity,
            )
            for week in range(self.dates)
        ]

    @property
    def line(self):
        return list(Session.objects.filter(pk__in=[one.pk for one in self.sessions]).order_by("starts_at"))

    def allowed(self, verb, *args, **kwargs):
        """What ``verb`` gives, or None where it is refused; nothing may be half done then."""
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except Refusal:
            return None

    @rule(target=families, heads=HEADS)
    def register(self, heads):
        row = self.allowed(registered, self.sessions[0], heads=heads)
        if row is None:
            return multiple()
        self.joined.append(row.enrolment_id)
        return row.enrolment_id

    @rule(family=families)
    def register_again(self, family):
        before = Registration.objects.active().filter(enrolment=family).exists()
        answer = self.allowed(booking.register_again, Enrolment.objects.get(pk=family))
        if answer and not before:
            self.joined.remove(family)
            self.joined.append(family)

    @rule(family=families, heads=HEADS)
    def change(self, family, heads):
        party = booking.Party(adults=1, children=heads - 1)
        self.allowed(booking.change, Enrolment.objects.get(pk=family), party=party)

    @rule(family=families, by=st.sampled_from([booking.FAMILY, booking.STAFF]))
    def cancel(self, family, by):
        self.allowed(booking.cancel, Enrolment.objects.get(pk=family), by=by)

    @rule(family=families)
    def accept(self, family):
        self.allowed(booking.accept, Enrolment.objects.get(pk=family))

    @rule(family=families, agreed=st.booleans())
    def offer(self, family, agreed):
        self.allowed(
            booking.offer, Enrolment.objects.get(pk=family), user=None, reason="Pour voir.", agreed=agreed
        )

    @rule(family=consumes(families))
    def erase(self, family):
        booking.erase(Enrolment.objects.get(pk=family))
        self.joined.remove(family)

    @rule(date=st.integers(0, 1), by=st.integers(-2, 2))
    def resize(self, date, by):
        session = self.line[date % self.dates]
        self.allowed(scheduling.revise, session, by=None, capacity=max(session.capacity + by, 1))

    @rule(hours=st.sampled_from([1, 5, 13, 30, 49]))
    def wait(self, hours):
        self.now.shift(timedelta(hours=hours))
        booking.lapse_offers()

    @rule(hours=st.sampled_from([3, 50]))
    def wait_without_a_worker(self, hours):
        self.now.shift(timedelta(hours=hours))

    @rule(date=st.integers(0, 1), days=st.sampled_from([-6, 3, 8]))
    def move(self, date, days):
        session = self.line[date % self.dates]
        day = session.local_date + timedelta(days=days)
        self.allowed(scheduling.move, session, day=day, reason="La salle.", by=None)

    @rule(date=st.integers(0, 1), chance=st.integers(0, 3))
    def postpone(self, date, chance):
        if chance == 0:
            self.allowed(scheduling.postpone, self.line[date % self.dates], reason="La salle.", by=None)

    @rule(date=st.integers(0, 1), chance=st.integers(0, 5))
    def cancel_session(self, date, chance):
        if chance == 0:
            self.allowed(scheduling.cancel, self.line[date % self.dates], reason="La salle.", by=None)

    @invariant()
    def the_places_hold(self):
        for session in getattr(self, "sessions", []) and self.line:
            assert session.places_taken == session.registrations.holding().heads()
            assert session.places_taken <= session.capacity

    @invariant()
    def no_family_is_split(self):
        for family in self.joined:
            rows = Registration.objects.filter(enrolment=family).select_related("session")
            to_come = [row for row in rows if not row.session.has_begun and not row.session.is_cancelled]
            assert len({(row.status, row.heads, row.offered_until) for row in to_come}) <= 1
            assert {one.pk for one in self.line if not one.is_cancelled} <= {row.session_id for row in rows}

    @invariant()
    def ranks_are_those_of_arrival(self):
        for session in [one for one in self.line if not one.is_cancelled] if self.joined else []:
            ranked = session.registrations.filter(enrolment__in=self.joined).order_by("rank")
            assert list(ranked.values_list("enrolment", flat=True)) == self.joined

    @invariant()
    def no_family_that_fits_is_left_waiting(self):
        line = [one for one in self.line if one.state == State.PUBLISHED] if self.joined else []
        if not line or any(one.is_postponed for one in self.line) or line[0].has_begun:
            return
        overdue = line[0].registrations.offered().filter(offered_until__lte=timezone.now())
        if overdue.exists() or booking.deadline_of_an_offer(line[0]) is None:
            return  # the next transaction sees to it, or it is too late to ask
        free = min(one.places_left for one in line)
        assert [row for row in line[0].registrations.waiting() if row.heads <= free] == []

    @invariant()
    def every_familys_last_message_is_true(self):
        for family in self.joined:
            rows = list(Registration.objects.filter(enrolment=family).with_sessions())
            to_come = [row for row in rows if not row.session.has_begun]
            for row in to_come:
                words = row.standing_words
                assert (WAITS if words.startswith(WAITS) else words) in self.last_message_about(row).text

    def last_message_about(self, row):
        """A change of a session is written about that date alone, all else about every date that still holds."""
        messages = Message.objects.filter(about=f"enrolment:{row.enrolment_id}").order_by("-created_at")
        changes = {str(pk) for pk in row.session.changes.values_list("pk", flat=True)}
        is_taken_away = row.is_active and row.session.is_cancelled
        return next(
            one
            for one in messages
            if (one.cause.split(":")[2] in changes if one.kind == "session_changed" else not is_taken_away)
        )


class BookingOfACourse(Booking):
    dates = 2


@pytest.mark.parametrize("machine", [Booking, BookingOfACourse])
def test_whatever_the_order_of_acts_places_ranks_and_words_are_true(machine, home):
    examples = int(os.environ.get("BOOKING_EXAMPLES", "25"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize="BOOKING_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
            database=None,
            # No shrinking: a step writes letters, and a hundred steps to read are soon read.
            phases=[Phase.generate],
        ),
    )

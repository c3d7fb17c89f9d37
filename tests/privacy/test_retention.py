"""How long what we know of people is kept: to the second, on a frozen clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, WorkshopPageFactory, on
from tests.privacy.keeping import (
    A_SECOND,
    A_YEAR_AFTER,
    END,
    IN_30_DAYS,
    SIX_MONTHS_AFTER,
    TODAY,
    is_known,
    purged,
)
from tests.workshops.families import DAY, camille
from workshops import booking, scheduling
from workshops.models import Feedback, RegistrationEvent, SessionChange, Status

pytestmark = pytest.mark.django_db


def the_end_of_contact(clock, enrolment, moment):
    """Whether the contact is known at ``moment`` and a second later."""
    return [is_known(purged(clock, at, enrolment)) for at in (moment, moment + A_SECOND)]


def date_of(enrolment):
    return enrolment.registrations.get()


def test_needs_and_message_are_kept_30_days_after_the_end(clock, session):
    row = date_of(camille(session))

    kept = purged(clock, END + IN_30_DAYS, row)
    gone = purged(clock, END + IN_30_DAYS + A_SECOND, row)

    assert (kept.needs, kept.interpreter_language, kept.message) == (["interpreter"], "tr", "Merci d’avance")
    assert (gone.needs, gone.interpreter_language, gone.message) == ([], "", "")


def test_the_contact_of_a_confirmed_family_is_kept_six_months_after_the_end(clock, session):
    enrolment = camille(session)

    assert the_end_of_contact(clock, enrolment, SIX_MONTHS_AFTER) == [True, False]


def test_the_contact_of_a_family_that_waited_is_kept_a_month_after_the_end(clock, session):
    camille(session)
    enrolment = camille(session, email="dominique@demo.test")

    assert date_of(enrolment).status == Status.WAITING
    assert the_end_of_contact(clock, enrolment, END + IN_30_DAYS) == [True, False]


def test_the_contact_of_a_family_that_was_asked_in_vain_is_kept_a_month_after_the_end(clock, session):
    first = camille(session)
    enrolment = camille(session, email="dominique@demo.test")
    booking.cancel(first)

    assert date_of(enrolment).status == Status.OFFERED
    assert the_end_of_contact(clock, enrolment, END + IN_30_DAYS) == [True, False]


def test_the_contact_of_a_family_that_cancelled_is_kept_a_month_whenever_the_session_is(clock, session):
    enrolment = camille(session)
    booking.cancel(enrolment)

    assert the_end_of_contact(clock, enrolment, TODAY + IN_30_DAYS) == [True, False]


def test_the_contact_for_a_cancelled_session_is_kept_like_for_one_that_was_held(clock, session):
    enrolment = camille(session)
    scheduling.cancel(session, reason="Neige.", by=None)

    assert the_end_of_contact(clock, enrolment, SIX_MONTHS_AFTER) == [True, False]


def test_the_contact_of_a_course_is_kept_until_its_last_date_has_been_over_for_six_months(clock):
    workshop = WorkshopPageFactory()
    course = scheduling.create_course(workshop)
    days = [on("2027-02-13"), DAY]
    first, _last = (SessionFactory(activity=workshop, course=course, day=day) for day in days)
    enrolment = camille(first)

    assert enrolment.registrations.count() == 2
    assert the_end_of_contact(clock, enrolment, SIX_MONTHS_AFTER) == [True, False]


def test_a_postponed_session_is_waited_for_six_months_more(clock, session):
    row = date_of(camille(session))
    scheduling.postpone(session, reason="Neige.", by=None)

    needs_end = datetime(2027, 10, 12, 10, 30, tzinfo=UTC)  # 30 days, and six months
    assert purged(clock, needs_end, row).message == "Merci d’avance"
    assert purged(clock, needs_end + A_SECOND, row).message == ""
    assert the_end_of_contact(clock, row.enrolment, A_YEAR_AFTER) == [True, False]


def test_a_new_date_is_what_counts(clock, session):
    enrolment = camille(session)
    scheduling.postpone(session, reason="Neige.", by=None)
    clock.move_to(SIX_MONTHS_AFTER - timedelta(days=10))
    scheduling.move(session, day=on("2027-09-13"), reason="La salle est libre.", by=None)

    six_months_after = datetime(2028, 3, 13, 9, 30, tzinfo=UTC)  # of 11 h 30 in Paris, in summer
    assert the_end_of_contact(clock, enrolment, six_months_after) == [True, False]


def test_the_contact_key_of_each_date_goes_with_the_name(clock, session):
    row = date_of(camille(session))

    assert purged(clock, SIX_MONTHS_AFTER, row).contact_key == "mailto:camille@demo.test"
    assert purged(clock, SIX_MONTHS_AFTER + A_SECOND, row).contact_key == ""


def test_the_needs_of_a_family_that_cancelled_go_with_its_name(clock, session):
    row = date_of(camille(session))
    booking.cancel(row.enrolment)

    assert purged(clock, TODAY + IN_30_DAYS + A_SECOND, row).message == ""


def test_who_helped_and_the_form_s_key_go_with_the_name(clock, session):
    gone = purged(clock, SIX_MONTHS_AFTER + A_SECOND, camille(session))

    assert (gone.helper_name, gone.form_key, gone.anonymised_at) == ("", None, timezone.now())


def test_the_reason_in_the_history_is_kept_30_days_after_the_end(clock, session):
    first, waiting = camille(session), camille(session, email="dominique@demo.test")
    clock.move_to(END - timedelta(hours=4))  # too late to wait for an answer
    booking.cancel(first)
    booking.offer(waiting, user=UserFactory(), reason="Dominique est déjà là", agreed=True)
    event = RegistrationEvent.objects.get(verb="given")

    assert purged(clock, END + IN_30_DAYS, event).reason == "Dominique est déjà là"
    assert purged(clock, END + IN_30_DAYS + A_SECOND, event).reason == ""


def test_the_reason_of_a_change_is_kept_six_months_after_the_end(clock, session):
    scheduling.cancel(session, reason="L’animatrice est malade.", by=None)
    change = SessionChange.objects.get()

    assert purged(clock, SIX_MONTHS_AFTER, change).reason == "L’animatrice est malade."
    assert purged(clock, SIX_MONTHS_AFTER + A_SECOND, change).reason == ""


def test_the_words_of_an_answer_are_kept_six_months_after_the_end_and_its_figures_stay(clock, session):
    row = date_of(camille(session))
    clock.move_to(END + A_SECOND)
    booking.give_feedback(row, confidence_before=1, confidence_after=4, useful=3, words="Bravo à Léa")
    answer = Feedback.objects.get()

    kept, gone = (purged(clock, at, answer) for at in (SIX_MONTHS_AFTER, SIX_MONTHS_AFTER + A_SECOND))

    assert (kept.words, gone.words) == ("Bravo à Léa", "")
    assert (gone.confidence_before, gone.confidence_after, gone.useful) == (1, 4, 3)


def test_what_was_written_about_a_session_is_kept_30_days_after_its_end(session):
    camille(session)

    assert Message.objects.get().kept_until == END + IN_30_DAYS


def test_counts_stay(clock, session):
    row = date_of(camille(session))

    gone = purged(clock, SIX_MONTHS_AFTER + A_SECOND, row)

    assert (gone.adults, gone.children, gone.status) == (2, 1, Status.CONFIRMED)
    assert gone.session.places_taken == 3
    assert booking.check_places() == []


def test_the_link_and_the_code_open_nothing_any_more(clock, session, client):
    old = camille(session)

    new = purged(clock, SIX_MONTHS_AFTER + A_SECOND, old)

    assert new.token != old.token
    assert new.code != old.code
    assert [client.get(one.get_absolute_url()).status_code for one in (old, new)] == [404, 404]

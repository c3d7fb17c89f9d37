"""Two savings of one row at the same instant: the row's lock lets one through, whatever both had read."""

import pytest

from admin_base.edit_conflicts import SHOWN, EditConflict
from tests.factories import SessionFactory, UserFactory, VenueFactory
from tests.workshops.crowds import at_once
from tests.workshops.offices import same_form
from workshops.viewsets.sessions import SessionViewSet
from workshops.viewsets.venues import VenueViewSet

pytestmark = pytest.mark.django_db(transaction=True)


def valid_form(viewset, row, sent):
    """A form that found nothing stale: the row was read before either was saved."""
    form_class = viewset().get_form_class(for_update=True)
    user = UserFactory(administrator=True)
    shown = form_class(instance=row, for_user=user)
    form = form_class({**sent, SHOWN: shown[SHOWN].value()}, instance=row, for_user=user)
    assert form.is_valid(), form.errors
    return form


def test_of_two_savings_of_a_session_at_once_one_is_refused():
    session = SessionFactory()
    forms = [
        valid_form(SessionViewSet, type(session).objects.get(), same_form(session, capacity=places))
        for places in ("20", "30")
    ]

    answers = at_once(*(form.save for form in forms))

    (refused,) = [answer for answer in answers if isinstance(answer, Exception)]
    (saved,) = [answer for answer in answers if answer is not refused]
    session.refresh_from_db()
    assert isinstance(refused, EditConflict)
    assert session.capacity == saved.capacity
    assert refused.changes == {"capacity": (10, saved.capacity)}


def test_of_two_savings_of_a_venue_at_once_one_is_refused():
    venue = VenueFactory()
    sent = {
        "name": venue.name,
        "kind": venue.kind,
        "commune": venue.commune_id,
        "territory": venue.territory_id,
    }
    forms = [
        valid_form(VenueViewSet, type(venue).objects.get(), {**sent, "street": street})
        for street in ("1 rue Neuve", "2 rue Neuve")
    ]

    answers = at_once(*(form.save for form in forms))

    assert sum(isinstance(answer, EditConflict) for answer in answers) == 1
    assert sum(isinstance(answer, type(venue)) for answer in answers) == 1

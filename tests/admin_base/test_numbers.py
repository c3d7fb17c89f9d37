"""Numbers that nobody means are refused at their field, the same on every database."""

import pytest
from django.urls import reverse

from tests.admin_base.forms_as_shown import form_shown
from tests.factories import SessionFactory, ThemeFactory, UserFactory, VenueFactory, registered
from tests.workshops.offices import desk, errors

pytestmark = pytest.mark.django_db
PLACES = "Écrivez un nombre de %s à 10000, ou rien : sans limite."


@pytest.mark.parametrize("typed", ["99999999999", "10001", "9" * 30])
@pytest.mark.parametrize(
    ("make", "address", "field", "sentence"),
    [
        (SessionFactory, "seances:edit", "capacity", PLACES % 1),
        (SessionFactory, "seances:edit", "waiting_capacity", PLACES % 0),
        (
            ThemeFactory,
            "themes:edit",
            "position",
            "Assurez-vous que cette valeur est inférieure ou égale à 999.",
        ),
    ],
)
def test_a_number_that_nobody_means_is_refused_in_the_admin(make, address, field, sentence, typed):
    client = desk(UserFactory(administrator=True))
    address = reverse(address, args=[make().pk])

    response = client.post(address, {**form_shown(client, address), field: typed})

    assert errors(response) == {field: [sentence]}


@pytest.mark.parametrize("typed", ["99999999999", "1e400", "nan"])
def test_a_point_that_is_nowhere_on_earth_is_refused(typed):
    client = desk(UserFactory(administrator=True))
    address = reverse("lieux:edit", args=[VenueFactory().pk])

    response = client.post(address, {**form_shown(client, address), "latitude": typed, "longitude": "6"})

    assert list(errors(response)) == ["latitude"]


@pytest.mark.parametrize("field", ["adults", "children"])
@pytest.mark.parametrize("typed", ["99999999999", "9" * 30])
def test_a_family_is_not_that_many(client, field, typed):
    session = SessionFactory(capacity=None)
    sent = {"name": "Camille", "email": "camille@demo.test", "adults": "1", "children": "0", field: typed}
    enrolment = registered(session).enrolment

    answers = [
        client.post(f"/seances/{session.ref}/inscription/", sent),
        client.post(enrolment.get_absolute_url(), {"action": "change", **sent}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert session.registrations.count() == 1

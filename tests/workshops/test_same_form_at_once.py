"""One form sent twenty times at once is one registration, answered alike each time."""

import pytest
from django.test import Client

from tests.factories import SessionFactory
from tests.workshops.crowds import at_once
from workshops.models import Registration

FORM = {"name": "Camille", "email": "camille@demo.test", "adults": "1", "language": "fr"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "contact", [{}, {"email": "", "helper": "La mairie", "agreed": "on"}], ids=["email", "none"]
)
def test_the_same_form_sent_twenty_times_at_once_is_answered_with_one_registration(contact):
    address = f"/seances/{SessionFactory().ref}/inscription/"
    key = Client().get(address).context["form"]["key"].value()
    sending = {**FORM, **contact, "key": key}

    answers = at_once(*[lambda: Client().post(address, sending)] * 20)

    registration = Registration.objects.get()
    page = registration.enrolment.get_absolute_url()
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(303, page)] * 20

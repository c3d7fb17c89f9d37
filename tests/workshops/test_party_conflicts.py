"""A family's party, changed from two pages: the older one puts nothing back by chance."""

import pytest
import time_machine

from tests.admin_base.forms_as_shown import form_of
from tests.workshops.offices import desk, editor_of_the_vosges, errors
from tests.workshops.situations import NOW, confirmed, main_of, page_of, words
from workshops import booking
from workshops.models import Registration

pytestmark = pytest.mark.django_db
FORM = "details form"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_a_page_from_before_is_refused_and_named_and_what_was_typed_stays(client):
    enrolment = confirmed()
    shown = form_of(page_of(client, enrolment), FORM)
    booking.change(enrolment, party=booking.Party(adults=2, children=2), by=booking.STAFF)

    refused = client.post(
        enrolment.get_absolute_url(), {**shown, "message": "Nous arrivons à pied.", "consent": "on"}
    )

    said = words(main_of(refused)).replace("\u00a0", " ")
    assert refused.status_code == 409
    assert "Votre inscription a changé entre-temps. Relisez, puis enregistrez à nouveau." in said
    assert "Adultes : c’était 1, c’est maintenant 2." in said
    form = refused.context["party_form"]
    assert (form["message"].value(), form["adults"].value()) == ("Nous arrivons à pied.", "2")
    again = dict(form.data.items()) | {"action": "change"}
    assert client.post(enrolment.get_absolute_url(), again).status_code == 303
    row = Registration.objects.get()
    assert (row.adults, row.children, row.message) == (2, 2, "Nous arrivons à pied.")


def test_the_team_does_not_put_back_what_the_family_changed():
    enrolment = confirmed()
    row = enrolment.registrations.get()
    editor = desk(editor_of_the_vosges())
    address = f"/admin/inscriptions/change/{row.pk}/"
    shown = form_of(editor.get(address), "main form")
    booking.change(enrolment, party=booking.Party(adults=1, children=1))

    refused = editor.post(address, {**shown, "adults": "2"})

    assert errors(refused)["__all__"][0].endswith("Enfants : c’était 2, c’est maintenant 1.")
    assert editor.post(address, form_of(refused, "main form")).status_code == 302
    row.refresh_from_db()
    assert (row.adults, row.children) == (2, 1)


def test_a_form_without_what_it_showed_is_taken_as_it_is(client):
    enrolment = confirmed()

    answer = client.post(enrolment.get_absolute_url(), {"action": "change", "adults": "2", "children": "0"})

    assert answer.status_code == 303

"""A facilitator registers a family that cannot do it alone; others who help leave their name."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, registered
from tests.workshops.offices import desk, errors, facilitator_of_the_vosges, read, refused, shown
from tests.workshops.situations import NOW, saturday
from workshops import booking
from workshops.models import Enrolment, Registration, RegistrationEvent, Status

pytestmark = pytest.mark.django_db
STAFF = RegistrationEvent.Author.STAFF


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def facilitator():
    return facilitator_of_the_vosges(email="animation@demo.test", first_name="Nadia", last_name="Exemple")


def filled(**other):
    family = {"name": "Famille Rahimi", "email": "", "phone": "", "adults": "1", "children": "2"}
    return {**family, "language": "fr", "agreed": "on", **other}


def register(client, session, **other):
    return client.post(reverse("seances:register", args=[session.pk]), filled(**other))


def page_of(client, registration):
    return client.get(reverse("inscriptions:inspect", args=[registration.pk]))


def last_event(registration):
    event = registration.events.last()
    return (event.verb, event.author, event.user, event.reason)


def test_a_family_without_e_mail_or_telephone_is_registered_and_who_did_it_is_kept(facilitator):
    session = saturday(facilitators=[facilitator])

    response = register(desk(facilitator), session)

    enrolment = Enrolment.objects.get()
    registration = enrolment.registrations.get()
    assert response.url == reverse("inscriptions:inspect", args=[registration.pk])
    assert (enrolment.name, enrolment.contact_key, enrolment.helper) == ("Famille Rahimi", "", facilitator)
    assert (registration.status, registration.heads) == (Status.CONFIRMED, 3)
    assert last_event(registration) == ("registered", STAFF, facilitator, "")
    assert Message.objects.count() == 0


def test_the_family_reads_on_its_page_who_helped_it(facilitator, client):
    register(desk(facilitator), saturday(facilitators=[facilitator]))

    page = shown(client.get(Enrolment.objects.get().get_absolute_url()))

    assert "Nadia Exemple" in page


def test_a_family_with_a_telephone_gets_its_confirmation(facilitator):
    register(desk(facilitator), saturday(facilitators=[facilitator]), phone="06 12 34 56 78")

    message = Message.objects.get()
    assert (message.kind, message.channel, message.recipient) == ("registered", "sms", "+33612345678")


def test_the_family_must_agree(facilitator):
    response = register(desk(facilitator), saturday(facilitators=[facilitator]), agreed="")

    assert errors(response) == {"agreed": ["Demandez d’abord à la famille."]}
    assert response.context["form"]["name"].value() == "Famille Rahimi"
    assert Enrolment.objects.count() == 0


def test_what_it_needs_is_kept_with_its_agreement_alone(facilitator):
    client, session = desk(facilitator), saturday(facilitators=[facilitator])

    refusal = register(client, session, needs=["childcare"])
    register(client, session, needs=["childcare"], consent="on")

    assert list(errors(refusal)) == ["consent"]
    assert Registration.objects.get().needs == ["childcare"]


def test_over_the_places_a_family_waits(facilitator):
    session = saturday(facilitators=[facilitator], full=True)

    response = register(desk(facilitator), session)

    registration = Registration.objects.get(enrolment__helper=facilitator)
    assert registration.status == Status.WAITING
    assert read(response) == ["La famille est sur la liste d’attente."]
    assert "En attente – numéro 1" in shown(page_of(desk(facilitator), registration))


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        (
            {"full": True, "waiting_capacity": 0},
            "C’est complet, et la liste d’attente aussi. D’autres dates existent peut-être.",
        ),
        ({"capacity": 2}, "Cette séance accueille 2 personnes au plus."),
        (
            {"registration_closes_at": NOW - timedelta(hours=1)},
            "Les inscriptions sont closes pour cette séance.",
        ),
        (
            {"registration_opens_at": NOW + timedelta(days=1)},
            "Les inscriptions ouvrent le jeudi 11 mars 2027 à 10 h.",
        ),
        ({"cancelled": True}, "Cette séance est annulée : on ne peut plus s’y inscrire."),
    ],
)
def test_a_refusal_is_a_sentence_above_the_form_as_it_was_filled(facilitator, session, sentence):
    session = saturday(facilitators=[facilitator], **session)

    response = register(desk(facilitator), session, message="Merci", consent="on")

    assert errors(response) == {"__all__": [sentence]}
    assert [response.context["form"][name].value() for name in ("name", "children", "message")] == [
        "Famille Rahimi",
        "2",
        "Merci",
    ]
    assert sentence in shown(response)
    assert not Enrolment.objects.filter(helper=facilitator).exists()


def test_a_button_pressed_twice_registers_once(facilitator):
    """Without a contact, the form alone tells that it is the same family."""
    client, session = desk(facilitator), saturday(facilitators=[facilitator])
    form = client.get(reverse("seances:register", args=[session.pk]))
    key = form.context["form"]["key"].value()

    responses = [register(client, session, key=key) for _twice in range(2)]

    registration = Registration.objects.get()
    assert key in form.content.decode()
    assert {response.url for response in responses} == {
        reverse("inscriptions:inspect", args=[registration.pk])
    }


def test_two_families_of_one_name_are_two(facilitator):
    client, session = desk(facilitator), saturday(facilitators=[facilitator], capacity=6)

    for _family in range(2):
        key = client.get(reverse("seances:register", args=[session.pk])).context["form"]["key"].value()
        register(client, session, key=key)

    assert Registration.objects.confirmed().heads() == 6


def test_looking_at_the_form_registers_nobody(facilitator):
    response = desk(facilitator).get(
        reverse("seances:register", args=[saturday(facilitators=[facilitator]).pk]), filled()
    )

    assert response.status_code == 200
    assert Enrolment.objects.count() == 0


def test_a_facilitator_of_another_session_may_not(facilitator):
    session = saturday(facilitators=[facilitator_of_the_vosges()])
    client = desk(facilitator)

    assert refused(client.get(reverse("seances:register", args=[session.pk])))
    assert refused(register(client, session))
    assert Enrolment.objects.count() == 0


def test_who_may_only_read_registrations_registers_nobody(facilitator):
    session = saturday(facilitators=[facilitator])
    facilitator.groups.get().permissions.remove(
        facilitator.groups.get().permissions.get(codename="change_registration")
    )

    assert refused(register(desk(facilitator), session))
    assert Enrolment.objects.count() == 0


def test_a_stranger_is_asked_to_sign_in(client, facilitator):
    session = saturday(facilitators=[facilitator])

    response = register(client, session)

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("wagtailadmin_login"))
    assert Enrolment.objects.count() == 0


def test_a_session_at_a_glance_counts_families_adults_children_and_needs(facilitator):
    session = saturday(facilitators=[facilitator], capacity=7)
    for adults, children, needs in (
        (2, 3, ["childcare", "interpreter"]),
        (1, 1, ["childcare"]),
        (1, 2, ["wheelchair"]),
    ):
        booking.register(
            session,
            contact=booking.Contact(name="Une famille"),
            party=booking.Party(adults, children, needs, "ar" if "interpreter" in needs else ""),
        )
    booking.cancel(registered(session, heads=1).enrolment)

    page = shown(desk(facilitator).get(reverse("seances:inspect", args=[session.pk])))

    assert "<b>Confirmée</b> : 2 familles, 3 adultes, 4 enfants" in page
    assert "<b>En attente</b> : 1 famille, 1 adulte, 2 enfants" in page
    assert "<b>À prévoir</b> : Interprète (1), Garde d’enfants (2)" in page


def test_a_helper_without_an_account_is_named_on_the_public_form(client):
    address = f"/seances/{SessionFactory(capacity=4).ref}/inscription/"
    key = client.get(address).context["form"]["key"].value()

    answer = client.post(address, filled(helper="L’assistante sociale du collège Jean-Moulin", key=key))

    enrolment = Enrolment.objects.get()
    event = RegistrationEvent.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/inscriptions/{enrolment.token}/")
    assert (enrolment.helper, enrolment.helper_name) == (None, "L’assistante sociale du collège Jean-Moulin")
    assert (event.author, event.user) == (RegistrationEvent.Author.FAMILY, None)
    assert "L’assistante sociale du collège Jean-Moulin" in shown(client.get(answer["Location"]))


def test_the_team_reads_who_helped(facilitator):
    session = saturday(facilitators=[facilitator])
    contact = booking.Contact(name="Famille Rahimi")
    booking.register(session, contact=contact, party=booking.Party(), helper_name="Le CCAS d’Épinal")

    page = shown(page_of(desk(facilitator), Registration.objects.get()))

    assert "Inscrite par" in page
    assert "Le CCAS d’Épinal" in page


def test_a_facilitator_who_leaves_leaves_the_registration(facilitator):
    register(desk(facilitator), saturday(facilitators=[facilitator]))

    facilitator.delete()

    assert (Enrolment.objects.get().helper, RegistrationEvent.objects.get().user) == (None, None)
    assert Registration.objects.get().status == Status.CONFIRMED


def test_a_national_editor_sees_no_family_s_name_where_that_right_is_not_given(facilitator):
    register(desk(facilitator), saturday(facilitators=[facilitator]))

    page = shown(page_of(desk(UserFactory(national=True)), Registration.objects.get()))

    assert "Rahimi" not in page

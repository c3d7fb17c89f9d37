"""Registrations in Wagtail's admin: read by those who work there, named to few, cancelled by one act."""

import pytest
from django.urls import reverse

from tests.factories import SessionFactory, UserFactory, WorkshopPageFactory, registered
from tests.workshops.offices import desk, editor_of_the_vosges, errors, plain, read, refused, shown
from workshops import booking, scheduling
from workshops.models import Registration, RegistrationEvent, Status

pytestmark = pytest.mark.django_db
LIST = "inscriptions:index"


@pytest.fixture
def editor():
    return editor_of_the_vosges()


def without_contacts(editor):
    """From now on: may read registrations, and not who the families are."""
    group = editor.groups.first()
    group.permissions.remove(*group.permissions.filter(codename="see_contacts"))
    return editor


def camille(session=None, **other):
    return registered(session or SessionFactory(), name="Camille Exemple", email="camille@demo.test", **other)


def found(client, **query):
    return list(client.get(reverse(LIST), query).context["object_list"])


def test_the_list_says_which_session_who_comes_and_what_they_need(editor):
    registration = booking.register(
        SessionFactory(),
        contact=booking.Contact(name="Camille Exemple", phone="+33612345678"),
        party=booking.Party(adults=1, children=2, needs=["interpreter", "childcare"], interpreter="ar"),
    ).enrolment.registrations.get()

    content = shown(desk(editor).get(reverse(LIST)))

    expected = [
        str(registration.session),
        "1 adulte et 2 enfants",
        "Confirmée",
        "Interprète (arabe), Garde d’enfants",
        "Vosges (88)",
        "Camille Exemple",
        "+33612345678",
    ]
    assert [words for words in expected if plain(words) not in content] == []


def test_contacts_show_to_those_who_may_see_them_alone(editor):
    registration = camille()
    client = desk(without_contacts(editor))

    pages = [
        shown(client.get(address))
        for address in (reverse(LIST), reverse("inscriptions:inspect", args=[registration.pk]))
    ]

    assert [registration.enrolment.code in page for page in pages] == [False, False]
    assert ["Exemple" in page or "camille" in page for page in pages] == [False, False]


def test_registrations_are_searched_by_code_name_and_e_mail(editor):
    registration = camille()
    registered(registration.session)
    code = registration.enrolment.code
    client = desk(editor)

    answers = [
        found(client, q=typed) for typed in (code, code.lower(), code.replace("-", ""), "exempl", "camille@")
    ]

    assert answers == [[registration]] * 5


def test_who_may_not_see_contacts_finds_nobody_by_name(editor):
    registration = camille()
    client = desk(without_contacts(editor))

    assert found(client, q="Exemple") == []
    assert found(client, q="camille@demo.test") == []
    assert found(client, q=registration.enrolment.code) == [registration]


def test_registrations_are_filtered_by_session_status_and_territory(editor):
    session = SessionFactory(capacity=1)
    confirmed, waiting = registered(session), registered(session)
    other = registered(SessionFactory())
    client = desk(editor)

    assert found(client, seance=session.ref.upper()) == [confirmed, waiting]
    assert found(client, status="waiting") == [waiting]
    assert set(found(client, territory=session.territory_id)) == {confirmed, waiting, other}


def test_an_editor_cancels_for_a_family_that_telephoned(editor):
    registration = camille()
    client = desk(editor)
    address = reverse("inscriptions:cancel", args=[registration.pk])

    assert client.get(address).status_code == 200
    registration.refresh_from_db()
    assert registration.status == Status.CONFIRMED
    response = client.post(address)

    registration.refresh_from_db()
    event = registration.events.last()
    assert registration.status == Status.CANCELLED
    assert (event.author, event.user) == (RegistrationEvent.Author.STAFF, editor)
    assert read(response) == ["L’inscription est annulée."]


def test_the_page_of_a_registration_tells_its_history(editor):
    registration = camille()
    booking.cancel(registration.enrolment, by=booking.STAFF, user=editor)

    content = shown(desk(editor).get(reverse("inscriptions:inspect", args=[registration.pk])))

    assert "Inscription, La famille" in content
    assert f"Annulation, L’équipe\n                ({editor})" in content


def test_what_has_begun_is_not_cancelled(editor):
    registration = camille()
    type(registration.session).objects.update(starts_at="2020-01-01T08:00Z", ends_at="2020-01-01T10:00Z")
    client = desk(editor)

    page = client.get(reverse("inscriptions:inspect", args=[registration.pk]))
    response = client.post(reverse("inscriptions:cancel", args=[registration.pk]))

    assert page.context["acts"] == []
    assert errors(response) == {
        "__all__": ["Cette séance a déjà commencé : l’inscription ne peut plus être annulée ici."]
    }


def test_all_dates_of_a_course_are_cancelled_together(editor):
    workshop = WorkshopPageFactory()
    course = scheduling.create_course(workshop)
    first, second = (SessionFactory(activity=workshop, course=course) for _date in range(2))
    registration = camille(first)
    client = desk(editor)
    address = reverse("inscriptions:cancel", args=[registration.pk])

    page = shown(client.get(address))
    client.post(address)

    assert "Cette famille est inscrite à 2 dates : toutes celles à venir sont annulées." in page
    assert set(Registration.objects.values_list("session", "status")) == {
        (first.pk, Status.CANCELLED),
        (second.pk, Status.CANCELLED),
    }


def test_a_course_that_goes_through_another_territory_is_not_cancelled_from_here(editor):
    workshop = WorkshopPageFactory()
    course = scheduling.create_course(workshop)
    here = SessionFactory(activity=workshop, course=course)
    SessionFactory(activity=workshop, course=course, guadeloupe=True)
    registration = camille(here)
    client = desk(editor)

    assert refused(client.post(reverse("inscriptions:cancel", args=[registration.pk])))
    assert not Registration.objects.filter(status=Status.CANCELLED).exists()
    assert client.get(reverse("inscriptions:inspect", args=[registration.pk])).context["acts"] == []


def test_a_registration_s_name_is_its_number():
    registration = camille()

    assert str(registration) == f"inscription n° {registration.pk}"
    assert str(registration.enrolment) == f"famille inscrite n° {registration.enrolment.pk}"


def test_the_report_of_all_changes_holds_no_name(editor):
    registration = camille()
    desk(editor).post(reverse("inscriptions:cancel", args=[registration.pk]))

    report = desk(UserFactory(administrator=True)).get(reverse("wagtailadmin_reports:site_history"))

    assert "Camille" not in shown(report)

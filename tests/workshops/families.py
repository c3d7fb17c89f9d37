"""A family of whom all is known."""

from tests.factories import SessionFactory, on
from workshops import booking
from workshops.models import Enrolment

EMAIL, PHONE = "camille@demo.test", "+33612345678"
DAY = on("2027-03-13")


def camille(session=None, *, email=EMAIL, phone=PHONE, code="", key=""):
    """Her enrolment, at a session of March 13th unless another is given."""
    enrolment = booking.register(
        session or SessionFactory(day=DAY),
        contact=booking.Contact(name="Camille", email=email, phone=phone),
        party=booking.Party(
            adults=2, children=1, needs=["interpreter"], interpreter="tr", message="Merci d’avance"
        ),
        helper_name="La voisine",
        key=key,
    ).enrolment
    if code:
        Enrolment.objects.filter(pk=enrolment.pk).update(code=code)
    return Enrolment.objects.get(pk=enrolment.pk)

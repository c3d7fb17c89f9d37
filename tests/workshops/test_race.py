"""Families in parallel. The twin test takes the guards off and must see what they guard from."""

import threading
from itertools import count

import pytest
from django.db import connection

from tests.factories import SessionFactory, VenueFactory, WorkshopPageFactory
from workshops import booking
from workshops.models import Registration, Session
from workshops.models.registrations import RegistrationQuerySet
from workshops.models.session_queries import SessionQuerySet

pytestmark = pytest.mark.django_db(transaction=True)

FAMILIES = 2


def register_together(session, register):
    """``FAMILIES`` families of two ask at once; the heads that were confirmed."""
    errors = []

    def ask(number):
        try:
            register(
                session,
                contact=booking.Contact(name=f"Famille {number}", email=f"famille{number}@demo.test"),
                party=booking.Party(adults=2),
            )
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(FAMILIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return Registration.objects.confirmed().heads()


@pytest.fixture
def last_two_places(monkeypatch):
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    return SessionFactory(activity=workshop, venue=venue, capacity=2)


def take_the_guards_off(monkeypatch):
    """No lock, and every family has looked before any is written; then neither the constraint on ranks
    nor the one on places taken may stop the second family."""
    all_have_looked = threading.Barrier(FAMILIES)
    ranks = count(1)

    def look(self, *sessions):
        rows = list(self.filter(pk__in=[session.pk for session in sessions]))
        all_have_looked.wait(timeout=20)
        return rows

    monkeypatch.setattr(SessionQuerySet, "lock", look)
    monkeypatch.setattr(RegistrationQuerySet, "next_rank", lambda self: next(ranks))
    monkeypatch.setattr("workshops.booking.joining.count_places", lambda sessions: None)


def test_two_families_at_once_never_share_the_last_places(last_two_places):
    heads = register_together(last_two_places, booking.register)

    assert heads == 2
    assert Session.objects.get().places_taken == 2
    assert Registration.objects.waiting().count() == 1


def test_without_the_guards_they_would(last_two_places, monkeypatch):
    """On SQLite the transaction is taken off too: being IMMEDIATE, it is a lock by itself."""
    take_the_guards_off(monkeypatch)
    register = booking.register.__wrapped__ if connection.vendor == "sqlite" else booking.register

    heads = register_together(last_two_places, register)

    assert heads == 4

"""Sixty families for twenty places, over real HTTP, against several processes."""

import http.client
import random
import threading
from urllib.parse import urlencode

import pytest

from tests.factories import SessionFactory
from workshops.models import Registration, Status

FAMILIES, PLACES = 60, 20


def send(address, session, number, heads):
    """The status and the address that one family is answered."""
    connection = http.client.HTTPConnection(address, timeout=120)
    fields = {
        "name": f"Famille {number}",
        "email": f"famille{number}@demo.test",
        "adults": 1,
        "children": heads - 1,
        "language": "fr",
    }
    connection.request(
        "POST",
        f"/seances/{session.ref}/inscription/",
        urlencode(fields),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Location")


@pytest.mark.django_db(transaction=True)
def test_sixty_families_at_once_never_take_more_than_twenty_places(server_on_test_database):
    session = SessionFactory(capacity=PLACES)
    chance = random.Random(20)
    sizes = [chance.randint(1, 4) for _ in range(FAMILIES)]
    answers = [None] * FAMILIES
    gate = threading.Barrier(FAMILIES)

    def family(number):
        gate.wait()
        answers[number] = send(server_on_test_database, session, number, sizes[number])

    threads = [threading.Thread(target=family, args=(number,)) for number in range(FAMILIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.refresh_from_db()
    confirmed = Registration.objects.confirmed().heads()
    assert {status for status, _address in answers} == {303}
    assert len({address for _status, address in answers}) == FAMILIES
    assert confirmed == session.places_taken
    assert confirmed <= PLACES
    assert Registration.objects.filter(status__in=[Status.CONFIRMED, Status.WAITING]).count() == FAMILIES
    free = PLACES - confirmed
    assert all(row.heads > free for row in Registration.objects.waiting())

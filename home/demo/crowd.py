"""Families of the demo, in bulk and without messages. The one place that writes places past ``booking``:

past sessions take no registration any more, and a load test needs a million of them. The counter
is written from the same rows, and a test compares both.
"""

from itertools import count

from django.db import transaction

from workshops.models import Enrolment, Registration, Session, Status

_number = count(1)


@transaction.atomic
def fill(session, *, heads, waiting, chance):
    """Give ``session`` confirmed families until ``heads`` people come, then ``waiting`` waiting ones."""
    fill_many([(session, heads, waiting)], chance)
    session.refresh_from_db(fields=["places_taken"])


def fill_many(wanted, chance):
    """``wanted``: ``[(session, heads, waiting families)]``. Three statements for any number of rows."""
    enrolments, rows = [], []
    for session, heads, waiting in wanted:
        for rank, (size, status) in enumerate(_parties(heads, waiting, chance), start=1):
            enrolment = _family()
            enrolments.append(enrolment)
            rows.append(
                Registration(
                    enrolment=enrolment,
                    session=session,
                    contact_key=enrolment.contact_key,
                    adults=1 if size < 3 else 2,
                    children=size - (1 if size < 3 else 2),
                    status=status,
                    rank=rank,
                )
            )
        session.places_taken = heads
    Enrolment.objects.bulk_create(enrolments, batch_size=1000)
    Registration.objects.bulk_create(rows, batch_size=1000)
    Session.objects.bulk_update([session for session, *_ in wanted], ["places_taken"], batch_size=500)
    return len(rows)


def _parties(heads, waiting, chance):
    left = heads
    while left:
        size = min(left, chance.randint(1, 4))
        left -= size
        yield size, Status.CONFIRMED
    for _family_waiting in range(waiting):
        yield chance.randint(1, 3), Status.WAITING


def _family():
    number = next(_number)
    email = f"famille{number}@demo.test"
    return Enrolment(name=f"Famille {number} (démonstration)", email=email, email_key=email)

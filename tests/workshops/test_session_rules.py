"""What a session may be, asked of the verbs themselves: the next screens pass by the forms."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.factories import SessionFactory, UserFactory, VenueFactory, WorkshopPageFactory, on, registered
from workshops import booking, scheduling, venues
from workshops.models import Session, Venue
from workshops.refusals import Refusal

pytestmark = pytest.mark.django_db
#: Monday 1 February 2027, 9 h in Paris.
NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
TODAY, MARCH_13 = on("2027-02-01"), on("2027-03-13")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def refused(verb, *args, **kwargs):
    """The sentence without its no-break spaces, and the field it is for."""
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        verb(*args, **kwargs)
    return str(refusal.value).replace("\u00a0", " "), refusal.value.field


def create(**fields):
    return scheduling.create(
        **{
            "activity": WorkshopPageFactory(),
            "day": MARCH_13,
            "start": time(9),
            "end": time(11),
            "by": UserFactory(),
            **fields,
        }
    )


TOO_LONG = ("La séance durerait plus de 12 heures. Vérifiez l’heure de fin.", "end")
PAST = ("Cette date est passée : choisissez-en une à venir.", "day")
COUNT = "Écrivez un nombre de %s à 10000, ou rien : sans limite."
LINK = ("Le lien doit être une adresse complète, qui commence par https://.", "join_url")
CLOSES = ("Les inscriptions se ferment au plus tard au début de la séance.", "registration_closes_at")
OPENS = ("Les inscriptions doivent s’ouvrir avant le début de la séance.", "registration_opens_at")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start": time(9), "end": time(8, 59)}, TOO_LONG),
        ({"start": time(8), "end": time(20, 1)}, TOO_LONG),
        ({"start": time(9), "end": time(9)}, ("La séance doit finir après avoir commencé.", "end")),
        ({"day": on("2025-06-14")}, PAST),
        ({"day": TODAY, "start": time(8, 30)}, PAST),
        ({"day": on("1999-12-31")}, ("Vérifiez l’année de la séance.", "day")),
        ({"day": on("9999-12-31"), "end": time(1)}, ("Vérifiez l’année de la séance.", "day")),
        ({"capacity": 0}, (COUNT % 1, "capacity")),
        ({"capacity": 10_001}, (COUNT % 1, "capacity")),
        ({"capacity": 99_999_999_999}, (COUNT % 1, "capacity")),
        ({"waiting_capacity": -1}, (COUNT % 0, "waiting_capacity")),
        ({"waiting_capacity": 99_999_999_999}, (COUNT % 0, "waiting_capacity")),
        ({"note": "a" * 501}, ("Écrivez 500 signes au plus.", "note")),
        ({"join_url": "http://visio.example.org/salle"}, LINK),
        ({"join_url": "javascript:alert(1)"}, LINK),
        ({"join_url": f"https://visio.example.org/{'a' * 200}"}, LINK),
        (
            {"registration_mode": "elsewhere"},
            ("Cette sorte d’inscription n’existe pas.", "registration_mode"),
        ),
        ({"registration_opens_at": datetime(2027, 3, 13, 8, tzinfo=UTC)}, OPENS),
        ({"registration_closes_at": datetime(2027, 3, 13, 8, 1, tzinfo=UTC)}, CLOSES),
    ],
)
def test_what_a_session_cannot_be_is_refused_by_the_verb_that_makes_it(fields, sentence):
    assert refused(create, **fields) == sentence
    assert not Session.objects.exists()


def test_the_longest_and_the_fullest_session_can_be_made():
    session = create(start=time(20), end=time(8), capacity=10_000, waiting_capacity=0, note="a" * 500)

    assert session.ends_at - session.starts_at == timedelta(hours=12)


def test_the_site_itself_may_make_a_session_that_is_past():
    assert create(day=on("2025-06-14"), by=None).local_date == on("2025-06-14")


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": TODAY, "start": time(8, 30), "end": time(11)}, PAST),
        ({"day": on("2025-06-14")}, PAST),
        ({"end": time(9, 29)}, TOO_LONG),
        ({"join_url": "http://visio.example.org/salle"}, LINK),
        ({"capacity": 10_001}, (COUNT % 1, "capacity")),
        ({"day": on("2027-02-20")}, OPENS),
    ],
)
def test_nor_by_the_one_that_moves_it(fields, sentence, draft):
    opens = datetime(2027, 3, 1, 8, tzinfo=UTC)
    session = SessionFactory(day=MARCH_13, draft=draft, registration_opens_at=opens)

    assert refused(scheduling.move, session, reason="Salle prise.", by=UserFactory(), **fields) == sentence
    assert Session.objects.get().starts_at == session.starts_at


def test_a_session_moves_with_its_registration_period():
    session = SessionFactory(day=MARCH_13, registration_opens_at=datetime(2027, 3, 1, 8, tzinfo=UTC))
    opens = datetime(2027, 2, 5, 8, tzinfo=UTC)

    scheduling.move(
        session, day=on("2027-02-20"), registration_opens_at=opens, capacity=5, reason="Salle.", by=None
    )

    moved = Session.objects.get()
    assert (moved.local_date, moved.registration_opens_at, moved.capacity) == (on("2027-02-20"), opens, 5)


def test_a_session_that_has_begun_changes_its_link_and_not_its_start(clock):
    session = SessionFactory(day=TODAY, start=time(10), end=time(12), online=True)
    clock.move_to("2027-02-01T09:30Z")
    link = "https://visio.example.org/autre"

    assert refused(scheduling.move, session, start=time(9, 45), reason="Erreur.", by=UserFactory()) == PAST
    scheduling.move(session, join_url=link, reason="La salle ne répond pas.", by=UserFactory())

    assert Session.objects.get().join_url == link


def test_a_session_that_has_begun_is_not_published():
    draft = SessionFactory(day=TODAY, start=time(8, 30), end=time(11), draft=True)

    assert refused(scheduling.publish, draft, by=UserFactory())[0] == PAST[0]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "Écrivez la raison du changement : les familles la liront."),
        ("a" * 501, "Écrivez 500 signes au plus."),
    ],
)
def test_every_change_has_a_reason_that_can_be_read(reason, sentence):
    session = SessionFactory(day=MARCH_13)

    for verb in (scheduling.cancel, scheduling.postpone):
        assert refused(verb, session, reason=reason, by=None) == (sentence, "reason")


def test_a_cancelled_session_changes_no_more():
    session = SessionFactory(cancelled=True)

    sentence = "Cette séance est annulée : elle ne peut plus changer."
    assert refused(scheduling.revise, session, note="Finalement…", by=None)[0] == sentence


@pytest.mark.parametrize("name", ["capacity", "waiting_capacity"])
def test_the_database_refuses_more_places_than_can_be_counted(name):
    session = SessionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**{name: 10_001})


# Families ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "field"),
    [
        ({"adults": 0}, "adults"),
        ({"adults": 99_999_999_999}, "adults"),
        ({"children": 21}, "children"),
        ({"children": -1}, "children"),
        ({"needs": ["elevator"]}, "needs"),
        ({"needs": ["interpreter"]}, "interpreter_language"),
        ({"message": "a" * 1001}, "message"),
    ],
)
def test_a_party_that_cannot_be_is_refused_by_the_verbs(party, field):
    session = SessionFactory(capacity=None)
    known = registered(session).enrolment
    wrong = booking.Party(**party)

    contact = booking.Contact(name="Camille", email="camille@demo.test")
    assert refused(booking.register, session, contact=contact, party=wrong)[1] == field
    assert refused(booking.change, known, party=wrong)[1] == field
    assert session.registrations.count() == 1


# Venues -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"postal_code": "885"}, "postal_code"),
        ({"postal_code": "٨٨٠٠٠"}, "postal_code"),
        ({"latitude": 16.0, "longitude": -61.0}, "latitude"),
        ({"latitude": 48.1, "longitude": None}, "latitude"),
    ],
)
def test_what_a_venue_cannot_be_is_refused_by_the_verb(fields, field):
    venue = VenueFactory()
    before = Venue.objects.values().get()
    for name, value in fields.items():
        setattr(venue, name, value)

    assert refused(venues.save, venue)[1] == field
    assert Venue.objects.values().get() == before

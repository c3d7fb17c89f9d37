"""From one family that gives its places back in the evening to another that takes them in the morning.

Over HTTP, the worker included, on a clock that travels: a browser could not. Also on the nights on
which the clocks of Paris go forward and back, when those of Guadeloupe do not.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from outbox import sms
from outbox.models import Message
from outbox.worker import Worker
from tests.factories import SessionFactory, UserFactory, on
from tests.workshops.offices import desk, plain, shown
from tests.workshops.situations import act, badge, buttons, page_of, title_and_summary
from workshops.models import Enrolment, Registration, Status

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Night:
    """``nine``, ``eight``: those hours of the morning in UTC. ``words``: « 9 h » as a family reads it."""

    eve: str
    morning: str
    nine: str
    eight: str
    words: str
    guadeloupe: bool = False

    def at(self, day, hour):
        """« 20:30 » of the ``eve`` or the ``morning``, on the clocks of the session."""
        zone = "America/Guadeloupe" if self.guadeloupe else "Europe/Paris"
        return datetime.fromisoformat(f"{getattr(self, day)}T{hour}").replace(tzinfo=ZoneInfo(zone))

    def session(self, start, facilitator=None):
        return SessionFactory(
            guadeloupe=self.guadeloupe,
            day=on(self.morning),
            start=time.fromisoformat(start),
            end=time(13),
            capacity=2,
            facilitators=[facilitator] if facilitator else [],
        )


NIGHTS = [
    pytest.param(
        Night(
            eve="2027-03-12",
            morning="2027-03-13",
            nine="2027-03-13T08:00:00+00:00",
            eight="2027-03-13T07:00:00+00:00",
            words="samedi 13 mars 2027 à 9 h",
        ),
        id="Paris, any night",
    ),
    pytest.param(
        Night(
            eve="2027-03-27",
            morning="2027-03-28",
            nine="2027-03-28T07:00:00+00:00",
            eight="2027-03-28T06:00:00+00:00",
            words="dimanche 28 mars 2027 à 9 h",
        ),
        id="Paris, clocks forward",
    ),
    pytest.param(
        Night(
            eve="2027-10-30",
            morning="2027-10-31",
            nine="2027-10-31T08:00:00+00:00",
            eight="2027-10-31T07:00:00+00:00",
            words="dimanche 31 octobre 2027 à 9 h",
        ),
        id="Paris, clocks back",
    ),
    pytest.param(
        Night(
            eve="2027-03-27",
            morning="2027-03-28",
            nine="2027-03-28T13:00:00+00:00",
            eight="2027-03-28T12:00:00+00:00",
            words="dimanche 28 mars 2027 à 9 h (heure de Guadeloupe)",
            guadeloupe=True,
        ),
        id="Guadeloupe, clocks forward in Paris",
    ),
    pytest.param(
        Night(
            eve="2027-10-30",
            morning="2027-10-31",
            nine="2027-10-31T13:00:00+00:00",
            eight="2027-10-31T12:00:00+00:00",
            words="dimanche 31 octobre 2027 à 9 h (heure de Guadeloupe)",
            guadeloupe=True,
        ),
        id="Guadeloupe, clocks back in Paris",
    ),
]
every_night = pytest.mark.parametrize("night", NIGHTS)


@pytest.fixture(autouse=True)
def ways_out(settings, tmp_path):
    """Mails stay in memory, texts become files."""
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.MAIL_DIR, settings.SMS_DIR, settings.SMS_URL = None, tmp_path, ""


@pytest.fixture
def clock():
    with time_machine.travel("2027-01-01T00:00Z", tick=False) as traveller:
        yield traveller


def register(client, session, name, phone=""):
    """The enrolment of a family of two, by the public form."""
    client.post(
        f"/seances/{session.ref}/inscription/",
        {"name": name, "email": f"{name}@demo.test", "phone": phone, "adults": "1", "children": "1"},
    )
    return Enrolment.objects.get(name=name)


def two_families(client, clock, night, session):
    """The first has the places, the second waits; both registered at noon, and it is read."""
    clock.move_to(night.at("eve", "12:00"))
    first = register(client, session, "alix")
    second = register(
        client, session, "billie", phone="0690 12 34 56" if night.guadeloupe else "06 12 34 56 78"
    )
    work()
    return first, second


def work():
    """What the worker does in a moment: all that is due."""
    Worker().run(until_empty=True)


def row_of(enrolment):
    return enrolment.registrations.get()


def messages(enrolment, kind):
    """Those of one kind, by channel."""
    about = Message.objects.filter(about=f"enrolment:{enrolment.pk}", kind=kind)
    return {message.channel: message for message in about}


@every_night
def test_a_place_given_back_in_the_evening_is_taken_in_the_morning(client, clock, night):
    session = night.session(start="11:00")
    first, second = two_families(client, clock, night, session)
    assert title_and_summary(page_of(client, second))[0] == "Vous êtes sur la liste d’attente"

    clock.move_to(night.at("eve", "20:30"))
    act(client, first, "cancel")
    work()
    page = page_of(client, second)
    told = messages(second, "offered")

    assert row_of(second).offered_until.isoformat() == night.nine
    assert title_and_summary(page) == [
        "Bonne nouvelle : il y a de la place pour vous !",
        f"Nous la gardons jusqu’au {night.words}. Venez-vous ?",
    ]
    assert badge(page) == f"Une place est gardée pour vous. Répondez avant le {night.words}."
    assert buttons(page)[:2] == ["accept", "cancel"]
    assert f"Nous la gardons pour vous jusqu’au {night.words}." in plain(told["email"].text)
    assert sms.plain(f"Répondez avant le {night.words}.") in sms.plain(told["sms"].text)
    assert told["email"].sent_at == night.at("eve", "20:30")
    assert (told["sms"].sent_at, told["sms"].next_try_at.isoformat()) == (None, night.eight)

    clock.move_to(night.at("morning", "08:00"))
    work()
    assert messages(second, "offered")["sms"].sent_at.isoformat() == night.eight

    clock.move_to(night.at("morning", "08:30"))
    answer = act(client, second, "accept")

    assert (answer.status_code, row_of(second).status) == (303, Status.CONFIRMED)
    assert title_and_summary(page_of(client, second))[0] == "C’est noté, nous vous attendons !"
    assert list(row_of(second).events.values_list("verb", flat=True)) == ["registered", "offered", "accepted"]


@every_night
def test_a_place_that_nobody_took_is_kept_to_the_minute_that_was_said(client, clock, night):
    session = night.session(start="11:00")
    first, second = two_families(client, clock, night, session)
    clock.move_to(night.at("eve", "20:30"))
    act(client, first, "cancel")

    clock.move_to(night.at("morning", "08:59:59"))
    work()
    before = row_of(second).status
    clock.move_to(night.at("morning", "09:01:30"))
    work()

    assert (before, row_of(second).status) == (Status.OFFERED, Status.CANCELLED)
    assert title_and_summary(page_of(client, second))[0] == "La place n’est plus gardée pour vous"
    assert messages(second, "offer_lapsed")["email"].sent_at == night.at("morning", "09:01:30")


@every_night
def test_too_late_to_ask_the_team_telephones_and_gives_the_place(client, clock, night):
    facilitator = UserFactory(facilitator=True)
    session = night.session(start="09:30", facilitator=facilitator)
    first, second = two_families(client, clock, night, session)
    office = desk(facilitator)
    inspect = reverse("inscriptions:inspect", args=[row_of(second).pk])

    clock.move_to(night.at("eve", "21:30"))
    act(client, first, "cancel")
    newcomer = register(client, session, "charlie")
    work()

    assert [row_of(one).status for one in (second, newcomer)] == [Status.WAITING, Status.WAITING]
    assert messages(second, "offered") == {}
    assert badge(page_of(client, second)) == "Vous êtes sur la liste d’attente, numéro 1."
    glance = shown(office.get(reverse("seances:inspect", args=[session.pk])))
    assert "0 / 2, 2 familles attendent" in glance
    assert "<b>En attente</b> : 2 familles, 2 adultes, 2 enfants" in glance
    assert "En attente – numéro 1" in shown(office.get(inspect))

    clock.move_to(night.at("eve", "21:40"))
    office.post(
        reverse("inscriptions:offer", args=[row_of(second).pk]),
        {"reason": "Première de la liste, jointe par téléphone.", "agreed": "on"},
    )
    work()

    event = row_of(second).events.last()
    assert (row_of(second).status, event.verb, event.user) == (Status.CONFIRMED, "given", facilitator)
    assert title_and_summary(page_of(client, second))[0] == "C’est noté, nous vous attendons !"
    assert Message.objects.filter(about=f"enrolment:{second.pk}").latest("created_at").sent_at == night.at(
        "eve", "21:40"
    )
    assert Registration.objects.holding().heads() == 2

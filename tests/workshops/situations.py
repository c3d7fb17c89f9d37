"""A family in every situation, as its own page shows it: its acts, and how tests read the answer."""

from datetime import UTC, datetime, time, timedelta

from bs4 import BeautifulSoup
from django.apps import apps

from tests.factories import SessionFactory, UserFactory, VenueFactory, WorkshopPageFactory, on, registered
from workshops import booking, scheduling

#: Wednesday 10 March 2027, 10 h in Paris; the sessions are on Saturday, from 11 h to 13 h.
NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)
#: Monday 1 March 2027, 10 h in Paris: before every date that tests of calendars name.
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
AFTER_THE_SESSION = datetime(2027, 3, 13, 12, 30, tzinfo=UTC)


def saturday(**other):
    return SessionFactory(
        **{"day": on("2027-03-13"), "start": time(11), "end": time(13), "capacity": 4, **other}
    )


def page_of(client, enrolment, language=""):
    return client.get(f"{language}/inscriptions/{enrolment.token}/")


def own_calendar(client, enrolment, language=""):
    """The bytes of a family's own calendar."""
    answer = client.get(f"{language}/inscriptions/{enrolment.token}.ics")
    assert answer.status_code == 200
    return answer.content


def act(client, enrolment, action, **fields):
    return client.post(f"/inscriptions/{enrolment.token}/", {"action": action, **fields})


def main_of(answer):
    return BeautifulSoup(answer.content, "html.parser").main


def words(element):
    """As one reads them, with ordinary spaces."""
    return " ".join(element.get_text(" ").split())


def title_and_summary(answer):
    header = main_of(answer).select_one(".page-header__words")
    return [words(element) for element in header.find_all(["h1", "p"])]


def badge(answer):
    return words(main_of(answer).select_one(".badge"))


def buttons(answer):
    """Those that do something to the registration, by what they send; the links to a first step with them."""
    found = main_of(answer).select('input[name="action"], a[href$="/annuler/"], a[href$="/effacer/"]')
    first_steps = {"annuler": "cancel", "effacer": "erase"}
    return [one.get("value") or first_steps[one["href"].split("/")[-2]] for one in found]


def all_rows(*more):
    """Everything that an act could change; ``more``: apps where other things are counted."""
    models = [
        model for app in ("workshops", "outbox", *more) for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def confirmed():
    return registered(saturday(), heads=3).enrolment


def waiting():
    session = saturday(full=True, waiting=1)
    return registered(session, heads=2).enrolment


def offered(**session):
    session = saturday(**session)
    leaving, asked = registered(session, heads=4), registered(session, heads=3)
    booking.cancel(leaving.enrolment)
    return asked.enrolment


def lapsed(clock):
    enrolment = offered()
    clock.shift(timedelta(hours=49))
    booking.lapse_offers()
    return enrolment


def cancelled():
    enrolment = confirmed()
    booking.cancel(enrolment)
    return enrolment


def cancelled_by_the_team():
    enrolment = confirmed()
    booking.cancel(enrolment, by=booking.STAFF, user=UserFactory(), reason="Vous nous avez téléphoné.")
    return enrolment


def session_cancelled():
    enrolment = confirmed()
    scheduling.cancel(enrolment.registrations.get().session, reason="La salle est fermée.", by=None)
    return enrolment


def session_postponed():
    enrolment = confirmed()
    scheduling.postpone(enrolment.registrations.get().session, reason="La salle est prise.", by=None)
    return enrolment


def over(clock):
    enrolment = confirmed()
    clock.move_to(datetime(2027, 3, 13, 12, 30, tzinfo=UTC))
    return enrolment


def enrolment_in(situation, clock):
    return situation(clock) if situation in {lapsed, over} else situation()


EVERY_SITUATION = [
    confirmed,
    waiting,
    offered,
    lapsed,
    cancelled,
    cancelled_by_the_team,
    session_cancelled,
    session_postponed,
    over,
]


def course():
    workshop, venue = WorkshopPageFactory(), VenueFactory()
    thread = scheduling.create_course(workshop)
    return [
        saturday(activity=workshop, venue=venue, course=thread, day=on(day))
        for day in ("2027-03-13", "2027-03-20", "2027-03-27")
    ]

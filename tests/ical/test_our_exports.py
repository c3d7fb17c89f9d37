"""Every calendar that leaves the site, over HTTP and by mail, held against our rules and four other readers."""

import email
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email import policy

import pytest
import time_machine

from outbox.mail import compose
from outbox.models import Message
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    VenueFactory,
    WorkshopPageFactory,
    on,
    registered,
)
from tests.ical import readers, rules
from workshops import booking, scheduling
from workshops.models import FacilitatorCalendar, Session

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SITE = "https://parents.example"
OURS = ("ne-pas-repondre@parents.example", "vosges@demo.test")
WHY = {"reason": "La salle est prise.", "by": None}
#: Winter, summer, both nights when the clocks change, and 23 h 30 in Guadeloupe: ``(day, start, end, Guadeloupe)``.
HOURS = [
    ("2027-03-13", time(9, 30), time(11, 30), False),
    ("2027-07-15", time(18), time(19, 30), False),
    ("2027-03-27", time(23, 30), time(3, 30), False),
    ("2027-10-30", time(23, 30), time(2, 30), False),
    ("2027-10-31", time(2, 15), time(2, 45), False),
    ("2027-07-15", time(23, 30), time(0, 30), True),
    ("2027-10-30", time(22), time(23, 30), True),
]


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


@pytest.fixture
def programme(settings):
    """A session at each of these hours and in each state, on the site as it is in public."""
    settings.BASE_URL = SITE
    settings.DEFAULT_FROM_EMAIL = "e-parentalité <ne-pas-repondre@parents.example>"
    with time_machine.travel(NOW, tick=False) as clock:
        theme, person = ThemeFactory(), UserFactory()
        territory = TerritoryFactory(contact_email="vosges@demo.test")
        workshop = WorkshopPageFactory(title="L’école, l’ENT ; « et moi » ?", themes=[theme])
        paris, far = VenueFactory(territory=territory), VenueFactory(guadeloupe=True)
        for day, start, end, is_far in HOURS:
            venue = far if is_far else paris
            SessionFactory(activity=workshop, venue=venue, day=on(day), start=start, end=end)
        more = {"activity": workshop, "facilitators": [person], "day": on("2027-04-03")}
        SessionFactory(cancelled=True, **more)
        SessionFactory(postponed=True, **more)
        SessionFactory(online=True, **more)
        scheduling.move(SessionFactory(**more), venue=None, join_url="https://visio.example.org/a", **WHY)
        SessionFactory(activity=EventPageFactory(), venue=paris, join_url="https://visio.example.org/b")
        clock.shift(timedelta(minutes=5))
        yield {
            "workshop": workshop.slug,
            "event": Session.objects.of_kind("event").get().activity.slug,
            "theme": theme.slug,
            "ref": Session.objects.in_format("en-ligne").first().ref,
            "facilitator": FacilitatorCalendar.renew(person).token,
            "clock": clock,
        }


PUBLIC = {
    "agenda": "/agenda.ics",
    "a territory’s": "/territoires/guadeloupe/agenda.ics",
    "filtered": "/agenda.ics?territoire=vosges&format=sur-place",
    "a theme’s": "/agenda.ics?theme={theme}",
    "a workshop’s": "/ateliers/{workshop}/agenda.ics",
    "an event’s": "/evenements/{event}/agenda.ics",
    "empty": "/agenda.ics?territoire=nulle-part",
}
LANGUAGES = ["", "/en", "/ar"]


def getter(client):
    """``get(url, headers, method="GET")``, as the rules about HTTP ask."""

    def get(url, headers, method="GET"):
        answer = client.generic(method, url, headers=headers)
        body = answer.content
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body) if body else body
        return Answer(answer.status_code, answer.headers, body)

    return get


def truth(sessions):
    return sorted((str(one.uid), one.starts_at, one.ends_at) for one in sessions)


def told(readings):
    return sorted((one.uid, one.start, one.end) for one in readings)


def robots(client):
    return client.get("/robots.txt").content.decode()


def in_every_state():
    """``{status: enrolment}``, each of a family of its own at a session of its own."""
    enrolments = {}
    for status in ("confirmed", "waiting", "offered", "cancelled"):
        session = SessionFactory(
            online=True, capacity=2, full=status in {"waiting", "offered"}, day=on("2027-05-07")
        )
        enrolments[status] = registered(session, heads=2, email=f"{status}@demo.test").enrolment
        if status == "offered":
            booking.cancel(session.registrations.confirmed().get().enrolment)
        if status == "cancelled":
            booking.cancel(enrolments[status])
    return enrolments


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_feed_keeps_every_rule_and_four_readers_agree_on_it(client, programme, name, language):
    url = language + PUBLIC[name].format(**programme)

    content = client.get(url).content

    assert rules.broken(content, kind="feed") == []
    assert rules.broken_http(getter(client), url, robots=robots(client)) == []
    readers.agree(content)


def test_a_file_of_one_session_keeps_every_rule(client, programme):
    url = f"/seances/{programme['ref']}.ics"

    content = client.get(url).content

    assert rules.broken(content, kind="file") == []
    assert rules.broken_http(getter(client), url, is_feed=False, robots=robots(client)) == []
    assert len(readers.agree(content)) == 1


def test_readers_find_the_hours_of_the_database_in_the_whole_agenda(client, programme):
    content = client.get("/agenda.ics").content

    assert told(readers.agree(content)) == truth(Session.objects.public())


@pytest.mark.browser
@pytest.mark.parametrize("name", PUBLIC)
def test_a_browser_s_reader_agrees_too(client, programme, name):
    content = client.get(PUBLIC[name].format(**programme)).content

    readers.agree(content, browser=True)


@pytest.mark.browser
def test_a_browser_s_reader_agrees_on_files_on_what_is_one_s_own_and_on_mails(client, programme):
    enrolments = in_every_state().values()
    paths = [f"/seances/{session.ref}.ics" for session in Session.objects.public()]
    paths += [f"/inscriptions/{enrolment.token}.ics" for enrolment in enrolments]
    paths.append(f"/animation/{programme['facilitator']}.ics")
    contents = [client.get(path).content for path in paths]
    contents += [message.calendar.encode() for message in Message.objects.exclude(calendar="")]

    found = [len(readers.agree(content, browser=True)) for content in contents]

    assert set(found) == {1, 4}
    assert len(found) >= 25


def test_a_facilitator_s_own_keeps_every_rule(client, programme):
    url = f"/animation/{programme['facilitator']}.ics"

    content = client.get(url).content

    assert rules.broken(content, kind="feed", secrets=[programme["facilitator"]]) == []
    assert rules.broken_http(getter(client), url, is_personal=True, robots=robots(client)) == []
    assert len(readers.agree(content)) == 4


@pytest.mark.parametrize("status", ["confirmed", "waiting", "offered", "cancelled"])
def test_a_family_s_own_keeps_every_rule(client, programme, status):
    enrolment = in_every_state()[status]
    programme["clock"].shift(timedelta(seconds=2))
    url = f"/inscriptions/{enrolment.token}.ics"

    content = client.get(url).content

    secrets = [enrolment.token, enrolment.code]
    assert rules.broken(content, kind="own", owner=enrolment.email, secrets=secrets) == []
    assert rules.broken_http(getter(client), url, is_personal=True, robots=robots(client)) == []
    assert len(readers.agree(content)) == 1


def test_the_same_session_is_the_same_in_every_export(client, programme):
    enrolment = registered(Session.objects.get(ref=programme["ref"])).enrolment
    urls = [language + path.format(**programme) for path in PUBLIC.values() for language in LANGUAGES]
    urls += [f"/seances/{programme['ref']}.ics", f"/inscriptions/{enrolment.token}.ics"]

    contents = [client.get(url).content for url in urls]

    assert rules.broken_across(contents) == []


def test_every_mail_with_a_calendar_keeps_every_rule_and_is_read_by_all(programme):
    session = SessionFactory(day=on("2027-06-05"), online=True)
    enrolment = registered(session, email="claude@demo.test", name="Claude « ; , » Exemple").enrolment
    scheduling.move(session, day=on("2027-06-06"), **WHY)
    scheduling.postpone(session, **WHY)
    scheduling.move(session, day=on("2027-06-12"), **WHY)
    booking.cancel(enrolment)
    in_every_state()

    messages = Message.objects.exclude(calendar="")
    found = {message: _broken(message) for message in messages}

    assert [broken for broken in found.values() if broken] == []
    assert {message.calendar_method for message in found} == {"REQUEST", "CANCEL"}
    assert len(found) >= 7
    for message in found:
        assert len(readers.agree(message.calendar.encode())) == 1


def _broken(message):
    mail = email.message_from_bytes(compose(message).message().as_bytes(), policy=policy.default)
    return rules.broken_mail(mail, allowed=OURS, now=NOW + timedelta(minutes=10))

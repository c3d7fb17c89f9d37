"""A family's own calendar: its dates as they stand for it."""

from datetime import timedelta

import pytest

from tests.factories import registered
from tests.workshops.calendars import unfolded, values, words
from tests.workshops.situations import course, main_of, own_calendar, page_of, saturday
from workshops import booking, scheduling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_site", "wednesday")]
JOIN = "https://visio.example.org/salle"


def states(content):
    names = ("STATUS", "TRANSP", "SEQUENCE", "SUMMARY")
    return [tuple(row) for row in zip(*(values(content, name) for name in names), strict=True)]


def stand(content):
    (row,) = states(content)
    return row[:3] + (row[3].split("\u00a0:")[0] if "\u00a0:" in row[3] else "",)


# The feed ------------------------------------------------------------------------------------------


def test_a_confirmed_family_has_its_date_and_the_link_to_join(client):
    registration = registered(saturday(venue=None, join_url=JOIN))

    content = own_calendar(client, registration.enrolment)

    assert stand(content) == ("CONFIRMED", "OPAQUE", "0", "")
    assert values(content, "CONFERENCE") == [JOIN]
    assert f"Pour rejoindre la séance en ligne\u00a0: {JOIN}" in words(content, "DESCRIPTION")
    assert values(content, "UID") == [str(registration.session.uid)]


def test_who_waits_or_has_an_offer_sees_it_and_has_no_link(client):
    session = saturday(venue=None, join_url=JOIN, full=True, capacity=2)
    waiting = registered(session, heads=2)
    before = own_calendar(client, waiting.enrolment)

    booking.cancel(session.registrations.confirmed().get().enrolment)
    asked = own_calendar(client, waiting.enrolment)
    booking.accept(waiting.enrolment)
    accepted = own_calendar(client, waiting.enrolment)

    assert [stand(content) for content in (before, asked, accepted)] == [
        ("TENTATIVE", "TRANSPARENT", "0", "Liste d’attente"),
        ("TENTATIVE", "OPAQUE", "1", "Place à confirmer"),
        ("CONFIRMED", "OPAQUE", "2", ""),
    ]
    assert [JOIN in unfolded(content) for content in (before, asked, accepted)] == [False, False, True]


def test_a_place_given_back_stays_as_cancelled_and_comes_back_with_a_higher_number(client, wednesday):
    registration = registered(saturday())
    contents = [own_calendar(client, registration.enrolment)]

    for act in (booking.cancel, booking.register_again):
        wednesday.shift(timedelta(minutes=1))
        act(registration.enrolment)
        contents.append(own_calendar(client, registration.enrolment))

    assert [stand(content) for content in contents] == [
        ("CONFIRMED", "OPAQUE", "0", ""),
        ("CANCELLED", "TRANSPARENT", "1", "Annulé"),
        ("CONFIRMED", "OPAQUE", "2", ""),
    ]
    moments = [values(content, "LAST-MODIFIED")[0] for content in contents]
    assert moments == sorted(set(moments))


def test_a_change_of_the_party_is_no_change_of_the_date(client, wednesday):
    registration = registered(saturday())
    before = own_calendar(client, registration.enrolment)
    wednesday.shift(timedelta(minutes=1))

    booking.change(registration.enrolment, party=booking.Party(adults=2, children=1))

    assert own_calendar(client, registration.enrolment) == before


def test_the_session_s_own_state_rules(client):
    session = saturday(venue=None, join_url=JOIN)
    registration = registered(session)

    scheduling.cancel(session, reason="L’animatrice est souffrante.", by=None)
    content = own_calendar(client, registration.enrolment)

    assert stand(content) == ("CANCELLED", "TRANSPARENT", "1", "Annulé")
    assert JOIN not in unfolded(content)


def test_no_secret_and_nobody_stands_in_it(client):
    registration = registered(saturday(), name="Claude Exemple", email="claude@demo.test")
    enrolment = registration.enrolment

    content = unfolded(own_calendar(client, enrolment))

    for secret in (enrolment.token, enrolment.code, "Claude", "claude@demo.test", "inscriptions/"):
        assert secret not in content


def test_it_is_private_and_known_again_by_its_tag_and_its_date(client, wednesday):
    registration = registered(saturday())
    wednesday.shift(timedelta(minutes=1))
    path = f"/inscriptions/{registration.enrolment.token}.ics"

    answer = client.get(path)
    same = [
        client.get(path, headers={asked: answer.headers[told]}).status_code
        for asked, told in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    ]
    booking.cancel(registration.enrolment)
    changed = [
        client.get(path, headers={asked: answer.headers[told]}).status_code
        for asked, told in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    ]

    assert (same, changed) == ([304, 304], [200, 200])
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_an_address_that_opens_nothing_says_so_in_plain_words(client):
    registration = registered(saturday())
    booking.erase(registration.enrolment)

    for token in ("x" * 32, registration.enrolment.token):
        answer = client.get(f"/inscriptions/{token}.ics")
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
        assert b"VCALENDAR" not in answer.content


def test_google_may_ask_for_it(client):
    assert "/inscriptions/" not in client.get("/robots.txt").content.decode()


def test_one_date_can_be_fetched_as_a_file_that_asks_for_nothing_more(client):
    dates = course()
    enrolment = registered(dates[0]).enrolment
    path = f"/inscriptions/{enrolment.token}.ics"

    answer = client.get(f"{path}?seance={dates[1].ref}")

    assert values(answer.content, "UID") == [str(dates[1].uid)]
    assert values(answer.content, "NAME") == []
    assert answer.headers["Content-Disposition"] == f'attachment; filename="seance-{dates[1].ref}.ics"'
    assert client.get(f"{path}?seance={saturday().ref}").status_code == 404


def test_the_family_s_page_gives_the_file_with_the_link_to_join(client):
    enrolment = registered(saturday(venue=None, join_url=JOIN)).enrolment
    page = page_of(client, enrolment)

    link = main_of(page).find(lambda tag: tag.name == "a" and "Ajouter à mon agenda" in tag.get_text())

    assert JOIN in unfolded(client.get(link["href"]).content)

"""A family's own page: what it says in every situation and language. Reading it changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import registered
from tests.workshops.situations import (
    EVERY_SITUATION,
    NOW,
    all_rows,
    badge,
    buttons,
    cancelled,
    cancelled_by_the_team,
    confirmed,
    course,
    enrolment_in,
    lapsed,
    main_of,
    offered,
    over,
    page_of,
    saturday,
    session_cancelled,
    session_postponed,
    title_and_summary,
    waiting,
    words,
)
from workshops import booking
from workshops.models import Registration, Session, Status
from workshops.views.enrolments import ACTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("situation", "title", "summary", "said_of_the_date", "acts"),
    [
        (
            confirmed,
            "C’est noté, nous vous attendons !",
            "Votre famille est inscrite.",
            "Vos 3 places sont confirmées.",
            ["change", "cancel"],
        ),
        (
            waiting,
            "Vous êtes sur la liste d’attente",
            "Dès qu’une place se libère pour votre famille, nous vous prévenons.",
            "Vous êtes sur la liste d’attente, numéro 2.",
            ["change", "cancel"],
        ),
        (
            offered,
            "Bonne nouvelle : il y a de la place pour vous !",
            "Nous la gardons jusqu’au vendredi 12 mars 2027 à 10 h. Venez-vous ?",
            "Une place est gardée pour vous. Répondez avant le vendredi 12 mars 2027 à 10 h.",
            ["accept", "cancel", "change"],
        ),
        (
            lapsed,
            "La place n’est plus gardée pour vous",
            "Nous n’avons pas eu votre réponse à temps : elle va à une autre famille.",
            "Vous n’êtes plus sur la liste d’attente.",
            ["join_again"],
        ),
        (
            cancelled,
            "Votre inscription est annulée",
            "Merci de nous avoir prévenus. À une autre fois !",
            "Votre inscription est annulée.",
            ["join_again"],
        ),
        (
            cancelled_by_the_team,
            "L’équipe a annulé votre inscription",
            "Vous nous avez téléphoné.",
            "Votre inscription est annulée.",
            ["join_again"],
        ),
        (
            session_cancelled,
            "Cette séance est annulée",
            "Nous en sommes désolés. Votre inscription n’a plus d’effet : vous n’avez rien à faire.",
            "La séance est annulée.",
            [],
        ),
        (
            session_postponed,
            "Cette séance est reportée",
            "Nous vous écrivons dès que la nouvelle date est connue. Votre inscription est gardée.",
            "La séance est reportée. Votre inscription est gardée.",
            ["change", "cancel"],
        ),
        (
            over,
            "Cette séance est passée",
            "Merci de votre inscription. À une autre fois !",
            "La séance est passée.",
            ["feedback"],
        ),
    ],
)
def test_the_page_says_where_the_family_stands_and_offers_what_it_may_do(
    client, clock, situation, title, summary, said_of_the_date, acts
):
    answer = page_of(client, enrolment_in(situation, clock))

    assert answer.status_code == 200
    assert title_and_summary(answer) == [title, summary]
    assert badge(answer) == said_of_the_date
    assert [name for name in buttons(answer) if name not in {"send_data", "erase"}] == acts


@pytest.mark.parametrize("situation", EVERY_SITUATION)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_other_languages_too(client, clock, language, direction, situation):
    answer = page_of(client, enrolment_in(situation, clock), f"/{language}")

    html = BeautifulSoup(answer.content, "html.parser").html
    assert answer.status_code == 200
    assert (html["lang"], html.get("dir", "ltr")) == (language, direction)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("language", ["/en", "/ar"])
def test_an_act_in_another_language_leads_to_the_page_in_that_language(client, language):
    address = f"{language}/inscriptions/{confirmed().token}/"

    answer = client.post(address, {"action": "cancel"})

    assert (answer.status_code, answer["Location"]) == (303, address)
    assert Registration.objects.get().status == Status.CANCELLED


@pytest.mark.parametrize("situation", EVERY_SITUATION)
def test_reading_never_changes_anything(client, clock, situation):
    """Not even with the fields of an act in the address, nor when an offer's time is over: mail scanners look."""
    enrolment = enrolment_in(situation, clock)
    clock.shift(timedelta(hours=1))
    before = all_rows("privacy")

    pages = [f"{lang}/inscriptions/{enrolment.token}/" for lang in ("", "/en", "/ar")]
    queries = [{}, *({"action": name, "adults": 2, "children": 0} for name in ACTS)]
    statuses = {
        ask(f"{page}{below}", query).status_code
        for ask in (client.get, client.head)
        for page in pages
        for below in ("", "donnees.json", "rappels/")
        for query in queries
    }

    assert statuses == {200}
    assert all_rows("privacy") == before


def test_reading_after_the_deadline_does_not_take_the_place_away(client, clock):
    enrolment = offered()
    clock.shift(timedelta(hours=49))
    before = all_rows()

    page_of(client, enrolment)

    assert all_rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("below", ["", "donnees.json", "rappels/"])
def test_no_other_method_is_taken(client, method, below):
    enrolment = confirmed()
    before = all_rows()

    answer = getattr(client, method)(f"/inscriptions/{enrolment.token}/{below}", {"action": "cancel"})

    assert answer.status_code == 405
    assert all_rows() == before


def test_the_data_are_only_read(client):
    enrolment = confirmed()

    assert client.post(f"/inscriptions/{enrolment.token}/donnees.json").status_code == 405


@pytest.mark.parametrize(
    ("situation", "shown"),
    [(confirmed, True), (waiting, False), (offered, False), (cancelled, False), (over, False)],
)
def test_the_link_to_join_is_for_those_who_have_their_places(client, clock, situation, shown):
    enrolment = enrolment_in(situation, clock)
    Session.objects.update(join_url="https://visio.example.org/salle")

    pages = [page_of(client, enrolment, language).content.decode() for language in ("", "/en", "/ar")]

    assert ["https://visio.example.org/salle" in page for page in pages] == [shown] * 3


def test_what_was_asked_for_is_shown(client):
    session = saturday()
    party = booking.Party(1, 1, ["interpreter", "hearing_loop", "other"], "tr", "Une chaise haute.")
    contact = booking.Contact(name="Camille", email="camille@demo.test")
    enrolment = booking.register(session, contact=contact, party=party).enrolment

    page = words(main_of(page_of(client, enrolment)))

    assert "Demandé : Interprète (turc), Boucle magnétique, Autre chose" in page
    assert f"Votre code {enrolment.code}" in page


def test_a_course_is_one_page_with_all_its_dates(client):
    enrolment = registered(course()[0], heads=2).enrolment

    page = main_of(page_of(client, enrolment))

    assert len(page.find_all("h1")) == 1
    assert len(page.select(".slip")) == 1
    assert [words(date.select_one(".fact__main")) for date in page.select(".slip__date")] == [
        "samedi 13 mars 2027 de 11 h à 13 h",
        "samedi 20 mars 2027 de 11 h à 13 h",
        "samedi 27 mars 2027 de 11 h à 13 h",
    ]
    assert [words(each) for each in page.select(".badge")] == ["Vos 2 places sont confirmées."] * 3


@pytest.mark.parametrize("below", ["", "donnees.json", "rappels/"])
@pytest.mark.parametrize("language", ["", "/en", "/ar"])
def test_every_address_of_a_family_is_kept_by_nobody(client, language, below):
    enrolment = confirmed()

    answer = client.get(f"{language}/inscriptions/{enrolment.token}/{below}")

    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies


def test_a_page_takes_as_many_queries_for_three_dates_as_for_one(client):
    one, three = confirmed(), registered(course()[0], heads=2).enrolment
    page_of(client, one)

    assert queries_for(client, three) == queries_for(client, one)


def queries_for(client, enrolment):
    with CaptureQueriesContext(connection) as captured:
        page_of(client, enrolment)
    return len(captured)

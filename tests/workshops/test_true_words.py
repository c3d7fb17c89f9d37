"""What pages and messages say of a session is true in each of its states."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from outbox.models import Message
from tests.factories import SessionFactory, UserFactory, registered
from tests.workshops.offices import desk, plain, read
from tests.workshops.situations import page_of
from workshops import scheduling

pytestmark = pytest.mark.django_db

SEE_OR_CANCEL, SEE = "Voir ou annuler notre inscription", "Revoir cette inscription"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("trait", "leaf", "hours"), [({}, 0, 1), ({"cancelled": True}, 1, 1), ({"postponed": True}, 1, 0)]
)
def test_a_session_without_a_date_has_its_old_one_struck_and_no_hours(client, trait, leaf, hours):
    page = client.get(SessionFactory(**trait).get_absolute_url())

    main = BeautifulSoup(page.content, "html.parser").main
    assert len(main.select(".leaf--big.leaf--off")) == leaf
    assert len(main.select(".ticket time")) == hours


@pytest.mark.parametrize(("act", "button"), [(scheduling.cancel, SEE), (scheduling.postpone, SEE_OR_CANCEL)])
def test_the_mail_of_a_change_offers_to_cancel_what_can_be_cancelled(act, button):
    session = SessionFactory()
    registered(session, email="camille@demo.test")

    act(session, reason="La salle est fermée.", by=None)

    message = Message.objects.get(kind="session_changed")
    other = ({SEE, SEE_OR_CANCEL} - {button}).pop()
    for words in (message.text, message.html):
        assert (button in words, other in words) == (True, False)


def test_a_registered_family_is_not_told_that_it_gets_the_link_when_it_registers(client):
    session = SessionFactory(venue=None, territory=None, join_url="https://visio.example/parents")

    pages = [client.get(session.get_absolute_url()), page_of(client, registered(session).enrolment)]

    assert ["Vous recevez le lien" in page.content.decode() for page in pages] == [True, False]


@pytest.mark.parametrize(("trait", "words"), [({"draft": True}, "Rien encore"), ({}, "Il reste 10 places")])
def test_the_team_reads_of_a_draft_that_families_read_nothing(trait, words):
    session = SessionFactory(**trait)

    page = desk(UserFactory(administrator=True)).get(f"/admin/seances/inspect/{session.pk}/").content.decode()

    label = BeautifulSoup(page, "html.parser").find("dt", string="Ce que lisent les familles")
    assert plain(label.find_next("dd").get_text()).startswith(words)


@pytest.mark.parametrize(
    ("full", "words"), [(False, "La famille est inscrite."), (True, "La famille est sur la liste d’attente.")]
)
def test_who_registers_a_family_reads_whether_it_has_a_place(full, words):
    form = {
        "name": "Camille",
        "email": "camille@demo.test",
        "adults": 1,
        "children": 0,
        "language": "fr",
        "agreed": "on",
    }

    answer = desk(UserFactory(administrator=True)).post(
        f"/admin/seances/register/{SessionFactory(full=full).pk}/", form
    )

    assert read(answer) == [words]

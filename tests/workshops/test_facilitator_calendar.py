"""A facilitator's page: the secret address of their sessions, made and made anew by a button."""

import pytest

from tests.factories import UserFactory
from workshops.models import FacilitatorCalendar

pytestmark = pytest.mark.django_db
PATH = "/animation/agenda/"


@pytest.fixture
def facilitator(client):
    user = UserFactory(facilitator=True)
    client.force_login(user)
    return user


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get(PATH).headers["Location"] == f"/compte/login/?next={PATH}"


def test_nothing_is_made_by_looking(client, facilitator):
    answer = client.get(PATH)

    assert "Créer mon adresse" in answer.content.decode()
    assert FacilitatorCalendar.objects.count() == 0


def test_a_button_makes_the_address_and_makes_it_anew(client, facilitator, settings):
    settings.BASE_URL = "https://parents.example"
    tokens = []
    for _time in range(2):
        assert client.post(PATH).status_code == 303
        tokens.append(FacilitatorCalendar.objects.get().token)

    page = client.get(PATH)

    assert tokens[0] != tokens[1]
    assert f'href="webcal://parents.example/animation/{tokens[1]}.ics"' in page.content.decode()
    assert tokens[0] not in page.content.decode()


def test_the_page_is_kept_by_no_cache_and_each_has_their_own(client, facilitator):
    other = FacilitatorCalendar.renew(UserFactory())

    answer = client.get(PATH)

    assert other.token not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_account_leads_there(client, facilitator):
    assert f'href="{PATH}"' in client.get("/compte/").content.decode()

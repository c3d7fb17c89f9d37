"""A family that waits is offered a place when another cancels, and says yes: 320 px, without JavaScript."""

import json

import pytest

from tests.journeys import places
from tests.journeys.inspection import SMALLEST, sticking_out

pytestmark = pytest.mark.browser

#: What a thumb needs, in CSS pixels (WCAG 2.2, 2.5.5).
THUMB = 44
#: The last session to come whose places one family can take, with a few days to answer an offer.
SESSION = """
import json
from datetime import timedelta
from django.utils import timezone
from workshops.models import Session
soon = timezone.now() + timedelta(days=3)
rows = Session.objects.public().filter(starts_at__gt=soon, course=None, capacity__lte=40).order_by("starts_at")
session = [row for row in rows if row.registration == "open" and not row.families_waiting][-1]
print(json.dumps({"form": f"/seances/{session.ref}/inscription/", "places": session.places_left}))
"""


@pytest.fixture
def first_family(served_site):
    """It has taken every place that was left: ``{"form", "page"}``, paths of the form and of its own page."""
    found = json.loads(served_site.manage("shell", "--no-imports", "-c", SESSION))
    adults = min(found["places"], 20)
    answer = places.register(
        served_site, found["form"], adults=str(adults), children=str(found["places"] - adults)
    )
    return {"form": found["form"], "page": answer.headers["Location"]}


def test_a_family_that_waits_says_yes_to_the_place_that_another_gives_back(
    served_site, first_family, page_at
):
    with page_at(SMALLEST) as page:
        page.goto(first_family["form"])
        page.get_by_label("Votre nom").fill("Charlie")
        page.get_by_label("Téléphone").fill("06 12 34 98 11")
        page.get_by_role("button", name="Nous mettre sur la liste d’attente").click()
        assert page.locator("h1").inner_text() == "Vous êtes sur la liste d’attente"
        assert "numéro 1" in page.locator(".badge").inner_text()

        served_site.post(first_family["page"], {"action": "cancel"})
        page.reload()

        yes = page.get_by_role("button", name="Oui, nous venons")
        no = page.get_by_role("link", name="Non, donnez-la à d’autres")
        assert "il y a de la place pour vous" in page.locator("h1").inner_text()
        assert "Nous la gardons jusqu’au" in page.locator(".page-header__summary").inner_text()
        assert [button.bounding_box()["height"] >= THUMB for button in (yes, no)] == [True, True]
        assert yes.bounding_box()["y"] < no.bounding_box()["y"] < page.locator(".slip").bounding_box()["y"]
        assert sticking_out(page) == []

        yes.click()

        assert "C’est noté, nous vous attendons" in page.locator("h1").inner_text()
        assert page.get_by_role("button", name="Oui, nous venons").count() == 0
        assert page.context.cookies() == []

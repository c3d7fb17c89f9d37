"""A parent on a phone, 320 px wide, without JavaScript: finds, registers, keeps the date, cancels."""

import re
from datetime import UTC

import icalendar
import pytest

from tests.journeys import places

pytestmark = pytest.mark.browser


def calendar_event(page, path):
    """The only event of a calendar of the site."""
    answer = page.request.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    return event


def test_a_family_finds_a_session_registers_keeps_the_date_and_cancels(page_at):
    with page_at(320) as page:
        page.goto("/")
        page.get_by_label("Votre commune ou votre code postal").fill("Épinal")
        page.get_by_role("button", name="Trouver un atelier").click()
        places.roomiest(page).get_by_role("link").click()
        session_address = page.url
        title = page.locator("h1").inner_text()
        event = calendar_event(page, session_address.rstrip("/") + ".ics")
        page.get_by_role("link", name="Inscrire ma famille").click()

        page.get_by_role("button", name="Inscrire ma famille").click()
        assert page.get_by_role("alert").or_(page.locator(".error-summary")).count() == 1
        page.get_by_label("Votre nom").fill("Camille")
        page.get_by_label("Adresse e-mail").fill("camille.journal@demo.test")
        page.get_by_label("Enfants", exact=True).fill("1")
        page.get_by_role("button", name="Inscrire ma famille").click()

        assert re.search(r"/inscriptions/[\w-]{20,}/$", page.url)
        assert "C’est noté" in page.locator("h1").inner_text()
        assert "1 adulte et 1 enfant" in page.locator("main").inner_text()
        assert str(event["SUMMARY"]) == title
        assert event["UID"]

        page.get_by_text("Nous ne pouvons pas venir").click()
        page.get_by_role("button", name="Oui, annuler notre inscription").click()
        assert "annulée" in page.locator("main").inner_text().lower()
        assert page.context.cookies() == []


def test_a_postal_code_that_42_communes_share_finds_the_sessions_around_them(page_at):
    with page_at(320) as page:
        page.goto("/agenda/")
        page.get_by_label("Votre commune ou votre code postal").fill("88500")
        page.get_by_role("button", name="Chercher").click()

        assert "Mirecourt" in page.locator(".session").first.inner_text()
        assert page.get_by_text("42 communes ont ce code postal").count() == 1
        page.get_by_text("42 communes ont ce code postal").click()
        page.get_by_role("link", name="Mirecourt", exact=True).click()
        assert "commune=88304" in page.url
        assert "Mirecourt" in page.locator(".session").first.inner_text()


def test_in_guadeloupe_the_hour_is_that_of_guadeloupe_on_the_page_and_in_the_calendar(page_at):
    with page_at(320) as page:
        page.goto("/agenda/?territoire=guadeloupe")
        places.roomiest(page).get_by_role("link").click()

        words = page.locator("main").inner_text().replace("\u00a0", " ")
        event = calendar_event(page, page.url.rstrip("/") + ".ics")
        start = event["DTSTART"].dt
        assert event["DTSTART"].params["TZID"] == "America/Guadeloupe"
        assert start.utcoffset().total_seconds() == -4 * 3600
        hour = f"{start.hour} h" + (f" {start.minute:02}" if start.minute else "")
        assert f"de {hour} à" in words
        assert "heure de Guadeloupe" in words
        assert start.astimezone(UTC).hour == (start.hour + 4) % 24

"""A parent with a telephone and no e-mail address, 320 px wide, without JavaScript: the code of the slip is enough."""

import re

import pytest

from tests.journeys import places
from tests.journeys.inspection import SMALLEST, sticking_out

pytestmark = pytest.mark.browser


def open_session(page):
    """The path of a session of the agenda with places."""
    page.goto("/agenda/")
    return places.roomiest(page).get_by_role("link").get_attribute("href")


def read_aloud(code):
    """As one types what one was told: « k7pt3qxm » for « K7PT-3QXM »."""
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", code)
    return code.lower().replace("-", "")


def words(page):
    return " ".join(page.locator("main").inner_text().split())


def test_a_family_finds_its_registration_by_its_code_changes_it_and_cancels(page_at):
    with page_at(SMALLEST) as page:
        page.goto(open_session(page))
        page.get_by_role("link", name="Inscrire ma famille").click()
        page.get_by_label("Votre nom").fill("Dominique")
        page.get_by_label("Téléphone").fill("06 12 34 98 01")
        page.get_by_label("Enfants", exact=True).fill("1")
        page.get_by_role("button", name="Inscrire ma famille").click()
        assert "C’est noté, nous vous attendons !" in words(page)
        its_page, code = page.url, page.locator(".slip__code").inner_text()

        page.goto("/inscriptions/")
        page.get_by_label("Votre code").fill(read_aloud(code))
        page.locator("form", has=page.get_by_role("button", name="Voir notre inscription")).get_by_label(
            "Téléphone ou adresse e-mail"
        ).fill("0612349801")
        page.get_by_role("button", name="Voir notre inscription").click()
        assert page.url == its_page

        page.get_by_text("Changer le nombre ou les besoins").click()
        page.get_by_label("Adultes").fill("2")
        page.get_by_label("Enfants", exact=True).fill("0")
        page.get_by_role("button", name="Enregistrer").click()
        assert page.url == its_page
        assert "Vous serez 2 adultes Votre code" in words(page)

        page.get_by_text("Nous ne pouvons pas venir").click()
        page.get_by_role("button", name="Oui, annuler notre inscription").click()
        assert "Votre inscription est annulée" in page.locator("h1").inner_text()
        assert page.context.cookies() == []


def test_a_wrong_telephone_opens_nothing(page_at):
    with page_at(SMALLEST) as page:
        page.goto(f"{open_session(page)}inscription/")
        page.get_by_label("Votre nom").fill("Dominique")
        page.get_by_label("Téléphone").fill("06 12 34 98 02")
        page.get_by_role("button", name="Inscrire ma famille").click()
        code = page.locator(".slip__code").inner_text()

        page.goto("/inscriptions/")
        page.get_by_label("Votre code").fill(read_aloud(code))
        form = page.locator("form", has=page.get_by_role("button", name="Voir notre inscription"))
        form.get_by_label("Téléphone ou adresse e-mail").fill("06 12 34 98 03")
        page.get_by_role("button", name="Voir notre inscription").click()

        assert page.url.endswith("/inscriptions/")
        assert "Nous ne trouvons pas d’inscription avec ce code et ce contact." in words(page)
        assert page.get_by_label("Votre code").input_value() == read_aloud(code)


def test_the_same_in_arabic_from_right_to_left(page_at):
    """By position: whoever tests this need not read Arabic."""
    with page_at(SMALLEST, language="ar") as page:
        page.goto(f"/ar{open_session(page)}inscription/")
        check_arabic(page)
        page.locator("#id_name").fill("دومينيك")
        page.locator("#id_phone").fill("06 12 34 98 04")
        page.locator("#id_children").fill("1")
        page.locator("main form button[type=submit]").click()
        check_arabic(page)
        its_page, code = page.url, page.locator(".slip__code").inner_text()
        assert "/ar/inscriptions/" in its_page

        page.goto("/ar/inscriptions/")
        check_arabic(page)
        by_code = page.locator("main form").first
        by_code.locator("input[name=code]").fill(read_aloud(code))
        by_code.locator("input[name=contact]").fill("0612349804")
        by_code.locator("button[type=submit]").click()
        assert page.url == its_page

        change = page.locator("main details").first
        change.locator("summary").click()
        change.locator("#id_adults").fill("2")
        change.locator("#id_children").fill("0")
        check_arabic(page)
        change.locator("button[type=submit]").click()
        assert page.url == its_page
        assert page.locator("#id_adults").input_value() == "2"

        page.locator("main a[href$='/annuler/']").click()
        check_arabic(page)
        page.locator("main form button[type=submit]").click()
        assert page.url == its_page
        assert page.locator(".badge--off").count() == 1
        check_arabic(page)
        assert page.context.cookies() == []


def check_arabic(page):
    """The page reads from right to left, and nothing sticks out of it."""
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    assert sticking_out(page) == []

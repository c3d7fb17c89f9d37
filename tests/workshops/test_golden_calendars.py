"""The calendars we give are these, byte for byte."""

from datetime import UTC, datetime

import pytest

from tests.ical import rules
from tests.workshops import golden_calendars as golden

pytestmark = pytest.mark.no_database
NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_public_site(settings):
    settings.BASE_URL = golden.SITE


@pytest.mark.parametrize("name", golden.cases())
def test_a_calendar_is_the_one_that_was_read_and_agreed(name):
    assert golden.written(golden.cases()[name]) == golden.path(name).read_bytes()


@pytest.mark.parametrize("name", golden.cases())
def test_what_was_agreed_keeps_every_rule(name):
    assert rules.broken(golden.path(name).read_bytes(), kind="feed", now=NOW) == []


def test_no_file_is_left_that_nothing_is_compared_with():
    assert {file.stem for file in golden.FOLDER.glob("*.ics")} == set(golden.cases())


def test_accents_and_emoji_are_folded_at_75_octets_between_characters():
    lines = golden.path("accents-and-emoji").read_bytes().split(b"\r\n")

    assert max(map(len, lines)) in {72, 73, 74, 75}
    assert [line for line in lines if "\ufffd" in line.decode("utf-8", "replace")] == []


def test_a_description_of_five_thousand_characters_is_whole():
    unfolded = golden.path("long-description").read_bytes().decode().replace("\r\n ", "")
    (description,) = [line for line in unfolded.split("\r\n") if line.startswith("DESCRIPTION")]

    assert len(description) > 5_000
    assert golden.LONG.strip().replace("\n", "\\n").replace(";", "\\;").replace(",", "\\,") in description

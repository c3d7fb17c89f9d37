"""Dates and hours in words."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from content.dates import Span, date_words, duration_words, hour_words, local_instant, parse_date

pytestmark = pytest.mark.no_database


def plain(text):
    return text.replace("\u00a0", " ")


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


def test_a_french_date_and_its_hours():
    span = Span(utc(2027, 3, 13, 8, 30), utc(2027, 3, 13, 10, 30), "Europe/Paris")

    assert plain(span.full) == "samedi 13 mars 2027 de 9 h 30 à 11 h 30"


def test_the_first_of_the_month_and_round_hours():
    span = Span(utc(2027, 5, 1, 7), utc(2027, 5, 1, 9), "Europe/Paris")

    assert plain(span.full) == "samedi 1er mai 2027 de 9 h à 11 h"


def test_guadeloupe_says_whose_hour_it_is():
    span = Span(utc(2027, 1, 30, 13), utc(2027, 1, 30, 16), "America/Guadeloupe")

    assert plain(span.full) == "samedi 30 janvier 2027 de 9 h à 12 h (heure de Guadeloupe)"


def test_on_line_the_hour_elsewhere_is_said_too():
    span = Span(utc(2027, 1, 20, 19, 30), utc(2027, 1, 20, 21), "Europe/Paris")

    assert [plain(words) for words in span.elsewhere] == ["de 15 h 30 à 17 h (heure de Guadeloupe)"]


def test_hours_no_break_before_and_after_the_h():
    assert hour_words(time(9, 5)) == "9\u00a0h\u00a005"


def test_other_languages_have_their_own_way():
    with translation.override("en"):
        assert date_words(date(2027, 3, 1)) == "Monday 1 March 2027"
        assert hour_words(time(9, 5)) == "9:05"
    with translation.override("ar"):
        assert "2027" in date_words(date(2027, 3, 1))


def test_durations():
    assert [plain(duration_words(minutes)) for minutes in (45, 60, 90, 120)] == [
        "45 min",
        "1 h",
        "1 h 30",
        "2 h",
    ]


@pytest.mark.parametrize("text", ["2027-02-31", "31/12/2027", "", "2027-13-01", "demain", "20270231"])
def test_what_is_no_date_of_the_calendar_is_none(text):
    assert parse_date(text) is None


def test_local_hours_become_instants():
    assert local_instant(date(2027, 1, 13), time(9), "America/Guadeloupe") == utc(2027, 1, 13, 13)
    assert local_instant(date(2027, 7, 13), time(9), "Europe/Paris") == utc(2027, 7, 13, 7)


def test_an_hour_that_clocks_skip_is_refused():
    with pytest.raises(ValueError, match="heure d’été"):
        local_instant(date(2027, 3, 28), time(2, 30), "Europe/Paris")


def test_an_hour_that_clocks_show_twice_is_the_first():
    assert local_instant(date(2027, 10, 31), time(2, 30), "Europe/Paris") == utc(2027, 10, 31, 0, 30)

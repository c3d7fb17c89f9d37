"""French spaces that must not break."""

import pytest

from content.typography import no_break

pytestmark = pytest.mark.no_database


def test_spaces_before_high_punctuation_and_in_quotation_marks_do_not_break():
    assert no_break("Écrans : « stop » ou encore ?") == "Écrans\u00a0: «\u00a0stop\u00a0» ou encore\u00a0?"


def test_other_spaces_stay():
    assert no_break("12:30 à la maison, http://exemple.fr") == "12:30 à la maison, http://exemple.fr"

"""Each rule of ``tests.ical.rules`` lets good calendars pass and finds what breaks it."""

import random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.ical import rules, samples
from tests.ical.mutations import checked, contents, exchanges, frames, hours
from tests.ical.samples import NOW

pytestmark = pytest.mark.no_database

MUTATIONS = [mutation for table in (frames, hours, contents, exchanges) for mutation in table.MUTATIONS]
BASES = {
    "feed": samples.FEED,
    "empty feed": samples.EMPTY,
    "file": samples.FILE,
    "own": samples.OWN,
    "invitation": samples.INVITATION,
    "cancellation": samples.CANCELLATION,
}


@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
def test_a_good_calendar_breaks_no_rule(base):
    assert checked(samples.wire(base), base) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.id)
def test_a_rule_finds_what_breaks_it_and_no_other_rule_does(mutation):
    assert rules.codes(mutation.find()) == {mutation.code, *mutation.others}


def test_every_rule_has_its_proof():
    assert {mutation.code for mutation in MUTATIONS} == rules.RULES.keys()


def test_every_rule_of_our_sections_is_written():
    last = {"B": 10, "S": 10, "E": 8, "D": 13, "T": 17, "V": 6, "F": 5, "I": 6, "M": 5, "X": 6, "H": 12}

    assert rules.RULES.keys() == {
        f"{section}{number:02}" for section, count in last.items() for number in range(1, count + 1)
    }


@pytest.mark.parametrize(
    ("text", "method"), [(samples.INVITATION, "REQUEST"), (samples.CANCELLATION, "CANCEL")]
)
def test_a_good_mail_breaks_no_rule(text, method):
    assert rules.broken_mail(samples.mail(text, method), now=NOW) == []


def test_a_later_version_that_was_revised_as_it_should_breaks_no_rule():
    moved = (
        samples.FEED.replace("20270201T120005Z", "20270202T080000Z")
        .replace("SEQUENCE:0\nDTSTART;", "SEQUENCE:1\nDTSTART;")
        .replace("20270313T", "20270314T")
    )

    for after in (samples.FEED, moved):
        assert rules.broken_between(samples.wire(samples.FEED), samples.wire(after), now=NOW) == []


def test_an_event_may_leave_thirty_days_after_its_end():
    after = samples.FEED.replace(samples.IN_EPINAL, "")

    found = rules.broken_between(samples.wire(samples.FEED), samples.wire(after), now=NOW.replace(month=5))

    assert found == []


def test_the_same_session_may_be_told_in_several_languages():
    in_english = samples.FILE.replace("parents.example/seances", "parents.example/en/seances")

    assert (
        rules.broken_across([samples.wire(text) for text in (samples.FEED, samples.FILE, in_english)]) == []
    )


def test_what_is_expected_is_not_unexpected():
    assert exchanges.truth("what is", exchanges.TRUE).find() == []


@pytest.mark.parametrize(("url", "is_personal"), [(samples.URL, False), (samples.PERSONAL_URL, True)])
def test_a_good_server_breaks_no_rule(url, is_personal):
    robots = "User-agent: *\nDisallow: /admin/\n"

    assert rules.broken_http(samples.serve, url, is_personal=is_personal, robots=robots) == []


def test_a_kind_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="leaflet"):
        rules.broken(b"", kind="leaflet")


@effort(max_examples=100, deadline=None)
@given(
    st.binary() | st.text().map(str.encode), st.sampled_from(sorted(BASES)), st.randoms(use_true_random=False)
)
def test_whatever_the_bytes_the_rules_answer(noise, name, draw):
    content = samples.wire(BASES[name])
    first, last = sorted(draw.randrange(len(content)) for _ in range(2))
    torn = content[:first] + noise + content[min(last, first + 40) :]

    for given_bytes in (noise, torn):
        assert all(finding[:3] in rules.RULES for finding in checked(given_bytes, BASES[name], secrets=["a"]))
        rules.broken_between(content, given_bytes, now=NOW)
        rules.broken_across([content, given_bytes])


ODD_VALUES = [
    "",
    "-",
    "00000101T000000",
    "99991231T235959",
    "99991231T235959Z",
    "20270313",
    "+9959",
    "-0000",
    "P9W",
]
ODD_VALUES += [
    "P999999W",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=SECONDLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "1e9;-1",
]
ODD_VALUES += [
    "https://[::1",
    "http://:99999999/",
    "mailto:@",
    "\\",
    "Europe/../..",
    "\u0660",
    "9" * 5000,
    "geo:,",
    "a,,b;",
]


@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
def test_whatever_the_values_the_rules_answer(base):
    lines, draw = base.splitlines(), random.Random(11)

    for value in ODD_VALUES:
        for old in draw.sample(range(len(lines)), 10):
            odd = "\n".join([*lines[:old], lines[old].rpartition(":")[0] + f":{value}", *lines[old + 1 :]])
            assert rules.codes(checked(samples.wire(odd), base)) <= rules.RULES.keys()


def test_shuffled_lines_raise_nothing():
    lines, draw = samples.FEED.splitlines(), random.Random(7)

    for _ in range(50):
        draw.shuffle(lines)
        assert "S01" in rules.codes(checked(samples.wire("\n".join(lines)), samples.FEED))

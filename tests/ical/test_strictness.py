"""That the readers of calendars are as strict as they claim, go by the file alone, and are heard when they disagree."""

import json
from datetime import UTC, datetime

import pytest
from icalendar import Timezone

from territories.zones import GUADELOUPE, PARIS
from tests import tree
from tests.ical import libical, readers
from tests.ical.readings import Absent, Refused
from tests.workshops.calendars import HOUR, at, feed_of, file_of, session
from workshops import calendar

pytestmark = pytest.mark.no_database


def with_fault(right, wrong):
    """The plain calendar with ``wrong`` in the place of ``right``, which stands there."""
    content = file_of(session())
    assert right in content
    return content.replace(right, wrong)


def test_a_reader_goes_by_the_zone_of_the_file_and_not_by_this_machine_s(read):
    in_april = file_of(at(datetime(2027, 4, 15, 8, 0, tzinfo=UTC)))
    late_onset = in_april.replace(b"RRULE:FREQ=YEARLY;BYMONTH=3", b"RRULE:FREQ=YEARLY;BYMONTH=5")
    in_guadeloupe = file_of(at(datetime(2027, 4, 15, 8, 0, tzinfo=UTC), GUADELOUPE))
    further_west = in_guadeloupe.replace(b"-0400", b"-0500")

    found = [
        read(content)[0].start for content in (in_april, late_onset, in_guadeloupe, further_west, in_april)
    ]

    assert [start.hour for start in found] == [8, 9, 8, 9, 8]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(b"STATUS:CONFIRMED", b"STATUS CONFIRMED", id="a line without a colon"),
        pytest.param(b"END:VEVENT\r\n", b"", id="an event that has no end"),
        pytest.param(b"TZID:Europe/Paris", b"TZID:Europe/Rome", id="a zone that is not described"),
        pytest.param("é".encode(), b"\xe9", id="another encoding"),
        pytest.param(
            b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", id="two"
        ),
    ],
)
def test_a_reader_refuses_what_is_no_calendar(right, wrong, read):
    with pytest.raises(Refused):
        read(with_fault(right, wrong))


def test_a_reader_does_not_take_nothing_or_an_event_alone_for_an_empty_calendar(read):
    for content in (b"", calendar.event(session())):
        with pytest.raises(Refused):
            read(content)


@pytest.mark.parametrize(
    ("read", "right", "wrong"),
    [
        pytest.param("vobject", b"DTSTAMP:20270201T120005Z\r\n", b"", id="vobject: what must be there"),
        pytest.param("ics", b"VERSION:2.0\r\n", b"", id="ics: its warnings"),
        pytest.param("libical", b"GEO:48.174389;-6.45", b"GEO:48,174389", id="libical: X-LIC-ERROR"),
        pytest.param("libical", b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE", id="libical: RFC 5546's tables"),
        pytest.param(
            *("ical.js", b"DTSTAMP:20270201T120005Z", b"DTSTAMP:2027-02-01"),
            id="ical.js: any value of the wrong shape",
            marks=pytest.mark.browser,
        ),
    ],
    indirect=["read"],
)
def test_a_reader_takes_its_own_warnings_for_errors(read, right, wrong):
    with pytest.raises(Refused):
        read(with_fault(right, wrong))


# Together -------------------------------------------------------------------------------------


@pytest.mark.parametrize("browser", [False, pytest.param(True, marks=pytest.mark.browser)])
def test_readers_that_agree_give_what_they_read(browser):
    sessions = [at(datetime(2027, 7, 15, 10, 0, tzinfo=UTC) + n * HOUR) for n in range(3)]

    found = readers.agree(feed_of(sessions, name="Agenda"), browser=browser)

    assert [(reading.uid, reading.start, reading.end) for reading in found] == [
        (str(session.uid), session.starts_at, session.ends_at) for session in sessions
    ]


def test_readers_that_disagree_are_heard():
    content = file_of(at(datetime(2027, 7, 15, 10, 0, tzinfo=UTC)))
    ours = calendar.VTIMEZONES[PARIS].replace("\n", "\r\n").encode()
    theirs = Timezone.from_tzid(PARIS)
    theirs.pop("COMMENT")  # libical allows none there
    lists_of_dates = content.replace(ours, theirs.to_ical())

    # Why ours has rules: of a list of RDATEs vobject makes another hour.
    assert [readers.READERS[name](lists_of_dates)[0].start.hour for name in ("vobject", "ics")] == [11, 10]
    with pytest.raises(AssertionError, match="ics and vobject disagree"):
        readers.agree(lists_of_dates)


def test_readers_do_without_one_that_is_absent(monkeypatch):
    monkeypatch.setattr(libical, "LIBRARY", "libical.so.0")
    monkeypatch.delenv("ALL_READERS", raising=False)

    assert [reading.uid for reading in readers.agree(file_of(session()))] == [
        "0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111"
    ]


@pytest.mark.parametrize(
    ("module", "attribute", "gone"),
    [(readers, "vobject", None), (readers, "ics", None), (libical, "LIBRARY", "libical.so.0")],
    ids=readers.AT_HAND,
)
def test_an_absent_reader_is_a_failure_where_all_are_needed(module, attribute, gone, monkeypatch, request):
    monkeypatch.setattr(module, attribute, gone)
    monkeypatch.setenv("ALL_READERS", "1")

    with pytest.raises(Absent, match=f"^{request.node.callspec.id} is not here"):
        readers.agree(file_of(session()))


def test_ical_js_is_the_one_that_package_json_names():
    named = json.loads((tree.ROOT / "package.json").read_text())["devDependencies"]["ical.js"]

    assert (tree.ROOT / "tests/vendor/ical.js").read_text().startswith(f"/*! ical.js {named} */\n")

"""D: dates and time zones."""

from tests.ical.mutations import add, edit
from tests.ical.samples import FILE, GUADELOUPE, IN_EPINAL, PARIS

START, END = "DTSTART;TZID=Europe/Paris:20270313T093000", "DTEND;TZID=Europe/Paris:20270313T113000"
IN_NEW_YORK = "America/New_York"
DAYLIGHT = PARIS[PARIS.index("BEGIN:DAYLIGHT") : PARIS.index("BEGIN:STANDARD")]
STANDARD = GUADELOUPE[GUADELOUPE.index("BEGIN:STANDARD") : GUADELOUPE.index("END:VTIMEZONE")]
#: The rule that icalendar 7.3.0 wrote as lists of dates.
BY_DATES = "RDATE:20260329T020000,20270328T020000,20280326T020000,20290325T020000"


def _on(start, end):
    return f"DTSTART;TZID=Europe/Paris:{start}\nDTEND;TZID=Europe/Paris:{end}"


DATES = [
    edit("D01", "floating", START, "DTSTART:20270313T093000", base=FILE, others={"D02", "D12"}),
    edit("D01", "no date at all", START, "DTSTART;TZID=Europe/Paris:20270230T093000"),
    edit("D01", "none", f"{START}\n", ""),
    edit("D02", "no end", f"{END}\n", ""),
    edit("D02", "an end and a duration", END, f"{END}\nDURATION:PT2H"),
    edit("D02", "before it starts", END, END.replace("113000", "090000")),
    edit("D02", "a date", END, "DTEND;VALUE=DATE:20270314", others={"D12"}),
    edit("D02", "no time at all", "DURATION:PT1H30M", "DURATION:PT0S"),
    edit("D02", "a length that is none", "DURATION:PT1H30M", "DURATION:1H30"),
    edit("D10", "an hour that does not exist", f"{START}\n{END}", _on("20270328T023000", "20270328T043000")),
    edit("D10", "an hour that exists twice", f"{START}\n{END}", _on("20271031T003000", "20271031T023000")),
    edit("D11", "a year of the past", "20270715T193000", "19270715T193000"),
    edit("D11", "two months long", END, END.replace("0313", "0513")),
    edit("D12", "two zones", END, END.replace("Europe/Paris", "America/Guadeloupe")),
    edit("D12", "a zone and UTC", END, "DTEND:20270313T103000Z"),
]
ZONES = [
    edit("D03", "on a UTC value", START, f"{START}Z"),
    edit("D03", "TZID=UTC", START, START.replace("Europe/Paris", "UTC"), others={"D04", "D12"}),
    edit("D03", "on a stamp", "CREATED:", "CREATED;TZID=Europe/Paris:", others={"E07"}),
    edit("D04", "none", PARIS, "", base=FILE),
    edit("D04", "twice", PARIS, PARIS * 2),
    edit("D04", "unused", PARIS, GUADELOUPE + PARIS, base=FILE),
    edit("D05", "after the events", PARIS + IN_EPINAL, IN_EPINAL + PARIS, base=FILE),
    edit("D06", "a link of tzdata", "Guadeloupe:2027", "Martinique:2027", others={"D04"}),
    edit("D06", "a leading slash", "TZID:Europe/Paris", "TZID:/Europe/Paris", others={"D04", "D13"}),
    add("D06", "on an exception", "EXDATE;TZID=Europe/Berlin:20270320T093000", others={"D04", "T17"}),
    edit("D07", "no offset to", "TZOFFSETTO:-0400\n", "", others={"D08"}),
    edit("D07", "no observance", STANDARD, "", others={"D08", "D09"}),
    edit("D07", "an onset in UTC", "DTSTART:19700101T000000", "DTSTART:19700101T000000Z"),
    edit("D07", "−0000", "TZOFFSETFROM:-0400", "TZOFFSETFROM:-0000", others={"D08"}),
    edit("D08", "onsets an hour late", "19700329T020000", "19700329T030000"),
    edit("D08", "a Sunday too early", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=10;BYDAY=3SU"),
    edit("D08", "no summer", DAYLIGHT, ""),
    edit("D08", "a wrong offset", "TZOFFSETTO:-0400", "TZOFFSETTO:-0300"),
    edit("D09", "dates for a rule", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", BY_DATES),
    edit("D09", "dates beside a rule", "TZNAME:CEST", f"{BY_DATES}\nTZNAME:CEST"),
    edit("D09", "two DAYLIGHT", DAYLIGHT, DAYLIGHT * 2),
    edit("D09", "no BYDAY", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=10;BYMONTHDAY=31", others={"D08"}),
    edit("D13", "another zone", "X-WR-TIMEZONE:Europe/Paris", f"X-WR-TIMEZONE:{IN_NEW_YORK}"),
    edit("D13", "the offset of nowhere", "X-WR-TIMEZONE:Europe/Paris", "X-WR-TIMEZONE:GMT+1"),
]
MUTATIONS = [*DATES, *ZONES]

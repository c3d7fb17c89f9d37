"""J. Two versions of one feed, several exports of one session, a feed and what is known to be true."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.ical.documents import Document
from tests.ical.moments import end_of, moment
from tests.ical.rules.identity import sequence
from tests.ical.rules.registry import rule
from tests.ical.rules.wording import split

#: How long after its end an event may leave the feed.
KEPT = timedelta(days=30)
_STAMPS = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"}
_LANGUAGE = re.compile(r"^/[a-z]{2}(-[a-z]+)?(?=/.)")


@dataclass(frozen=True)
class Pair:
    before: Document
    after: Document
    now: datetime

    def kept(self):
        """(event, its later version): matched by UID and RECURRENCE-ID."""
        later = {_key(event): event for event in self.after.events}
        return [(event, later[_key(event)]) for event in self.before.events if _key(event) in later]

    def gone(self):
        later = {_key(event) for event in self.after.events}
        return [event for event in self.before.events if _key(event) not in later]


@dataclass(frozen=True)
class Expectation:
    document: Document
    expected: list[dict]


@rule(
    "X01", "no event has vanished (cancelled ones stay) unless it ended more than 30 days ago", subject="pair"
)
def keeps_its_events(pair):
    for event in pair.gone():
        end = end_of(event)
        # A whole day is over when its midnight is, in UTC: a day more or less does not count here.
        ended = (end.instant or end.local.replace(tzinfo=pair.now.tzinfo)) if end else None
        if ended is None or ended + KEPT > pair.now:
            yield f"{event.value('UID')} has vanished"


@rule(
    "X02",
    "SEQUENCE never decreases; it increases when date, recurrence or STATUS changes",
    subject="pair",
)
def counts_its_revisions(pair):
    for before, after in pair.kept():
        first, second = sequence(before) or 0, sequence(after) or 0
        if second < first:
            yield f"{after.value('UID')}: SEQUENCE went back from {first} to {second}"
        elif second == first and _date_and_state(before) != _date_and_state(after):
            yield f"{after.value('UID')}: SEQUENCE stayed {first} at a change of date or state"


@rule("X03", "LAST-MODIFIED and DTSTAMP move forward when an event changed, never back", subject="pair")
def dates_its_revisions(pair):
    for before, after in pair.kept():
        for name in ("LAST-MODIFIED", "DTSTAMP"):
            first, second = (moment(event.first(name)) for event in (before, after))
            if not first or not second:
                continue
            if second.local < first.local:
                yield f"{after.value('UID')}: {name} went back"
            elif second.local == first.local and _content(before) != _content(after):
                yield f"{after.value('UID')}: {name} stayed at a change"


@rule("X04", "an event whose content did not change is identical to its previous version", subject="pair")
def leaves_the_unchanged_alone(pair):
    for before, after in pair.kept():
        if _content(before) == _content(after) and _sources(before) != _sources(after):
            changed = sorted({line.split(":")[0] for line in set(_sources(before)) ^ set(_sources(after))})
            yield f"{after.value('UID')} did not change, and {', '.join(changed) or 'the order'} did"
    uids = {event.value("URL"): event.value("UID") for event in pair.after.events}
    for event in pair.gone():
        if (url := event.value("URL")) in uids:
            yield f"{url} had the UID {event.value('UID')} and has {uids[url]}"


@rule("X05", "the same session has the same UID, start, end and SEQUENCE in every export", subject="exports")
def says_the_same_everywhere(documents):
    told = defaultdict(set)
    for document in documents:
        for event in document.events:
            start, end = moment(event.first("DTSTART")), end_of(event)
            times = [read and (read.instant or (read.form, read.local)) for read in (start, end)]
            told[_page(event.value("URL"))].add((event.value("UID"), *times, event.value("SEQUENCE")))
    for page, versions in sorted(told.items()):
        if page and len(versions) > 1:
            yield f"{page} is told in {len(versions)} ways: {sorted(map(str, versions))}"


@rule(
    "X06",
    "events are exactly those expected (uid, start, end, summary, status, location)",
    subject="expectation",
)
def says_what_is_true(given):
    written = {event.value("UID"): event for event in given.document.events}
    wanted = {str(event["uid"]): event for event in given.expected}
    for uid in sorted(wanted.keys() - written.keys()):
        yield f"{uid} is missing"
    for uid in sorted(written.keys() - wanted.keys()):
        yield f"{uid} is not expected"
    for uid in sorted(written.keys() & wanted.keys()):
        found = _told(written[uid])
        for name, value in wanted[uid].items():
            if name != "uid" and found[name] != value:
                yield f"{uid}: {name} is {found[name]!r}, not {value!r}"


def _told(event):
    start, end = moment(event.first("DTSTART")), end_of(event)
    return {
        "start": start and start.instant,
        "end": end and end.instant,
        "summary": event.text("SUMMARY"),
        "status": event.value("STATUS"),
        "location": event.text("LOCATION"),
        "url": event.value("URL"),
    }


def _key(event):
    return event.value("UID"), event.value("RECURRENCE-ID")


def _sources(event):
    return [found.source for component in event.walk() for found in component.properties]


def _content(event):
    """What a reader would call the event: all but its stamps, in any order."""
    found = [one for component in event.walk() for one in component.properties if one.name not in _STAMPS]
    return sorted(one.source for one in found)


def _date_and_state(event):
    """Instants, so that the same hour written in another zone is no change."""
    start, end = moment(event.first("DTSTART")), end_of(event)
    times = [read and (read.instant or read) for read in (start, end)]
    return times, [found.source for found in event.all("RRULE", "RDATE", "EXDATE", "STATUS")]


def _page(url):
    """The address of a session's page, whatever the language it is read in."""
    address = split(url)
    return f"{address.netloc}{_LANGUAGE.sub('', address.path)}" if address else ""

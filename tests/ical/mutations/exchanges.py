"""I, J, K: mails, versions and exports, servers."""

from datetime import UTC, datetime, timedelta

from tests.ical import rules, samples
from tests.ical.mutations import Mutation, changed
from tests.ical.samples import CANCELLATION, FEED, FILE, IN_EPINAL, INVITATION, NOW, PERSONAL_URL, URL, Answer

LATER = NOW + timedelta(days=1)
STAMP = "DTSTAMP:20270201T120005Z\nCREATED:20270104T090000Z\nLAST-MODIFIED:20270201T120005Z\nSEQUENCE:0\n"


def letter(code, title, change, *, text=INVITATION, others=()):
    """A mail that went through ``change``."""

    def find():
        message = samples.mail(text)
        change(message)
        return rules.broken_mail(message, now=NOW)

    return Mutation(code, title, find, frozenset(others))


def alternatives(message):
    (container,) = [part for part in message.walk() if part.get_content_type() == "multipart/alternative"]
    return container


def calendar_part(message):
    return alternatives(message).get_payload()[-1]


def not_encoded(message):
    part = calendar_part(message)
    part.replace_header("Content-Transfer-Encoding", "8bit")
    part.set_payload(samples.wire(INVITATION).decode("ascii", "surrogateescape"))


def joined(message):
    return message.get_payload()[-1]


def later(code, title, *edits, before=FEED, now=LATER, others=()):
    """A second version of a feed, in which each (old, new) of ``edits`` was changed."""
    after = before
    for old, new in edits:
        after = changed(after, old, new)
    pair = samples.wire(before), samples.wire(after)
    return Mutation(code, title, lambda: rules.broken_between(*pair, now=now), frozenset(others))


def revised(sequence, stamp="20270202T080000Z"):
    """The stamps of the first event after a revision."""
    stamps = STAMP.replace("20270201T120005Z", stamp)
    return STAMP, stamps.replace("SEQUENCE:0", f"SEQUENCE:{sequence}")


def told(code, title, old, new):
    """Two exports of the same session, one of which says ``new`` for ``old``."""
    exports = [samples.wire(FEED), samples.wire(changed(FILE, old, new))]
    return Mutation(code, title, lambda: rules.broken_across(exports))


#: What stands in FILE.
TRUE = {
    "uid": "0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111",
    "start": datetime(2027, 3, 13, 8, 30, tzinfo=UTC),
    "end": datetime(2027, 3, 13, 10, 30, tzinfo=UTC),
    "summary": "Le téléphone de mon enfant",
    "status": "CONFIRMED",
    "location": "Médiathèque, 1 rue de la Paix, 88000 Épinal",
}
ACCENTED = "inline; filename=\"s.ics\"; filename*=UTF-8''s%C3%A9ance"


def truth(title, *expected):
    """FILE held against what is expected."""
    return Mutation("X06", title, lambda: rules.unexpected(samples.wire(FILE), list(expected)))


def server(code, title, change, *, url=URL, others=(), **options):
    """A server whose answers go through ``change(answer, url, headers, method)``."""

    def get(url, headers, method="GET"):
        return change(samples.serve(url, headers, method), url, headers, method)

    return Mutation(code, title, lambda: rules.broken_http(get, url, **options), frozenset(others))


def headers(code, title, *, url=URL, others=(), **told):
    """A server whose answers say other headers."""
    is_personal = url == PERSONAL_URL

    def change(answer, *_):
        return answer.with_headers(**told)

    return server(code, title, change, url=url, others=others, is_personal=is_personal)


def deaf(*names):
    """A server that does not hear these headers."""

    def change(_answer, url, headers, method):
        return samples.serve(
            url, {name: value for name, value in headers.items() if name not in names}, method
        )

    return change


def moody(condition):
    """A server that says something else where ``condition(headers, method)`` holds."""

    def change(answer, url, headers, method):
        return (
            Answer(answer.status, answer.headers, b"BEGIN:VCALENDAR\r\n")
            if condition(headers, method)
            else answer
        )

    return change


def known_by(name):
    """A server that says 304 to whatever stands in that header (and hears If-None-Match first)."""

    def change(answer, _url, headers, _method):
        is_heard = name in headers and (name == "If-None-Match" or "If-None-Match" not in headers)
        return Answer(304, answer.headers) if is_heard else answer

    return change


def head_of_another_size(answer, _url, _headers, method):
    return answer.with_headers(content_length="0") if method == "HEAD" else answer


def dates_only(_answer, url, headers, method):
    """If-Modified-Since wins over If-None-Match."""
    is_dated = "If-Modified-Since" in headers
    kept = {name: value for name, value in headers.items() if not is_dated or name != "If-None-Match"}
    return samples.serve(url, kept, method)


def counted():
    """A server whose every answer says its own number."""
    numbers = iter(range(1000))
    return lambda answer, *_: answer.with_headers(ETag=f'"{next(numbers)}"')


MAILS = [
    letter("M01", "another charset", lambda m: calendar_part(m).set_param("charset", "us-ascii")),
    letter("M01", "another method", lambda m: calendar_part(m).set_param("method", "CANCEL")),
    letter("M01", "no method", lambda m: calendar_part(m).del_param("method")),
    letter("M01", "no calendar", lambda m: alternatives(m).get_payload().pop(), others={"M02", "M04", "M05"}),
    letter("M01", "a method of CANCEL", lambda m: None, text=CANCELLATION),
    letter("M02", "the calendar first", lambda m: alternatives(m).get_payload().reverse()),
    letter("M02", "no HTML", lambda m: alternatives(m).get_payload().pop(1)),
    letter(
        "M03", "an attachment", lambda m: calendar_part(m).add_header("Content-Disposition", "attachment")
    ),
    letter("M03", "8bit", not_encoded),
    letter("M04", "no file", lambda m: m.get_payload().pop()),
    letter(
        "M04", "another name", lambda m: joined(m).set_param("filename", "seance.txt", "Content-Disposition")
    ),
    letter(
        "M04",
        "other bytes",
        lambda m: joined(m).set_content(
            samples.wire(FILE),
            maintype="application",
            subtype="ics",
            filename="seance.ics",
            disposition="attachment",
        ),
    ),
    letter("M05", "two recipients", lambda m: m.replace_header("To", f"{samples.OWNER}, autre@demo.test")),
    letter("M05", "another recipient", lambda m: m.replace_header("To", "autre@demo.test"), others={"V02"}),
    letter("M05", "another sender", lambda m: m.replace_header("From", "autre@demo.test"), others={"V02"}),
]
COMPARISONS = [
    later("X01", "a cancelled event is gone", (samples.IN_GUADELOUPE, "")),
    later("X01", "gone after 29 days", (IN_EPINAL, ""), now=datetime(2027, 4, 11, tzinfo=UTC)),
    later("X02", "back", ("SEQUENCE:2\n", "SEQUENCE:1\n"), others={"X04"}),
    later(
        "X02",
        "a new hour",
        revised(0),
        ("DTEND;TZID=Europe/Paris:20270313T113000", "DTEND;TZID=Europe/Paris:20270313T120000"),
    ),
    later("X02", "a new state", revised(0), ("STATUS:CONFIRMED", "STATUS:TENTATIVE")),
    later("X03", "a change without a date", ("SUMMARY;LANGUAGE=fr:Le", "SUMMARY;LANGUAGE=fr:Régler le")),
    later("X03", "back", revised(0, "20270110T080000Z"), ("LANGUAGE=fr:Le", "LANGUAGE=fr:Régler le")),
    later("X04", "a date without a change", revised(0)),
    later("X04", "another order", ("STATUS:CONFIRMED\nTRANSP:OPAQUE\n", "TRANSP:OPAQUE\nSTATUS:CONFIRMED\n")),
    later("X04", "a new UID", ("UID:0f5a", "UID:1f5a"), others={"X01"}),
    told("X05", "another UID", "UID:0f5a", "UID:1f5a"),
    told("X05", "another end", "20270313T113000", "20270313T123000"),
    told("X05", "another revision", "SEQUENCE:0", "SEQUENCE:1"),
    truth("one too many"),
    truth("one missing", TRUE, TRUE | {"uid": "1"}),
    truth("an hour late", TRUE | {"start": datetime(2027, 3, 13, 9, 30, tzinfo=UTC)}),
    truth("another end", TRUE | {"end": datetime(2027, 3, 13, 11, 30, tzinfo=UTC)}),
    truth("another place", TRUE | {"location": "Épinal"}),
    truth("another state", TRUE | {"status": "CANCELLED"}),
    truth("another summary", TRUE | {"summary": "Le téléphone"}),
]
ANSWERS = [
    server("H01", "a login page", lambda a, *_: Answer(302, a.headers) if a.status == 200 else a),
    server("H01", "a page", lambda a, *_: Answer(a.status, a.headers, a.body and b"<!doctype html>")),
    headers("H02", "another type", content_type="text/plain; charset=utf-8"),
    headers("H02", "no charset", content_type="text/calendar"),
    headers("H02", "a method", content_type="text/calendar; charset=utf-8; method=PUBLISH"),
    headers("H03", "a feed to save", content_disposition='attachment; filename="agenda.ics"'),
    headers("H03", "another name", content_disposition='inline; filename="agenda"'),
    headers("H03", "accents", content_disposition='inline; filename="séance.ics"'),
    headers(
        "H03", "accents not encoded", content_disposition='inline; filename="s.ics"; filename*=séance.ics'
    ),
    server(
        "H03", "a file without a name", lambda a, *_: a.with_headers(Content_Disposition=None), is_feed=False
    ),
    headers("H03", "an accented name of no calendar", content_disposition=ACCENTED),
    headers("H04", "no tag", etag=None),
    headers("H04", "a tag without quotes", etag="abc", others={"H05"}),
    headers("H04", "no date", last_modified=None),
    headers("H04", "a date of the future", last_modified="Fri, 01 Jan 2100 00:00:00 GMT", others={"H06"}),
    server("H05", "deaf to tags", deaf("If-None-Match"), others={"H06"}),
    server("H05", "304 without its tag", lambda a, *_: a.with_headers(ETag=None) if a.status == 304 else a),
    server("H05", "any tag is its own", known_by("If-None-Match"), others={"H06"}),
    server("H06", "any date is its own", known_by("If-Modified-Since")),
    server("H06", "deaf to dates", deaf("If-Modified-Since")),
    server("H06", "a date wins over a tag", dates_only),
    server("H07", "HEAD refused", lambda a, u, h, method: Answer(405, a.headers) if method == "HEAD" else a),
    server("H07", "HEAD with a body", moody(lambda _headers, method: method == "HEAD")),
    server("H07", "HEAD without a tag", lambda a, u, h, m: a.with_headers(ETag=None) if m == "HEAD" else a),
    server(
        "H08", "a page for who accepts one", moody(lambda headers, _m: headers.get("Accept") == "text/html")
    ),
    server(
        "H08", "another one for Google", moody(lambda headers, _m: "Google" in headers.get("User-Agent", ""))
    ),
    server("H08", "another one when packed", moody(lambda headers, _m: "Accept-Encoding" in headers)),
    server("H07", "HEAD of another size", head_of_another_size),
    server("H09", "a new tag each time", counted(), others={"H05", "H07"}),
    headers("H10", "a cookie", set_cookie="sessionid=1"),
    headers("H10", "a public feed that none may keep", cache_control="no-store"),
    headers("H10", "a personal feed that all may keep", url=PERSONAL_URL, cache_control="public"),
    headers("H10", "a personal feed that is indexed", url=PERSONAL_URL, x_robots_tag=None),
    headers("H10", "a personal feed that says where it was", url=PERSONAL_URL, referrer_policy="origin"),
    server("H11", "forbidden", lambda answer, *_: answer, robots="User-agent: *\nDisallow: /agenda.ics"),
    server(
        "H11", "a long address", lambda _a, _u, h, m: samples.serve(URL, h, m), url=f"{URL}?q={'a' * 256}"
    ),
    server(
        "H12",
        "any token",
        lambda _a, _u, h, m: samples.serve(PERSONAL_URL, h, m),
        url=PERSONAL_URL,
        is_personal=True,
    ),
    server(
        "H12",
        "a redirection",
        lambda a, *_: a if a.status != 404 else Answer(302, a.headers),
        url=PERSONAL_URL,
        is_personal=True,
    ),
]
MUTATIONS = [*MAILS, *COMPARISONS, *ANSWERS]

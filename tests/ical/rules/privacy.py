"""F. Privacy and secrets (RFC 5545 §7, RFC 7986 §7)."""

import re
from urllib.parse import parse_qsl, unquote

from tests.ical.documents import decoded
from tests.ical.rules.registry import FEED, INVITATION, OWN, PUBLIC, rule
from tests.ical.rules.wording import addresses_of, is_public_host, mail_addresses_of, split

#: Query keys under which a secret stands.
SECRET_KEYS = {"key", "token", "access_token", "pwd", "password", "passcode", "secret", "cle", "jeton"}
#: What families, facilitators and staff reach by a link or a sign-in of their own.
_PERSONAL_PATH = re.compile(r"/(inscriptions|animation)/[^/?#]+")
_MEETING = re.compile(
    r"(^|\.)(zoom\.us|zoom\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|meet\.jit\.si|8x8\.vc"
    r"|webex\.com|whereby\.com|gotomeeting\.com|gotomeet\.me|livestorm\.co|bigbluebutton\.org|framatalk\.org"
    r"|webconf\.numerique\.gouv\.fr|visio\.numerique\.gouv\.fr)$"
    r"|(^|[.-])(visio|jitsi|bbb|webconf|visioconference)\d*[.-]"
)


@rule("V01", "public output: no ATTENDEE, no e-mail address outside the allow-list, no tel:", kinds=PUBLIC)
def names_nobody(reading):
    for found in reading.document.properties:
        if found.name == "ATTENDEE":
            yield f"line {found.line} is an ATTENDEE"
        if re.search(r"\btel:\s*\+?\d", _shown(found), re.IGNORECASE):
            yield f"line {found.line}: {found.name} holds a telephone number"
    yield from _strangers(reading, reading.allowed)


@rule("V02", "personal output: no e-mail address but the owner's and the allow-list", kinds={OWN, INVITATION})
def names_its_owner_only(reading):
    yield from _strangers(reading, [reading.owner, *reading.allowed])


@rule(
    "V03", "no URL with a token, key, password or personal path; in public no join link of a meeting service"
)
def gives_no_way_in(reading):
    is_public = reading.kind in PUBLIC
    meetings = {address.hostname for found, address in _addresses(reading) if _is_join_link(found, address)}
    for found, address in _addresses(reading):
        is_join_link = address.hostname in meetings
        if _PERSONAL_PATH.search(address.path):
            yield f"line {found.line}: {found.name} gives the personal path {address.path}"
        if is_public and is_join_link:
            yield f"line {found.line}: {found.name} gives the join link of {address.hostname}"
        # The link of a meeting may carry its password: its families are those who read it.
        keys = {key.lower() for key, _value in parse_qsl(f"{address.query}&{address.fragment}")}
        if keys & SECRET_KEYS and (is_public or not is_join_link):
            yield f"line {found.line}: {found.name} gives {', '.join(sorted(keys & SECRET_KEYS))}"


@rule("V04", "no secret string anywhere in the body")
def keeps_secrets(reading):
    for line in reading.document.lines:
        shown = {line.text, decoded(line.text), unquote(decoded(line.text))}
        for secret in reading.secrets:
            if secret and any(secret in text for text in shown):
                # The secret itself stays out of the report.
                yield f"line {line.number} holds a secret of {len(secret)} characters"


@rule("V05", "links are https, on public hosts (no http:, localhost, private address, /admin/)")
def links_to_public_pages(reading):
    for found, address in _addresses(reading):
        if address.scheme != "https":
            yield f"line {found.line}: {found.name} links by {address.scheme}:"
        if not is_public_host(address.hostname or ""):
            yield f"line {found.line}: {found.name} links to {address.hostname!r}"
        if re.search(r"/admin(/|$)", address.path):
            yield f"line {found.line}: {found.name} links to {address.path}"


@rule("V06", "no VALARM in a public feed", kinds={FEED})
def rings_nobody(reading):
    for component in reading.document.components:
        if component.name == "VALARM":
            yield f"line {component.line} is an alarm"


def _shown(found):
    """A property as read: its parameters, then its value."""
    parameters = " ".join(entry for _name, entries in found.parameters for entry in entries)
    return f"{parameters} {found.text}"


def _strangers(reading, known):
    """Where a mail address stands that is none of ``known``. A UID may look like one: E03 has its word on it."""
    known = {address.lower() for address in known}
    for found in reading.document.properties:
        if found.name not in {"UID", "RELATED-TO"}:
            for address in sorted(mail_addresses_of(_shown(found)) - known):
                yield f"line {found.line}: {found.name} holds {address}"


def _addresses(reading):
    """(property, address split) for every web address, wherever it stands."""
    for found in reading.document.properties:
        for text in addresses_of(_shown(found)):
            if address := split(text):
                yield found, address


def _is_join_link(found, address):
    return found.name == "CONFERENCE" or bool(_MEETING.search((address.hostname or "").lower()))

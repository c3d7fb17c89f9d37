"""A returned mail → which message came back, and why. Knows no database.

Reports of RFC 3464 are read here. Those in words alone (Exim, qmail and others) are recognized by
flufl.bounce, which Mailman's authors keep up; either way nothing is noted unless the ``Message-ID`` of a
message of ours stands in the mail that came back. What neither reads is left to a person.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from uuid import UUID

from flufl.bounce import scan_message

from . import statuses

KEY = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@"
#: Its local part is the key of the row: see ``mail.compose``.
OUR_MESSAGE_ID = re.compile(rf"\b{KEY}", re.IGNORECASE)
#: Where a mail is quoted in another: at the beginning of a line, below the other's own headers.
QUOTED_MESSAGE_ID = re.compile(rf"^[> \t]*Message-ID:\s*<?{KEY}", re.IGNORECASE | re.MULTILINE)
STATUS = "message/delivery-status"
RETURNED = {"message/rfc822", "message/global"}
RETURNED_HEADERS = {"text/rfc822-headers", "message/global-headers"}
ORIGINAL = ("Original-Message-ID", "X-Original-Message-ID", "References", "In-Reply-To")
RECIPIENTS = ("Original-Recipient", "Final-Recipient")


class NotAReportError(Exception):
    """The mail says nothing of the delivery of another."""


@dataclass(frozen=True)
class Report:
    """What became of a mail: ``is_failure`` for good, and the ``key`` of its row, None when it is not ours.

    ``status``: the code that says why, "" without one. ``recipients``: whom it did not reach, in lower case.
    """

    is_failure: bool
    key: UUID | None
    status: str = ""
    recipients: frozenset = frozenset()

    def says_nobody_is_at(self, address):
        """Whether the address does not exist: not where it is another's, to which it had forwarded the mail."""
        is_theirs = not self.recipients or not address or address.casefold() in self.recipients
        return self.is_failure and is_theirs and statuses.is_nobody(self.status)


def read(content):
    """The ``Report`` in a mail (bytes). ``NotAReportError`` for any other mail, and for garbage."""
    try:
        mail = message_from_bytes(content)
        parts = _parts(mail)
        return _in_words(mail, content) if parts is None else _in_parts(mail, parts)
    except NotAReportError:
        raise
    except Exception as error:  # anybody may write to the address, and the parser trusts them all
        raise NotAReportError from error


def _in_parts(mail, parts):
    failed = [block for block in parts[STATUS].get_payload() if _action(block) == "failed"]
    return Report(
        is_failure=bool(failed),
        key=_key(mail, parts),
        status=_worst([_status(block) for block in failed]),
        recipients=frozenset(
            str(value).rpartition(";")[2].strip(" <>").casefold()
            for block in failed
            for name in RECIPIENTS
            for value in block.get_all(name, [])
        ),
    )


def _in_words(mail, content):
    failed = scan_message(mail)
    _headers, _blank, body = content.decode("latin-1").replace("\r\n", "\n").partition("\n\n")
    quoted = QUOTED_MESSAGE_ID.search(body)
    if not failed or not quoted:
        raise NotAReportError
    return Report(
        is_failure=True,
        key=UUID(quoted[1]),
        status=_worst(statuses.ENHANCED.findall(body[: quoted.start()])),
        recipients=frozenset(parseaddr(address.decode())[1].casefold() for address in failed),
    )


def _parts(mail):
    """Of the report: wherever it is, since a list or a filter may have wrapped it."""
    for part in mail.walk():
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            parts = {inner.get_content_type(): inner for inner in reversed(part.get_payload())}
            if STATUS in parts:
                return parts
    return None


def _action(block):
    """RFC 3464 §2.3.3: failed, delayed, delivered, relayed or expanded."""
    said = str(block["Action"]).split()
    return said[0].lower() if said else ""


def _status(block):
    """Its own code; where that says nothing (5.0.0), the one in the server's words."""
    own, of_server = (statuses.enhanced(str(block.get(name, ""))) for name in ("Status", "Diagnostic-Code"))
    return of_server if of_server and (not own or own.endswith(".0.0")) else own


def _worst(found):
    """One code for several: the first that leaves hope, if any does."""
    return next((status for status in found if not statuses.is_nobody(status)), found[0] if found else "")


def _key(mail, parts):
    """By the returned mail itself; only where it has no Message-ID, by what the report says of it."""
    returned = _returned(parts)
    if returned is not None and returned["Message-ID"]:
        said = [returned["Message-ID"]]
    else:
        holders = [*parts[STATUS].get_payload(), mail]
        said = [value for name in ORIGINAL for holder in holders for value in holder.get_all(name, [])]
    found = [key for value in said for key in OUR_MESSAGE_ID.findall(str(value))[-1:]]
    return UUID(found[0]) if found else None


def _returned(parts):
    """The mail that came back, or what is left of it: its headers."""
    for kind, part in parts.items():
        if kind in RETURNED and part.is_multipart():
            return part.get_payload()[0]
        if kind in RETURNED_HEADERS:
            return message_from_bytes(part.get_payload(decode=True))
    return None

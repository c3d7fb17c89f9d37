"""A delivery report, as mail servers send it (RFC 3464) → which message came back. Knows no database."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from uuid import UUID

#: Its local part is the key of the row: see ``mail.compose``.
OUR_MESSAGE_ID = re.compile(r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
STATUS = "message/delivery-status"
RETURNED = {"message/rfc822", "message/global"}
RETURNED_HEADERS = {"text/rfc822-headers", "message/global-headers"}
ORIGINAL = ("Original-Message-ID", "X-Original-Message-ID", "References", "In-Reply-To")


class NotAReportError(Exception):
    """The mail says nothing of the delivery of another."""


@dataclass(frozen=True)
class Report:
    """What became of a mail: ``is_failure`` for good, and the ``key`` of its row, None when it is not ours."""

    is_failure: bool
    key: UUID | None


def read(content):
    """The ``Report`` in a mail (bytes). ``NotAReportError`` for any other mail, and for garbage."""
    try:
        mail = message_from_bytes(content)
        parts = _parts(mail)
        return Report(is_failure="failed" in _actions(parts), key=_key(mail, parts))
    except NotAReportError:
        raise
    except Exception as error:  # anybody may write to the address, and the parser trusts them all
        raise NotAReportError from error


def _parts(mail):
    """Of the report: wherever it is, since a list or a filter may have wrapped it."""
    for part in mail.walk():
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            parts = {inner.get_content_type(): inner for inner in reversed(part.get_payload())}
            if STATUS in parts:
                return parts
    raise NotAReportError


def _actions(parts):
    """RFC 3464 §2.3.3: failed, delayed, delivered, relayed or expanded, for each recipient."""
    said = [str(block["Action"]).split() for block in parts[STATUS].get_payload()]
    return {words[0].lower() for words in said if words}


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

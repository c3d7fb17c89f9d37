"""Delivery reports, as mail servers send them back (RFC 3464)."""

from textwrap import dedent

START = """\
    From: MAILER-DAEMON@mx.example
    To: ne-pas-repondre@parents.example
    Subject: Undelivered Mail Returned to Sender
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="=_cut"
    {headers}
    """
EXPLAINED = """\
    Content-Type: text/plain; charset=utf-8

    I could not deliver your mail to famille@courriel.example.
    """
STATUS = """\
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example

    Final-Recipient: rfc822; famille@courriel.example
    Action: {action}
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 famille@courriel.example: no such user
    """
RETURNED = """\
    Content-Type: message/rfc822

    Message-ID: <{key}@parents.example>
    From: ne-pas-repondre@parents.example
    To: famille@courriel.example
    Subject: Votre inscription

    Bonjour, à samedi.
    """
RETURNED_HEADERS = """\
    Content-Type: text/rfc822-headers

    Subject: Votre inscription
    Message-Id: <{key}@parents.example>
    """
NOTHING = """\
    Content-Type: text/plain

    Nothing is returned.
    """


def report(key="", *, action="failed", returned=RETURNED, headers="Auto-Submitted: auto-replied"):
    """The bytes of one, about the message ``key``; ``headers``: one more of the report's own."""
    parts = [dedent(part).format(action=action, key=key) for part in (EXPLAINED, STATUS, returned)]
    body = "".join(f"--=_cut\n{part}\n" for part in parts)
    return f"{dedent(START).format(headers=headers)}\n{body}--=_cut--\n".encode()

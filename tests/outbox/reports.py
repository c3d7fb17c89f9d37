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

    Final-Recipient: rfc822; {recipient}
    Action: {action}
    Status: {status}
    Diagnostic-Code: smtp; {said}
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


def report(
    key="",
    *,
    action="failed",
    status="5.1.1",
    said="550 5.1.1 famille@courriel.example: no such user",
    recipient="famille@courriel.example",
    returned=RETURNED,
    headers="Auto-Submitted: auto-replied",
):
    """The bytes of one, about the message ``key``. ``status``: its code, ``said``: the server's words,
    ``recipient``: whom it did not reach, ``headers``: one more of the report's own.
    """
    facts = {"action": action, "key": key, "status": status, "said": said, "recipient": recipient}
    parts = [dedent(part).format(**facts) for part in (EXPLAINED, STATUS, returned)]
    body = "".join(f"--=_cut\n{part}\n" for part in parts)
    return f"{dedent(START).format(headers=headers)}\n{body}--=_cut--\n".encode()


QUOTED = """\
Return-path: <ne-pas-repondre@parents.example>
Received: from [192.0.2.5] (helo=parents.example) by mx.example with esmtp
Message-ID: <{key}@parents.example>
From: ne-pas-repondre@parents.example
To: famille@courriel.example
Subject: Votre inscription

Bonjour, à samedi.
"""
EXIM = """\
X-Failed-Recipients: famille@courriel.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: ne-pas-repondre@parents.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  famille@courriel.example
    SMTP error from remote mail server after RCPT TO:<famille@courriel.example>:
    {said}

------ This is a copy of the message, including all the headers. ------

"""
QMAIL = """\
From: MAILER-DAEMON@mx.example
To: ne-pas-repondre@parents.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<famille@courriel.example>:
Remote host said: {said}

--- Below this line is a copy of the message.

"""


def in_words(kind, key, said):
    """The bytes of a report without a part for machines: ``kind``, then the mail that came back."""
    return (kind.format(said=said) + QUOTED.format(key=key)).encode()

"""Puts messages in the outbox, and puts back those that failed. Sends nothing itself."""

import re

from django.utils import timezone

from .models import Message

LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")


def enqueue(
    *,
    kind,
    recipient,
    language,
    subject,
    text,
    html="",
    calendar="",
    calendar_method="",
    cause,
    about="",
    headers=None,
):
    """Write one message in the caller's transaction; the same ``cause`` twice is one message.

    ``kind``: the code of what is said ("confirmation"). ``cause``: what made us write, unique
    for ever ("registered:12:1"). ``about``: what the message is about ("enrolment:12"), by
    which a purge finds it. ``calendar``: an .ics to join; with ``calendar_method`` (REQUEST,
    CANCEL or PUBLISH, equal to its METHOD) mail clients act on it, without they only keep it.
    ``headers``: more mail headers, name to text. Returns the new row, or the one the cause has.
    """
    message, _created = Message.objects.get_or_create(
        cause=cause,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "language": language,
            # A line break in a subject would end the header (and be refused when sent).
            "subject": LINE_BREAKS.sub(" ", subject).strip(),
            "text": text,
            "html": html,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "about": about,
            "headers": headers or {},
        },
    )
    return message


def retry(message):
    """Give a dead letter its tries anew. False when it is no longer one, or has been anonymised."""
    dead = Message.objects.dead_letters().filter(pk=message.pk).exclude(recipient="")
    return bool(dead.update(failed_at=None, attempts=0, next_try_at=timezone.now()))

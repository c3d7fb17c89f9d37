"""Puts messages in the outbox, those that failed back in it, and notes those that came back. Sends nothing."""

import re

from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Message, State, kept_by_default

LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")


def enqueue(*, kind, recipient, language, text, cause, subject="", headers=None, kept_until=None, **more):
    """Write one message in the caller's transaction; the same ``cause`` twice is one message.

    ``kind``: the code of what is said ("confirmation"). ``cause``: what made us write, unique
    for ever ("registered:12:1"). ``headers``: more mail headers, name to text. ``kept_until``: when
    a purge blanks it. Returns the new row, or the one the cause has. ``more``, each a field of
    ``Message`` that may be left out:

    - ``html``: the same words, formatted.
    - ``channel``: SMS; an e-mail without it. ``time_zone``: the reader's own clock, by which a text
      message waits for the day.
    - ``about``: what the message is about ("enrolment:12"), by which a purge finds it.
    - ``is_secret``: whether its words open an account; they are blanked once it has left.
    - ``calendar``: an invitation to join, and ``calendar_method`` (REQUEST, CANCEL or PUBLISH), equal to its METHOD.
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
            "headers": headers or {},
            "kept_until": kept_until or kept_by_default(),
            **more,
        },
    )
    return message


def unclaimed(rows):
    """Those that no other worker is looking at; locked where the database can lock rows."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def can_be_retried(message):
    """Not once its recipient was erased: there is nobody to send it to."""
    return message.state == State.DEAD_LETTER and bool(message.recipient)


def retry(message):
    """Give a dead letter its tries anew. False when it is no longer one, or has been anonymised."""
    dead = Message.objects.dead_letters().filter(pk=message.pk).exclude(recipient="")
    return bool(dead.update(failed_at=None, attempts=0, next_try_at=timezone.now()))


def note_bounce(message, *, status="", address_unknown=True):
    """Note that a message came back. False when it was noted before, or when the message never left.

    ``status``: the code that says why, "" where somebody of the team says it. ``address_unknown``: whether
    nobody is there; nothing is written there any more. What comes back had left, whatever the worker could
    note of it: it is not sent again.
    """
    now = timezone.now()
    had_left = Q(sent_at__isnull=False) | Q(attempts__gt=0)
    new = Message.objects.filter(had_left, pk=message.pk, bounced_at=None)
    noted = new.update(
        bounced_at=now,
        bounce_status=status,
        address_unknown=address_unknown,
        sent_at=Coalesce("sent_at", Value(now)),
        failed_at=None,
        claimed_until=None,
    )
    Message.objects.filter(pk=message.pk).blank_secrets()
    return bool(noted)


def write_again(messages):
    """Take back that nobody is at the addresses of these messages. How many said so; they stay returned."""
    return messages.to_unknown_addresses().update(address_unknown=False)

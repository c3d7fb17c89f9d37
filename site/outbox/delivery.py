"""From a row to the reader: claim, send, note what came of it.

Three steps and two short transactions, so that no lock is held while a mail server thinks.
A worker killed in between leaves a claim that lapses: the message is sent again, never lost.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from .backends import FileTransport, write_file
from .mail import compose
from .models import Message

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
TRIES = 8
BACK_OFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
]


@dataclass(frozen=True)
class Outcome:
    """What came of one try: ``error`` is empty when the message left."""

    message: Message
    error: str = ""


class NotSentError(Exception):
    """The transport took the mail and says it sent none."""


def claim():
    """Take one due message for five minutes, for this worker alone. None when nothing is due.

    The try is counted here and not when it fails: a message that kills its worker would
    otherwise be tried for ever.
    """
    if not Message.objects.due().exists():
        return None
    with transaction.atomic():
        candidates = Message.objects.due()
        if connection.features.has_select_for_update_skip_locked:
            candidates = candidates.select_for_update(skip_locked=True)
        message = candidates.first()
        if message is None:
            return None
        message.claimed_until = timezone.now() + CLAIM
        # The condition decides where rows cannot be locked (SQLite).
        taken = (
            Message.objects.due()
            .order_by()
            .filter(pk=message.pk)
            .update(claimed_until=message.claimed_until, attempts=F("attempts") + 1)
        )
    message.attempts += 1
    return message if taken else None


def attempt(message):
    """Send a claimed message through the transport; whatever happens is an ``Outcome``."""
    if message.attempts > TRIES:
        return Outcome(message, error="ClaimLapsed")
    try:
        _hand_over(compose(message))
    except Exception as error:  # a mail must never stop the mails behind it
        return Outcome(message, error=_describe(error))
    return Outcome(message)


def record(outcome):
    """Note an outcome: sent, to be tried later, or a dead letter after the last try."""
    message, now = outcome.message, timezone.now()
    row = Message.objects.filter(pk=message.pk)
    if not outcome.error:
        row.update(sent_at=now, failed_at=None, claimed_until=None, last_error="")
        return
    logger.warning("message %s: try %s failed: %s", message, message.attempts, outcome.error)
    # Only while the claim is ours: another worker may have taken a lapsed one, and sent it.
    ours = row.waiting().filter(claimed_until=message.claimed_until)
    if message.attempts >= TRIES:
        ours.update(failed_at=now, claimed_until=None, last_error=outcome.error)
    else:
        delay = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
        ours.update(next_try_at=now + delay, claimed_until=None, last_error=outcome.error)


def _hand_over(mail):
    transport = get_connection(settings.OUTBOX_TRANSPORT)
    if not transport.send_messages([mail]):
        raise NotSentError
    if settings.MAIL_DIR and not isinstance(transport, FileTransport):
        _keep_copy(mail)


def _keep_copy(mail):
    """The mail has left: a full disk is no reason to send it again."""
    try:
        write_file(mail)
    except OSError as error:
        logger.warning("no copy of a mail: %s", _describe(error))


def _describe(error):
    """The class of an error and its SMTP code. Its words are left out: servers quote addresses."""
    code = getattr(error, "smtp_code", None)
    if code is None and (refused := getattr(error, "recipients", None)):
        code, _reply = next(iter(refused.values()))
    return f"{type(error).__name__} {code}" if code else type(error).__name__

"""From a row to the reader: claim, send, note what came of it.

Three steps and two short transactions, so that no lock is held while a mail server thinks.
A worker killed in between leaves a claim that lapses: the message is sent again, never lost.
"""

import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import sms, statuses
from .backends import FileTransport, write_file
from .files import only_a_copy
from .hours import next_leave
from .mail import compose
from .models import Channel, Message
from .queue import note_bounce, unclaimed

logger = logging.getLogger(__name__)

TRIES = 8
#: RFC 5321 §4.2.3 and RFC 7504: of a mailbox or of a mail; the other 5yz are about how it was asked.
FOR_GOOD = {550, 551, 552, 553, 554, 556}
#: Texts put off in one statement.
CHUNK = 500
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
    """What came of one try: ``error`` is empty when the message left. ``refusal``: the code of a server that
    will never take it.
    """

    message: Message
    error: str = ""
    refusal: str = ""


class NotSentError(Exception):
    """The transport took the mail and says it sent none."""


def claim(*, after=None):
    """Take one due message for a while, for this worker alone. None when nothing is due.

    ``after``: the channel of the message before. The other one goes first, so that a pile of texts
    on a slow gateway holds up no mail, nor the reverse. Texts due at night are put off on the way.
    """
    while Message.objects.due().exists():
        with transaction.atomic():
            message = _first_due(after)
            if message is None:
                return None
            now = timezone.now()
            if message.channel == Channel.SMS and (leave := next_leave(message.time_zone, now)) > now:
                _put_off(message.time_zone, leave)
            elif _take(message, now):
                return message
    return None


def attempt(message):
    """Send a claimed message by its channel; whatever happens is an ``Outcome``."""
    if message.attempts > TRIES:
        return Outcome(message, error="ClaimLapsed")
    try:
        _hand_over(message)
    except Exception as error:  # a message must never stop those behind it
        return Outcome(message, error=_describe(error), refusal=_refusal(error))
    return Outcome(message)


def record(outcome):
    """Note an outcome: sent, to be tried later, or a dead letter after the last try."""
    message, now = outcome.message, timezone.now()
    row = Message.objects.filter(pk=message.pk)
    if not outcome.error:
        row.update(sent_at=now, failed_at=None, claimed_until=None, last_error="")
        row.blank_secrets()
        return
    logger.warning("message %s: try %s failed: %s", message, message.attempts, outcome.error)
    # Only while the claim is ours: another worker may have taken a lapsed one, and sent it.
    ours = row.waiting().filter(claimed_until=message.claimed_until)
    if outcome.refusal:
        if ours.update(last_error=outcome.error):
            is_nobody = statuses.is_nobody(outcome.refusal)
            note_bounce(message, status=outcome.refusal, address_unknown=is_nobody)
    elif message.attempts >= TRIES:
        ours.update(failed_at=now, claimed_until=None, last_error=outcome.error)
    else:
        delay = BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]
        ours.update(next_try_at=now + delay, claimed_until=None, last_error=outcome.error)


def _first_due(after):
    """The message to take; None when other workers are looking at all that is due."""
    candidates = unclaimed(Message.objects.due())
    return candidates.exclude(channel=after).first() or candidates.first()


def _take(message, now):
    """The try is counted here and not when it fails: a message that kills its worker would
    otherwise be tried for ever. False when another worker was faster.
    """
    message.claimed_until = now + timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
    message.attempts += 1
    # The condition decides where rows cannot be locked (SQLite).
    return (
        Message.objects.due()
        .order_by()
        .filter(pk=message.pk)
        .update(claimed_until=message.claimed_until, attempts=F("attempts") + 1)
    )


def _put_off(time_zone, until):
    """All due texts of one clock at once: however many they are, the next mail is a few queries away."""
    texts = unclaimed(Message.objects.due()).filter(channel=Channel.SMS, time_zone=time_zone)
    keys = list(texts.values_list("pk", flat=True)[:CHUNK])
    Message.objects.filter(pk__in=keys).update(next_try_at=until)


def _hand_over(message):
    if message.channel == Channel.SMS:
        sms.send(message)
    else:
        _send_mail(compose(message))


def _send_mail(mail):
    transport = get_connection(settings.OUTBOX_TRANSPORT)
    if not transport.send_messages([mail]):
        raise NotSentError
    if settings.MAIL_DIR and not isinstance(transport, FileTransport):
        with only_a_copy():
            write_file(mail)


def _refusal(error):
    """The code of a refusal for good, of this recipient or of these words; "" where trying again may help.

    So it may where the server speaks of security or policy (x.7.x): it may mean how we ask, or how often.
    """
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPDataError):
        code, words = error.smtp_code, error.smtp_error
    else:
        return ""
    words = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
    status = statuses.of_reply(code, words)
    return status if code in FOR_GOOD and not re.match(r"\d\.7\.|4", status) else ""


def _describe(error):
    """The class of an error and its code. Its words are left out: servers quote addresses."""
    code = getattr(error, "smtp_code", None) or getattr(error, "status", None)
    if code is None and (refused := getattr(error, "recipients", None)):
        code, _reply = next(iter(refused.values()))
    return f"{type(error).__name__} {code}" if code else type(error).__name__

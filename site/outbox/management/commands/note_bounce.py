"""``manage.py note_bounce``: what a mail server pipes the returned mails to."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from outbox import bounces
from outbox.models import Message
from outbox.queue import note_bounce


class Command(BaseCommand):
    help = (
        "Reads one returned mail or delivery report on its standard input; notes that the message came back."
    )

    def handle(self, **options):
        """One line, and an exit code that a mail server understands: 0 when there is no more to do,
        1 when a person should read the mail, 75 when it is to be given again later.
        """
        try:
            self.stdout.write(_note(sys.stdin.buffer.read()))
        except bounces.NotAReportError:
            raise CommandError("This mail is not a delivery report.") from None
        except Error as error:
            reason = f"The database does not answer ({type(error).__name__})."
            raise CommandError(reason, returncode=os.EX_TEMPFAIL) from None


def _note(content):
    """Note what the mail says; a line that says what was done, without any address."""
    report = bounces.read(content)
    message = report.key and Message.objects.filter(pk=report.key).first()
    if not message:
        raise CommandError("This delivery report is about no message of ours.")
    if not report.is_failure:
        return f"nothing to note: {message} is delayed or arrived"
    is_nobody = report.says_nobody_is_at(message.recipient)
    if note_bounce(message, status=report.status, address_unknown=is_nobody):
        return f"noted: {message} came back{' from where nobody is' if is_nobody else ''}"
    return f"nothing to note: {message} came back before, or never left"

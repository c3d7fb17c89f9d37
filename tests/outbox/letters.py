"""Messages to send, and ways for it to go wrong."""

import os
import signal
import smtplib
import threading
import time

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Locmem
from django.db import connection

from outbox.backends import FileTransport
from outbox.models import Channel
from outbox.queue import enqueue

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Café des parents à Épinal\r\nEND:VCALENDAR\r\n"


def letter(cause="registered:12:1", **fields):
    given = {
        "kind": "confirmation",
        "recipient": "famille@courriel.example",
        "language": "fr",
        "subject": "Votre inscription",
        "text": "Bonjour, à samedi.",
    }
    return enqueue(cause=cause, **given | fields)


def text(cause="registered:12:1:sms", **fields):
    """A ``letter`` that leaves as a text message."""
    given = {"channel": Channel.SMS, "recipient": "+33612345678", "subject": ""}
    return letter(cause, **given | fields)


class RefusingTransport(BaseEmailBackend):
    """A server that knows no such address, and quotes it."""

    def send_messages(self, email_messages):
        refusal = (550, b"no famille@courriel.example here")
        raise smtplib.SMTPRecipientsRefused({"famille@courriel.example": refusal})


class BusyTransport(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPDataError(451, b"famille@courriel.example: try again later")


class SlowFileTransport(FileTransport):
    """Takes its time before and after: a worker is killed with the mail not yet written, or not yet noted."""

    def send_messages(self, email_messages):
        time.sleep(0.01)
        sent = super().send_messages(email_messages)
        time.sleep(0.01)
        return sent


class LazyTransport(BaseEmailBackend):
    """Says that it sent nothing."""

    def send_messages(self, email_messages):
        return 0


class InterruptedTransport(Locmem):
    """The worker is told to stop, twice, while a mail is leaving."""

    def send_messages(self, email_messages):
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        return super().send_messages(email_messages)


class ForgetfulDatabaseTransport(Locmem):
    """The mail leaves, and the database connection is lost at that moment; the next mail is the last."""

    sent = 0

    def send_messages(self, email_messages):
        type(self).sent += 1
        if self.sent == 1:
            connection.connection.close()
        else:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().send_messages(email_messages)


def in_threads(count, work):
    """What ``work`` gave in each of ``count`` threads started together."""
    results, start = [], threading.Barrier(count)

    def run():
        try:
            start.wait()
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class SayingTransport(BaseEmailBackend):
    """A server that refuses as a test has it: ``error``."""

    error = None

    def send_messages(self, email_messages):
        raise self.error

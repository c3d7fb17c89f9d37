"""Two ends of the outbox, as Django mail backends: the way in and a way out."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language

from .files import write
from .queue import enqueue

STAFF = "staff"
OURS = {"message-id", "date", "from"}


class OutboxEmailBackend(BaseEmailBackend):
    """The way in for mails we do not write ourselves (allauth, Wagtail): each becomes a row.

    One row, hence one mail, for each recipient: nobody reads another's address.
    """

    @transaction.atomic
    def send_messages(self, email_messages):
        for mail in email_messages:
            for recipient in dict.fromkeys(mail.recipients()):
                self._enqueue(mail, recipient)
        return len(email_messages)

    def _enqueue(self, mail, recipient):
        text, html = _bodies(mail)
        enqueue(
            kind=STAFF,
            recipient=recipient,
            language=get_language() or settings.LANGUAGE_CODE,
            subject=str(mail.subject),
            text=text,
            html=html,
            cause=f"{STAFF}:{uuid.uuid4()}",
            headers=_headers(mail),
            # What we do not write ourselves may hold a code or a link that opens an account.
            is_secret=True,
            kept_until=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )


def _bodies(mail):
    """The plain and the formatted text of a Django mail. What the outbox cannot carry is refused."""
    alternatives = getattr(mail, "alternatives", [])
    if mail.attachments or any(mimetype != "text/html" for _content, mimetype in alternatives):
        raise ValueError("The outbox carries plain text and HTML only.")
    if mail.content_subtype == "html":
        return strip_tags(mail.body), mail.body
    return mail.body, alternatives[0][0] if alternatives else ""


def _headers(mail):
    headers = {name: str(value) for name, value in mail.extra_headers.items() if name.lower() not in OURS}
    if mail.from_email != settings.DEFAULT_FROM_EMAIL:
        headers["From"] = str(mail.from_email)
    if mail.reply_to:
        headers.setdefault("Reply-To", ", ".join(mail.reply_to))
    return headers


class FileTransport(BaseEmailBackend):
    """A way out without a mail server: every mail is a file in ``MAIL_DIR``."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            write_file(mail)
        return len(email_messages)


def write_file(mail):
    """Write a ``Mail`` to ``MAIL_DIR``; sent again, it takes its own place and makes no second file."""
    write(settings.MAIL_DIR, mail.file_name, mail.message().as_bytes())

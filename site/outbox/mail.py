"""One message row → one e-mail. Knows no database and no transport."""

from email import encoders
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

CALENDAR_FILE = "seance.ics"


class Mail(EmailMultiAlternatives):
    """An e-mail whose calendar parts survive any relay.

    Django writes text parts as 8bit; a calendar must be base64 or quoted-printable, its line
    ends kept (RFC 6047 §2.5), and without a Content-Disposition to be taken as an invitation.
    """

    def message(self):
        mime = super().message()
        for part in mime.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                del part["Content-Transfer-Encoding"]
                part.set_payload(content)
                encoders.encode_base64(part)
        return mime


def compose(message):
    """The ``Mail`` of a ``Message``; the same row always gives the same Message-ID and date."""
    headers = {name: str(value) for name, value in message.headers.items()}
    sender = headers.pop("From", settings.DEFAULT_FROM_EMAIL)
    if settings.REPLY_TO:
        headers.setdefault("Reply-To", settings.REPLY_TO)
    headers |= {
        "Message-ID": f"<{message.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    mail = Mail(message.subject, message.text, sender, [message.recipient], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.calendar_method:
        # Last of the alternatives: clients show the last one they can act on. The same as a file for the others.
        mail.attach_alternative(message.calendar, f"text/calendar; method={message.calendar_method}")
        mail.attach(CALENDAR_FILE, message.calendar.encode(), "application/ics")
    mail.file_name = message.file_name("eml")
    return mail

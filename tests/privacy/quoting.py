"""A mail server that knows nobody, and says whom."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class QuotingTransport(BaseEmailBackend):
    def send_messages(self, email_messages):
        refused = {who: (550, f"no {who} here".encode()) for mail in email_messages for who in mail.to}
        raise smtplib.SMTPRecipientsRefused(refused)

"""Text messages: how they are worded for a phone, and the gateways by which they leave.

A gateway is a class with ``send(message_id, recipient, text)``, which raises where it did not send.
"""

import re
import unicodedata

import requests
from django.conf import settings

from .files import only_a_copy, write

TIMEOUT = 20
#: The signs that a text of 160 holds (GSM 03.38, basic set and extension); any other makes it one of 70.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
SIGNS = str.maketrans(
    dict.fromkeys("’‘ʼ‹›`", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("–—‑‐−•·", "-")
    | {"…": "...", "œ": "oe", "Œ": "OE", "°": "o", "×": "x", "\t": " ", "\N{SOFT HYPHEN}": ""}
)
INSIDE_QUOTES = re.compile(r"(?<=«)[^\S\n]+|[^\S\n]+(?=»)")
APART = re.compile(r"[A-Za-z][\u0300-\u036f]+")
TRAILING_SPACES = re.compile(r"[^\S\n]+$", re.MULTILINE)
BLANK_LINES = re.compile(r"\n{3,}")


class GatewayError(Exception):
    """The provider answered, and not that it sent."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class NoGatewayError(Exception):
    """This site sends no text messages: see ``is_available``."""


class HttpGateway:
    """A provider, or what speaks to it, behind one address: one POST of JSON for each text."""

    def send(self, message_id, recipient, text):
        """The id goes as ``Idempotency-Key`` too: a text that had to be sent twice may still arrive once."""
        headers = {"Idempotency-Key": message_id}
        if settings.SMS_TOKEN:
            headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
        words = {"id": message_id, "to": recipient, "text": text, "from": settings.SMS_SENDER}
        # Elsewhere than asked, neither the number nor the token goes; and nobody reads the answer's body.
        answer = requests.post(
            settings.SMS_URL, json=words, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True
        )
        with answer:
            if not 200 <= answer.status_code < 300:
                raise GatewayError(answer.status_code)


class FileGateway:
    """A way out without a provider: every text is a file in ``SMS_DIR``."""

    def __init__(self, name):
        self.name = name

    def send(self, message_id, recipient, text):
        write(settings.SMS_DIR, self.name, f"Id: {message_id}\nTo: {recipient}\n\n{text}\n".encode())


def is_available():
    """Whether this site can send text messages. Without a gateway, none is to be written."""
    return bool(settings.SMS_URL or settings.SMS_DIR)


def send(message):
    """Send a text ``Message``; on this machine, a file holds it or a copy of it."""
    words = str(message.pk), message.recipient, plain(message.text)
    file = FileGateway(message.file_name("txt"))
    if settings.SMS_URL:
        HttpGateway().send(*words)
        if settings.SMS_DIR:
            with only_a_copy():
                file.send(*words)
    elif settings.SMS_DIR:
        file.send(*words)
    else:
        raise NoGatewayError


def plain(text):
    """``text`` in signs that phones know: « la fête de l’été… » becomes "la fete de l'été...".

    A letter loses its accent where phones have none (ê, ç, À); other scripts are left alone.
    """
    text = APART.sub(lambda letter: unicodedata.normalize("NFC", letter.group()), text)
    text = INSIDE_QUOTES.sub("", text.replace("\r\n", "\n")).translate(SIGNS)
    text = "".join(sign if sign in GSM else _nearest(sign) for sign in text)
    return BLANK_LINES.sub("\n\n", TRAILING_SPACES.sub("", text)).strip()


def _nearest(sign):
    """A Latin letter without its accent, a space that may break; anything else as it is."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and bare.isascii() else sign

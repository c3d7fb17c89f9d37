"""What stands in a text: addresses, mail addresses, the words for « cancelled »."""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

MAIL = re.compile(r"[\w.%+'!$*^`{|}~-]+@\w(?:[\w-]*\w)?(?:\.[\w-]+)+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ADDRESS = re.compile(r"\b(?:https?|webcals?|ftp)://[^\s<>\"«»]+", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
#: In the languages of the site: cancelled, postponed, off.
_OFF = re.compile(r"annul|report[ée]|cancel|postpon|إلغاء|ملغ|ألغي|تأجيل|مؤجل", re.IGNORECASE)
#: Top-level names that no public host has (RFC 2606, RFC 6762, RFC 8375); ``.example`` stands for the public site.
_PRIVATE_NAMES = {
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "invalid",
    "test",
}


def says_it_is_off(words):
    return bool(_OFF.search(words))


def is_absolute_uri(value):
    """RFC 3986: a scheme, for http a host, and no character that a URI cannot hold."""
    if not _SCHEME.match(value) or not re.fullmatch(r"[!#-;=?-\[\]_a-z~]+", value):
        return False
    address = split(value)
    if address is None:
        return False
    return address.scheme not in {"http", "https"} or bool(_HOST.fullmatch(address.hostname or ""))


def split(address):
    """``urlsplit``, or None where it refuses."""
    try:
        found = urlsplit(address)
        _ = found.hostname, found.port
    except ValueError:
        return None
    return found


def addresses_of(text):
    """The web addresses in a text, without the punctuation that closes a sentence."""
    return [found.rstrip(".,;:!?)'’…") for found in _ADDRESS.findall(text)]


def mail_addresses_of(text):
    """The mail addresses in a text, in small letters, those written with %40 too."""
    text = unquote(text)
    return {found.lower() for found in MAIL.findall(text)} if "@" in text else set()


def is_public_host(host):
    """A name with a dot under a public top-level name, or a public IP address."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
        return len(labels) > 1 and labels[-1] not in _PRIVATE_NAMES

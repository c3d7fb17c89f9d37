"""Status codes of mail servers: RFC 3463, its IANA registry « SMTP Enhanced Status Codes », RFC 5321 §4.2.

Only one thing is asked: whether the address exists. A full box, a refused word, a busy or a badly set server
say nothing of it.
"""

import re

from django.utils.translation import gettext as _

#: 5.1.1 no such mailbox, 5.1.2 no such domain, 5.1.3 not an address, 5.1.6 moved away and left none,
#: 5.1.10 a domain that takes no mail (RFC 7505), 5.4.4 a domain that the DNS does not know.
#: Not 5.2.1: the mailbox is there, « disabled », and RFC 3463 lets it come back.
NOBODY_THERE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")


def is_nobody(status):
    """Whether a code says that the address does not exist."""
    return status in NOBODY_THERE


def enhanced(text):
    """The first enhanced code of a server's words, or ""."""
    found = ENHANCED.search(text)
    return found[1] if found else ""


def of_reply(code, words):
    """Of an SMTP reply: its enhanced code, which begins its words (RFC 2034), or its three digits."""
    found = ENHANCED.match(words.strip())
    return found[1] if found else str(code)


def bounce_words(message):
    """Why a ``Message`` came back, with the code for whoever asks the provider."""
    status = message.bounce_status
    if message.address_unknown:
        words = _("L’adresse n’existe pas : nous n’y écrivons plus")
    elif is_nobody(status):
        words = _("L’adresse n’existait pas ; quelqu’un de l’équipe demande d’y écrire à nouveau")
    elif status.endswith((".2.2", ".3.1")):
        words = _("La boîte est pleine")
    elif status.endswith(".2.1"):
        words = _("La boîte est fermée pour le moment")
    elif ".7." in status or ".6." in status or status.endswith(".3.4"):
        words = _("Le message est refusé, non l’adresse")
    elif status.startswith("4"):
        words = _("Le serveur du destinataire n’a pas répondu à temps")
    elif status:
        words = _("Le serveur du destinataire n’en a pas voulu")
    else:  # noted by hand, or a report that gives no reason
        words = _("Aucune raison n’est connue")
    return f"{words} ({status})" if status else words

"""One way of writing an e-mail address, for whoever signs in and for whoever is written to.

Two domains are never one: « straße.de » and « strasse.de » have two owners since IDNA 2008.
"""

import idna


def in_ascii(address):
    """What a mail is sent to: the domain in its ASCII form (IDNA 2008, UTS 46), all else as it is.

    A domain that is nobody's stays as it was written: the form says so.
    """
    local, at, domain = address.strip().rpartition("@")
    if domain.isascii():
        return address.strip()
    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address.strip()

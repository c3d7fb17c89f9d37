"""What an e-mail address and a telephone number look like, wherever one is asked for."""

import re

from django.utils.translation import gettext_lazy as _

#: RFC 5321 in plain ASCII, without quoted local parts: an address that any server takes.
DELIVERABLE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
INVALID_EMAIL = _("Cette adresse e-mail n’est pas complète. Elle ressemble à nom@exemple.fr.")
INVALID_PHONE = _("Ce numéro n’est pas complet. Écrivez-le ainsi : 06 12 34 56 78.")


def is_deliverable(email):
    return bool(DELIVERABLE.fullmatch(email))

"""Sign-in rules on top of django-allauth."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalized
from privacy.limits import Limit, client_address, count, reached

#: A person who searches for a password is stopped first where they are: others still sign in to that account.
WRONG_HERE = Limit("wrong passwords for an account from an address", most=10, minutes=10)
#: From everywhere together: few of the passwords that people choose can be tried in a day.
WRONG_FOR_ACCOUNT = Limit("wrong passwords for an account", most=50, minutes=60)
#: A whole team may sit behind one address.
WRONG_FROM_ADDRESS = Limit("wrong passwords from an address", most=100, minutes=10)


#: A proxy may be told anything; what is counted by becomes part of a key.
NOT_OF_AN_ADDRESS = re.compile(r"[^\w.:/]", re.ASCII)


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up.

    Wrong passwords are counted in the database, by all processes together; known accounts like unknown ones.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Il y a eu trop d’essais avec un mauvais mot de passe. Attendez une heure, ou demandez tout de suite "
            "un nouveau mot de passe avec « J’ai oublié mon mot de passe » : le lien reçu par e-mail vous connecte."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """The one that all our limits count by: past our proxies, an IPv6 network for all its addresses."""
        return NOT_OF_AN_ADDRESS.sub("", client_address(request))[:64] or "unknown"

    def format_email_subject(self, subject):
        """Allauth's own puts the name by which the request asked for the site before it."""
        return subject

    def pre_authenticate(self, request, **credentials):
        """In the place of allauth's own count, by which five tries from anywhere shut somebody out."""
        if reached(*_tries(request, credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        count(*_tries(request, credentials))


def _tries(request, credentials):
    address, account = client_address(request), normalized(credentials.get("email") or "")
    return [
        (WRONG_HERE, account and f"{account}\n{address}"),
        (WRONG_FOR_ACCOUNT, account),
        (WRONG_FROM_ADDRESS, address),
    ]

"""What an answer of the admin means."""

from django.contrib.messages import constants, get_messages
from django.urls import reverse


def meaning(response):
    """« allowed », « refused » (in words, or sent to sign in), « absent » (no such door or row) or « broken »."""
    if response.status_code >= 500:
        return "broken"
    if response.status_code in {401, 403}:
        return "refused"
    if response.status_code in {404, 405}:
        return "absent"
    if response.status_code == 302:
        if response.url.startswith((reverse("wagtailadmin_login"), reverse("account_login"))):
            return "refused"
        levels = {message.level for message in get_messages(response.wsgi_request)}
        return "refused" if constants.ERROR in levels else "allowed"
    return "allowed"

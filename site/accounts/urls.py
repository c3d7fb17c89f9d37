"""Pages of django-allauth that are offered: a new one of its next release opens no door."""

from allauth.account.urls import urlpatterns as of_allauth
from django.http import Http404

OFFERED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def not_offered(request, **kwargs):
    """Nobody signs up, and an administrator alone changes an address. Allauth's code still needs these names."""
    raise Http404


urlpatterns = list(of_allauth)
for page in urlpatterns:
    if page.name not in OFFERED:
        page.callback = not_offered

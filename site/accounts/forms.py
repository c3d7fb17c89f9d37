"""Forms of allauth's pages, where our rules differ from its own."""

from allauth.account import forms
from django.utils.translation import get_language

from accounts import password_reset
from accounts.addresses import normalized


class ResetPasswordForm(forms.ResetPasswordForm):
    """Looks nobody up: the worker does, so that neither words nor haste say who has an account."""

    def clean_email(self):
        return normalized(self.cleaned_data["email"])

    def save(self, request, **kwargs):
        email = self.cleaned_data["email"]
        password_reset.ask(email, language=get_language())
        return email

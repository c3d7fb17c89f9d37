"""What a family fills in on its own page, or to find it again."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workshops.forms.party import PartyForm, ReadableForm
from workshops.models import Feedback
from workshops.models.contacts import readable_code
from workshops.models.typed_contacts import UnreadableError, read_contact

__all__ = ["FeedbackForm", "LookUpForm", "PartyForm", "SendLinkForm"]


class ContactForm(ReadableForm):
    """``contact``: an e-mail address or a telephone number, as ``keys``."""

    contact = forms.CharField(
        label=_("Téléphone ou adresse e-mail"),
        max_length=254,
        help_text=_("Celui que vous avez donné à l’inscription."),
        error_messages={"required": _("Écrivez le téléphone ou l’adresse e-mail de l’inscription.")},
    )

    def clean_contact(self):
        try:
            return read_contact(self.cleaned_data["contact"])
        except UnreadableError as error:
            raise ValidationError(str(error)) from error


class LookUpForm(ContactForm):
    """The code of the slip, and the number that goes with it."""

    code = forms.CharField(
        label=_("Votre code"),
        max_length=20,
        help_text=_("Huit lettres et chiffres, par exemple : K7PT-3QXM"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Écrivez le code de votre fiche.")},
    )
    contact = forms.CharField(
        label=_("Téléphone ou adresse e-mail"),
        required=False,
        max_length=254,
        help_text=_("Celui que vous avez donné à l’inscription. Rien, si vous n’en avez pas donné."),
    )
    field_order = ["code", "contact"]

    def clean_code(self):
        return readable_code(self.cleaned_data["code"])

    def clean_contact(self):
        return super().clean_contact() if self.cleaned_data["contact"] else {}


class SendLinkForm(ContactForm):
    """The link was lost: it is sent again to the contact."""


class FeedbackForm(ReadableForm):
    """Three questions, in pictures and words."""

    confidence_before = forms.TypedChoiceField(
        label=_("Avant l’atelier, vous étiez…"),
        choices=Feedback.Confidence,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un visage pour « avant ».")},
    )
    confidence_after = forms.TypedChoiceField(
        label=_("Et maintenant, vous êtes…"),
        choices=Feedback.Confidence,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un visage pour « maintenant ».")},
    )
    useful = forms.TypedChoiceField(
        label=_("Cela vous a-t-il été utile ?"),
        choices=Feedback.Useful,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si cela vous a été utile.")},
    )
    words = forms.CharField(
        label=_("Un mot, si vous voulez"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N’écrivez pas de nom : ce mot est anonyme."),
    )

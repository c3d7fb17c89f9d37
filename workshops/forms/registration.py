"""A family's registration: one short form, filled by the family or by somebody who helps it."""

import secrets

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outbox import sms
from workshops.booking import Contact
from workshops.forms.party import PartyForm
from workshops.models.contacts import phone_key, region_of
from workshops.models.typed_contacts import NO_NAME, UnreadableError, read_email, read_name

KEYS = signing.TimestampSigner(salt="registration form")
#: Seconds. Nobody fills a form this quickly. A signal only: such forms count more against the limits.
HASTE = 3


SMS_HELP = _(
    "Par exemple : 06 12 34 56 78. Un portable français reçoit des SMS. À un numéro fixe ou étranger, "
    "nous ne pouvons pas écrire : donnez aussi une adresse e-mail, si vous en avez une."
)
NO_SMS_HELP = _(
    "Par exemple : 06 12 34 56 78. Nous n’envoyons pas de SMS : donnez aussi une adresse e-mail, si vous en avez une."
)


def _read(reader, *typed):
    try:
        return reader(*typed)
    except UnreadableError as error:
        raise ValidationError(str(error)) from error


def _new_key():
    return KEYS.sign(secrets.token_urlsafe(16))


class RegistrationForm(PartyForm):
    """Who, how to tell them, how many, and what would help."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        help_text=_("Un prénom ou un surnom suffit, si vous préférez."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NO_NAME},
    )
    email = forms.CharField(
        label=_("Adresse e-mail"),
        required=False,
        max_length=254,
        help_text=_("Pour recevoir la confirmation. Par exemple : prenom@exemple.fr"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=80,
        help_text=_("Par exemple : 06 12 34 56 78"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("Langue des messages"), choices=settings.LANGUAGES, required=False)
    helper = forms.CharField(
        label=_("Qui êtes-vous, et de quel lieu ?"),
        required=False,
        max_length=120,
        help_text=_("Par exemple : l’assistante sociale du collège. La famille le lira."),
    )
    agreed = forms.BooleanField(
        label=_("La famille est d’accord pour être inscrite, et sait ce que nous gardons."), required=False
    )
    website = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "email", "phone", "adults", "children", "language"]

    def __init__(self, data=None, *, session, language, initial=None, **kwargs):
        #: Software fills every field it finds: a person who sends it once more gets through.
        self.is_trapped = bool(data and data.get("website"))
        if self.is_trapped:
            data = data.copy()
            data["website"] = ""
        initial = {**(initial or {}), "language": language, "key": _new_key()}
        super().__init__(data, session=session, initial=initial, **kwargs)
        self.fields["phone"].help_text = SMS_HELP if sms.is_available() else NO_SMS_HELP

    @property
    def is_hasty(self):
        """Whether it came back quicker than anyone can fill it, or without the key of a form of ours."""
        try:
            KEYS.unsign(self.data.get("key", ""), max_age=HASTE)
        except signing.SignatureExpired:  # as it should be
            return False
        except signing.BadSignature:
            return True
        return True

    @property
    def needs_no_contact(self):
        """A family that is helped keeps its code and its slip."""
        return bool(self.cleaned_data.get("helper"))

    @property
    def needs_key(self):
        """Who leaves no contact has at least seen our form."""
        return True

    def clean_name(self):
        return _read(read_name, self.cleaned_data["name"])

    def clean_helper(self):
        return _read(read_name, self.cleaned_data["helper"])

    def clean_email(self):
        return _read(read_email, self.cleaned_data["email"])

    def clean_phone(self):
        return _read(phone_key, self.cleaned_data["phone"], region_of(self.session))

    def clean_language(self):
        return self.cleaned_data["language"] or self.initial["language"]

    def clean_key(self):
        """A key that we did not make is none: the form counts as new."""
        try:
            return KEYS.unsign(self.cleaned_data["key"])
        except signing.BadSignature:
            return ""

    def clean(self):
        data = super().clean()
        if self.is_trapped:
            self.add_error(None, _("Un champ caché était rempli. Envoyez le formulaire encore une fois."))
        self._clean_contact(data)
        self._clean_helper(data)
        return data

    def _clean_contact(self, data):
        has_contact = data.get("email") or data.get("phone") or self.errors.keys() & {"email", "phone"}
        if not has_contact and not self.needs_no_contact:
            self.add_error("email", _("Donnez une adresse e-mail ou un numéro de téléphone."))
        elif not has_contact and self.needs_key and not data.get("key"):
            self.add_error(None, _("Cette page n’est plus à jour. Envoyez le formulaire encore une fois."))
            self.data = self.data.copy()
            self.data["key"] = _new_key()

    def _clean_helper(self, data):
        if data.get("helper") and not data.get("agreed"):
            self.add_error("agreed", _("Demandez d’abord à la famille, puis cochez cette case."))
        if data.get("agreed") and not data.get("helper") and "helper" not in self.errors:
            self.add_error("helper", _("Écrivez qui vous êtes : la famille doit le savoir."))

    @property
    def contact(self):
        data = self.cleaned_data
        return Contact(name=data["name"], email=data["email"], phone=data["phone"], language=data["language"])


class StaffRegistrationForm(RegistrationForm):
    """The same, filled by a facilitator or an editor for a family. Who they are is known."""

    helper = website = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom de la famille")
        self.fields["agreed"].required = True
        self.fields["agreed"].error_messages["required"] = _("Demandez d’abord à la famille.")

    @property
    def needs_no_contact(self):
        return True

    @property
    def needs_key(self):
        return False

    def _clean_helper(self, data):
        """The account says who helps."""

"""The two forms of the public site: the agenda's filters, and a family's registration."""

import re
import secrets

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.models import SchoolLevel, Theme
from territories.models import SpokenLanguage, Territory
from workshops.agenda import DEFAULT_RADIUS
from workshops.booking import Contact, Party
from workshops.models import Arrangement, Format
from workshops.models.contacts import phone_key

RADII = [5, 10, 20, 30, 50, 100]
MOST_PEOPLE = 20
KEY_LENGTH = 22
#: RFC 5321 in plain ASCII, without quoted local parts.
DELIVERABLE = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
REPLACEMENT = "\ufffd"


def _any(rows):
    return [("", _("Tous")), *rows]


class AgendaForm(forms.Form):
    """Shows what was asked. It is read by ``agenda.read``, not validated here."""

    code_postal = forms.CharField(label=_("Votre commune ou votre code postal"), max_length=100)
    rayon = forms.ChoiceField(label=_("Distance"))
    commune = forms.CharField(widget=forms.HiddenInput)
    q = forms.CharField(label=_("Mots"), max_length=100)
    du = forms.DateField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}))
    au = forms.DateField(label=_("Jusqu’au"), widget=forms.DateInput(attrs={"type": "date"}))
    territoire = forms.ChoiceField(label=_("Territoire"))
    theme = forms.ChoiceField(label=_("Thème"))
    niveau = forms.ChoiceField(label=_("Niveau scolaire"))
    format = forms.ChoiceField(label=_("Où"))
    langue = forms.ChoiceField(label=_("Langue parlée"))

    def __init__(self, search):
        initial = {"rayon": str(DEFAULT_RADIUS), **search.values}
        super().__init__(initial=initial, use_required_attribute=False, auto_id="filtre-%s")
        radii = sorted({*RADII, *([search.place.radius] if search.place else [])})
        self.fields["rayon"].choices = [(str(km), _("%(km)s km") % {"km": km}) for km in radii]
        themes = Theme.objects.with_labels()
        self.fields["territoire"].choices = _any(Territory.objects.values_list("slug", "name"))
        self.fields["theme"].choices = _any((theme.slug, theme.label) for theme in themes)
        self.fields["niveau"].choices = _any((row.code, row.label) for row in SchoolLevel.objects.all())
        self.fields["langue"].choices = _any(
            (row.code, row.label) for row in SpokenLanguage.objects.filter(sessions__isnull=False).distinct()
        )
        self.fields["format"].choices = _any(Format.choices)


class RegistrationForm(forms.Form):
    """One short form: who, how to tell them, how many."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        help_text=_("Un prénom ou un surnom suffit, si vous préférez."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Écrivez votre nom, ou un prénom.")},
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        required=False,
        max_length=254,
        help_text=_("Pour recevoir la confirmation. Par exemple : prenom@exemple.fr"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Cette adresse e-mail n’est pas complète. Elle ressemble à nom@exemple.fr.")
        },
    )
    phone = forms.CharField(
        label=_("Téléphone"),
        required=False,
        max_length=30,
        help_text=_("Par exemple : 06 12 34 56 78"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    adults = forms.IntegerField(
        label=_("Adultes"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Dites combien d’adultes viennent."),
            "min_value": _("Il faut au moins un adulte."),
            "max_value": _("C’est beaucoup pour une famille : %(limit_value)s au plus."),
        },
    )
    children = forms.IntegerField(
        label=_("Enfants"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"min_value": _("Écrivez 0 si vous venez sans enfant.")},
    )
    language = forms.ChoiceField(label=_("Langue des messages"), choices=settings.LANGUAGES, required=False)
    needs = forms.MultipleChoiceField(
        label=_("De quoi avez-vous besoin ?"),
        required=False,
        choices=[(code, label) for code, (label, _sign) in Arrangement.NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    message = forms.CharField(
        label=_("Un mot pour l’équipe"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N’écrivez pas le nom de vos enfants, ni rien sur leur santé."),
    )
    consent = forms.BooleanField(
        label=_("J’accepte que ces besoins et ce message soient gardés jusqu’à 30 jours après la séance."),
        required=False,
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session, language, **kwargs):
        self.session = session
        initial = {"language": language, "key": secrets.token_urlsafe(16)}
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)

    @property
    def region(self):
        """Where a number typed without its country is dialled."""
        return self.session.territory.region if self.session.territory else "FR"

    def clean_name(self):
        """Something one can read and say: a letter or a digit at least."""
        name = self.cleaned_data["name"]
        if not any(character.isalnum() for character in name):
            raise ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_email(self):
        """An address that any server takes: no quoted, accented or invisible character."""
        email = self.cleaned_data["email"]
        if email and not DELIVERABLE.fullmatch(email):
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        return email

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        try:
            return phone_key(phone, self.region)
        except ValueError as error:
            raise ValidationError(
                _("Ce numéro n’est pas complet. Écrivez-le ainsi : 06 12 34 56 78.")
            ) from error

    def clean_children(self):
        return self.cleaned_data["children"] or 0

    def clean_language(self):
        return self.cleaned_data["language"] or self.initial["language"]

    def clean_key(self):
        """A key that we did not make is none: the form counts as new."""
        key = self.cleaned_data["key"]
        return key if len(key) == KEY_LENGTH else ""

    def clean(self):
        data = super().clean()
        for name in ("name", "email", "phone", "message"):
            if REPLACEMENT in (self.data.get(name) or ""):
                self.add_error(
                    name, _("Nous n’avons pas pu lire certains caractères. Écrivez-les à nouveau.")
                )
        if not self.errors.keys() & {"email", "phone"} and not data.get("email") and not data.get("phone"):
            self.add_error("email", _("Donnez une adresse e-mail ou un numéro de téléphone."))
        if (data.get("needs") or data.get("message")) and not data.get("consent"):
            self.add_error(
                "consent",
                _("Cochez cette case pour que nous gardions vos besoins et votre message, ou effacez-les."),
            )
        return data

    @property
    def summary(self):
        """The errors in the order of the fields, each with the id of its field: ``[{"id", "message"}]``."""
        return [
            {"id": self[name].id_for_label or self[name].auto_id, "message": message}
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

    @property
    def contact(self):
        data = self.cleaned_data
        return Contact(name=data["name"], email=data["email"], phone=data["phone"], language=data["language"])

    @property
    def party(self):
        data = self.cleaned_data
        return Party(
            adults=data["adults"], children=data["children"], needs=data["needs"], message=data["message"]
        )

"""Who comes, and what would help them: asked at registration, and to change it later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from admin_base.edit_conflicts import EditConflict, ShownValuesForm
from territories.languages import LANGUAGES
from workshops.booking import MOST_PEOPLE, Changed, Party
from workshops.booking.parties import LONGEST_MESSAGE
from workshops.models.arrangements import INTERPRETER, NEEDS, OTHER

REPLACEMENT = "\ufffd"


class ReadableForm(forms.Form):
    """Says which field held characters that could not be read, and lists its errors for the summary."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean(self):
        data = super().clean()
        for name in self.fields:
            if REPLACEMENT in (self.data.get(name) or ""):
                self.add_error(
                    name, _("Nous n’avons pas pu lire certains caractères. Écrivez-les à nouveau.")
                )
        return data

    @property
    def summary(self):
        """The errors in the order of the fields, each with the id of its field: ``[{"id", "message"}]``."""
        general = [{"id": "contenu", "message": message} for message in self.non_field_errors()]
        return general + [
            {"id": self[name].id_for_label or self[name].auto_id, "message": message}
            for name in self.fields
            for message in self.errors.get(name, [])
        ]


def _spoken_languages():
    choices = [
        (one.code, f"{one.label} – {one.endonym}") for one in LANGUAGES if one.code not in {"fr", "fsl"}
    ]
    return [("", _("Choisissez la langue")), *choices]


class PartyForm(ShownValuesForm, ReadableForm):
    """``session``: what it offers is said beside each need. ``changes``: the registration that it is to change, if any."""

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
    needs = forms.MultipleChoiceField(
        label=_("De quoi avez-vous besoin ?"),
        required=False,
        help_text=_("Vous pouvez demander ce qui n’est pas prévu : l’équipe fera de son mieux."),
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter_language = forms.ChoiceField(
        label=_("Un interprète : dans quelle langue ?"), required=False, choices=_spoken_languages
    )
    message = forms.CharField(
        label=_("Un mot pour l’équipe"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N’écrivez pas le nom de vos enfants, ni rien sur leur santé."),
    )
    consent = forms.BooleanField(
        label=_("J’accepte que ces besoins et ce message soient gardés jusqu’à 30 jours après la séance."),
        required=False,
    )

    def __init__(self, *args, session, changes=None, **kwargs):
        self.session = session
        if changes:
            kwargs["initial"] = self.initial_of(changes)
        super().__init__(*args, **kwargs)
        offered = {row.code for row in session.arrangement_list}
        self.fields["needs"].choices = [
            (code, _("%(need)s (prévu à cette séance)") % {"need": label} if code in offered else label)
            for code, label in NEEDS.items()
        ]
        if changes:
            self.shown_of = f"party {changes.enrolment_id}"
            self.carry_shown_values()

    def values_shown(self):
        asked = super().values_shown()
        return {name: asked[name] for name in Party().row if name in asked}

    @property
    def was(self):
        """What the form showed, for ``booking.change``. Raises ``Changed`` where nobody can tell."""
        try:
            return self.values_shown_before()
        except EditConflict as conflict:
            raise Changed(conflict.changes) from conflict

    def clean_children(self):
        return self.cleaned_data["children"] or 0

    def clean(self):
        data = super().clean()
        needs = data.get("needs") or []
        if INTERPRETER in needs and not data.get("interpreter_language"):
            self.add_error("interpreter_language", _("Dites dans quelle langue vous voulez un interprète."))
        is_silent = "message" in self.fields and not data.get("message") and "message" not in self.errors
        if OTHER in needs and is_silent:
            self.add_error("message", _("Dites-nous ce qu’il vous faudrait, en quelques mots."))
        if (needs or data.get("message")) and not data.get("consent"):
            self.add_error(
                "consent",
                _("Cochez cette case pour que nous gardions vos besoins et votre message, ou effacez-les."),
            )
        return data

    @staticmethod
    def initial_of(registration):
        """What the form shows of a registration that is to be changed."""
        party = Party.of(registration)
        return {**party.row, "consent": bool(party.needs or party.message)}

    @property
    def party(self):
        data = self.cleaned_data
        return Party(
            adults=data["adults"],
            children=data["children"],
            needs=data["needs"],
            interpreter=data["interpreter_language"] if INTERPRETER in data["needs"] else "",
            message=data.get("message", ""),
        )

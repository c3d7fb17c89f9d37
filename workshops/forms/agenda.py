"""The agenda's filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import SchoolLevel, Theme
from territories.models import SpokenLanguage, Territory
from workshops.agenda import DEFAULT_RADIUS
from workshops.models import Format

RADII = [5, 10, 20, 30, 50, 100]


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

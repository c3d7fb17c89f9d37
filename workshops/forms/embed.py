"""The page that makes the frame for another site: what the frame shall show."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workshops.forms.agenda import AgendaForm

#: In the order of the page. What else was searched for (words, days, one commune among several) goes along unseen.
SHOWN = ["territoire", "code_postal", "rayon", "theme", "niveau", "format", "langue", "nombre", "interface"]
NUMBERS = [3, 5, 8, 10, 15, 20]


class EmbedForm(AgendaForm):
    """The agenda's filters that a school may fix, how many dates, in which language. Read by the view."""

    nombre = forms.ChoiceField(label=_("Combien de dates"))
    interface = forms.ChoiceField(label=_("Langue du cadre"), choices=settings.LANGUAGES)

    field_order = SHOWN

    def __init__(self, search, *, number, language):
        super().__init__(search)
        self.initial |= {"nombre": str(number), "interface": language}
        self.fields["code_postal"].label = _("Commune ou code postal")
        self.fields["nombre"].choices = [(str(each), str(each)) for each in sorted({*NUMBERS, number})]
        for name in set(self.fields) - set(SHOWN):
            if search.values.get(name):
                self.fields[name].widget = forms.HiddenInput()
            else:
                del self.fields[name]

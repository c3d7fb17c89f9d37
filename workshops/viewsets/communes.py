"""Choosing a commune by typing: there are 34,867 of them."""

from django import forms
from django.db.models import prefetch_related_objects
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from territories.gazetteer import find_communes
from territories.models import Commune


class CommuneSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Nom ou code postal"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"placeholder": _("Épinal, 88000, Saint-Dié (88)…"), "autocomplete": "off"}
        ),
    )

    def filter(self, communes):
        """Those the gazetteer finds, the likeliest first; the biggest ones before anything is typed."""
        typed = self.cleaned_data["q"]
        if not typed:
            return communes
        self.is_searching, self.search_query = True, typed
        found = list(find_communes(typed).communes)
        prefetch_related_objects(found, "postal_codes")
        return found


class CommuneChoice:
    """The columns and rows of the list, whole or refreshed while one types."""

    filter_form_class = CommuneSearchForm
    is_multiple_choice = False

    def get_object_list(self):
        return Commune.objects.most_populated_first().prefetch_related("postal_codes")

    @property
    def columns(self):
        codes = Column("postal_codes", label=_("Code postal"), accessor=_first_codes)
        return [self.title_column, codes]


def _first_codes(commune):
    codes = [row.code for row in commune.postal_codes.all()]
    return ", ".join(codes[:3]) + ("…" if len(codes) > 3 else "")


class CommuneChooseView(CommuneChoice, ChooseView):
    pass


class CommuneChooseResultsView(CommuneChoice, ChooseResultsView):
    pass


class ChoiceOnly(ChooserViewSet):
    """A chooser that makes nothing."""

    def get_urlpatterns(self):
        return [
            path("", self.choose_view, name="choose"),
            path("results/", self.choose_results_view, name="choose_results"),
            path("chosen/<str:pk>/", self.chosen_view, name="chosen"),
        ]


class CommuneChooserViewSet(ChoiceOnly):
    model = Commune
    icon = "site"
    page_title = _("Choisir une commune")
    choose_one_text = _("Choisir une commune")
    choose_another_text = _("Choisir une autre commune")
    choose_view_class = CommuneChooseView
    choose_results_view_class = CommuneChooseResultsView

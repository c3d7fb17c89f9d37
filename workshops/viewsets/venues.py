"""« Lieux » in Wagtail's admin, and the chooser of a session's venue."""

import django_filters
from django import forms
from django.db.models import Q
from django.template.defaultfilters import yesno
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView

from territories.deletion import ProtectedDeletion
from territories.folding import fold
from workshops.admin_forms.venues import VenueForm
from workshops.models import Venue
from workshops.viewsets.communes import ChoiceOnly
from workshops.viewsets.rows import (
    GuardedDeleteView,
    GuardedEditView,
    GuardedIndexView,
    GuardedInspectView,
    GuardedViewSet,
    SaysRefusals,
    TitledCreateView,
)
from workshops.viewsets.session_list import own_territories


class VenueFilterSet(WagtailFilterSet):
    territory = django_filters.ModelChoiceFilter(label=_("Territoire"), queryset=own_territories)
    kind = django_filters.ChoiceFilter(label=_("Sorte de lieu"), choices=Venue.Kind.choices)
    wheelchair = django_filters.BooleanFilter(label=_("Accessible en fauteuil roulant"))

    class Meta:
        model = Venue
        fields = ["territory", "kind", "wheelchair"]


class VenueIndexView(GuardedIndexView):
    add_item_label = _("Ajouter un lieu")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("commune", "territory")


class VenueCreateView(SaysRefusals, TitledCreateView):
    page_subtitle = _("Nouveau lieu")
    success_message = _("Le lieu est enregistré.")


class VenueEditView(SaysRefusals, GuardedEditView):
    success_message = _("Le lieu est modifié.")


class VenueInspectView(GuardedInspectView):
    page_title = _("Lieu")
    fields = [
        "name",
        "kind",
        "address",
        "territory",
        "wheelchair",
        "hearing_loop",
        "access",
        "transport",
        "sessions",
    ]

    def get_field_label(self, field_name, field):
        labels = {"address": _("Adresse"), "sessions": _("Séances à venir")}
        return labels.get(field_name) or super().get_field_label(field_name, field)

    def get_address_display_value(self):
        return self.object.address

    def get_sessions_display_value(self):
        return self.object.sessions.upcoming().count()

    def get_wheelchair_display_value(self):
        return yesno(self.object.wheelchair, _("oui,non"))

    def get_hearing_loop_display_value(self):
        return yesno(self.object.hearing_loop, _("oui,non"))


class VenueDeleteView(ProtectedDeletion, GuardedDeleteView):
    """A venue that was used stays: past sessions were held there."""


class VenueViewSet(GuardedViewSet):
    model = Venue
    name = "lieux"
    icon = "home"
    index_view_class = VenueIndexView
    add_view_class = VenueCreateView
    edit_view_class = VenueEditView
    inspect_view_class = VenueInspectView
    delete_view_class = VenueDeleteView
    filterset_class = VenueFilterSet
    list_display = [
        "name",
        Column("city", label=_("Commune"), sort_key="commune__search_name"),
        "kind",
        Column("territory", label=_("Territoire"), sort_key="territory__slug"),
    ]
    search_fields = ["name", "street", "postal_code", "commune__name"]
    inspect_view_fields = VenueInspectView.fields
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("territory"),
            MultiFieldPanel(
                [FieldPanel("street"), FieldRowPanel([FieldPanel("postal_code"), FieldPanel("commune")])],
                heading=_("Adresse"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("wheelchair"), FieldPanel("hearing_loop")]),
                    FieldPanel("access"),
                    FieldPanel("transport"),
                ],
                heading=_("Venir et entrer"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                heading=_("Point sur la carte"),
                classname="collapsed",
            ),
        ],
        base_form_class=VenueForm,
    )


class VenueSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Nom, commune ou code postal"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def filter(self, venues):
        typed = self.cleaned_data["q"]
        if not typed:
            return venues
        self.is_searching, self.search_query = True, typed
        named = Q(name__icontains=typed) | Q(postal_code__startswith=typed)
        if folded := fold(typed):  # signs alone are part of no name
            named |= Q(commune__search_name__contains=folded)
        return venues.filter(named)


class VenueChoice:
    """The rows of the list: those within reach."""

    filter_form_class = VenueSearchForm
    is_multiple_choice = False

    def get_object_list(self):
        return Venue.objects.for_user(self.request.user).select_related("commune", "territory")

    @property
    def columns(self):
        return [self.title_column, Column("territory", label=_("Territoire"))]


class VenueChooseView(VenueChoice, ChooseView):
    pass


class VenueChooseResultsView(VenueChoice, ChooseResultsView):
    pass


class VenueChosenView(ChosenView):
    def get_object(self, pk):
        return Venue.objects.for_user(self.request.user).get(pk=pk)


class VenueChooserViewSet(ChoiceOnly):
    model = Venue
    icon = "home"
    page_title = _("Choisir un lieu")
    choose_one_text = _("Choisir un lieu")
    choose_another_text = _("Choisir un autre lieu")
    edit_item_text = _("Modifier ce lieu")
    choose_view_class = VenueChooseView
    choose_results_view_class = VenueChooseResultsView
    chosen_view_class = VenueChosenView

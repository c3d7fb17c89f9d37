from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from admin_base.edit_conflicts import EditConflictForm, EditConflictView
from territories.deletion import ProtectedDeletion
from territories.models import Territory


class TerritoryDeleteView(ProtectedDeletion, DeleteView):
    pass


class TerritoryEditView(EditConflictView, EditView):
    pass


class TerritoryForm(EditConflictForm, WagtailAdminModelForm):
    pass


class TerritoryViewSet(ModelViewSet):
    model = Territory
    icon = "globe"
    menu_label = _("Territoires")
    menu_order = 210
    add_to_admin_menu = True
    edit_view_class = TerritoryEditView
    delete_view_class = TerritoryDeleteView
    copy_view_enabled = False  # no two territories have anything to share
    list_display = ["name", "code", "academy", "contact_name"]
    list_per_page = 50
    search_fields = ["name", "code", "academy", "contact_name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")],
                heading=_("Contact des familles"),
            ),
            FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
            MultiFieldPanel(
                [
                    FieldPanel("code"),
                    FieldPanel("name"),
                    FieldPanel("locative"),
                    FieldPanel("slug"),
                    FieldPanel("academy"),
                    FieldPanel("time_zone"),
                    FieldPanel("holiday_zone"),
                ],
                heading=_("Repères"),
                help_text=_("Chaque mise à jour du site remet ces repères à leur valeur de référence."),
            ),
        ],
        base_form_class=TerritoryForm,
    )

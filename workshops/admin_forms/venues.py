"""A venue, as an editor makes and changes it. Saving asks ``workshops.venues``."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from admin_base.edit_conflicts import EditConflictForm
from workshops import venues
from workshops.admin_forms.fields import show_only
from workshops.admin_forms.postal_codes import PostalCodeField
from workshops.permissions import acts_nationally, territories_of


class VenueForm(EditConflictForm, WagtailAdminModelForm):
    """Its commune is shown and cannot be typed where it may not change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        was = type(self.instance).objects.filter(pk=self.instance.pk).first()
        territory = self.fields["territory"]
        mine = territories_of(self.for_user)
        territory.queryset = territory.queryset.filter(
            Q(pk__in=mine) | Q(pk=was.territory_id if was else None)
        )
        territory.required = not acts_nationally(self.for_user)
        if was is None and territory.required and mine.count() == 1:
            self.initial["territory"] = mine.get().pk
        self.fields["postal_code"] = PostalCodeField.instead_of(self.fields["postal_code"])
        code = self.fields["postal_code"]
        code.required = False
        code.help_text = _("Vide : celui de la commune, si elle n’en a qu’un.")
        if was and (why_not := venues.why_not_another_commune(was)):
            show_only(self, ["commune"])
            self.fields["commune"].help_text = why_not

    @transaction.atomic
    def save(self, commit=True):
        """May be refused."""
        if self.instance.pk is not None:
            self.ensure_nothing_changed()
        return venues.save(self.instance)

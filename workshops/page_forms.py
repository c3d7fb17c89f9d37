"""The form of pages that belong to a territory, in Wagtail's admin."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.pages import SitePageForm
from workshops.permissions import acts_nationally, territories_of


class TerritorialPageForm(SitePageForm):
    """For pages with a ``territory``: an editor of a territory publishes there, and nowhere else.

    Only national staff leave it empty, and a draft is no exception: nobody but them could open it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_national = self.for_user is None or acts_nationally(self.for_user)
        field = self.fields.get("territory")
        if field is None or self.is_national:
            return
        field.queryset = territories_of(self.for_user)
        field.required = True
        if self.instance.territory_id is None and field.queryset.count() == 1:
            self.initial["territory"] = field.queryset.get().pk

    def clean_territory(self):
        territory = self.cleaned_data["territory"]
        if territory is None and not self.is_national:
            raise ValidationError(_("Choisissez votre territoire."))
        return territory

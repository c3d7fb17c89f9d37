"""A venue, as an editor makes and changes it."""

from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from territories.distance import between
from workshops import corrections
from workshops.admin_forms.postal_codes import PostalCodeField
from workshops.permissions import acts_nationally, territories_of

FARTHEST_KM = 40


class VenueForm(WagtailAdminModelForm):
    """Its sessions follow the clocks of its commune, so that cannot change under those to come."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = type(self.instance).objects.select_related("commune").filter(pk=self.instance.pk).first()
        territory = self.fields["territory"]
        mine = territories_of(self.for_user)
        territory.queryset = territory.queryset.filter(
            Q(pk__in=mine) | Q(pk=self.was.territory_id if self.was else None)
        )
        territory.required = not acts_nationally(self.for_user)
        if self.was is None and territory.required and mine.count() == 1:
            self.initial["territory"] = mine.get().pk
        self.fields["postal_code"] = PostalCodeField.instead_of(self.fields["postal_code"])
        code = self.fields["postal_code"]
        code.required = False
        code.help_text = _("Vide : celui de la commune, si elle n’en a qu’un.")
        code.validators = [RegexValidator(r"^\d{5}$", _("Un code postal a cinq chiffres."))]

    def clean(self):
        data = super().clean()
        commune = data.get("commune")
        if commune and not self.errors:
            self._clean_commune(commune)
            self._clean_postal_code(data, commune)
            self._clean_point(data, commune)
        return data

    def _clean_commune(self, commune):
        """Another commune is a move, which families are told; a correction of words is not."""
        if self.was is None or commune.pk == self.was.commune_id:
            return
        if self.was.sessions.upcoming().exists():
            self.add_error(
                "commune",
                _(
                    "Des séances sont à venir ici : ce lieu ne change pas de commune. "
                    "Ajoutez plutôt un autre lieu, et déplacez-y ces séances."
                ),
            )

    def _clean_postal_code(self, data, commune):
        if data["postal_code"]:
            return
        codes = [row.code for row in commune.postal_codes.all()]
        if len(codes) == 1:
            data["postal_code"] = codes[0]
        elif codes:
            self.add_error(
                "postal_code",
                _("Cette commune a plusieurs codes postaux : %(codes)s.") % {"codes": ", ".join(codes)},
            )
        else:
            self.add_error("postal_code", _("Écrivez le code postal."))

    def _clean_point(self, data, commune):
        """Exact coordinates near the commune; none for its centre, also when it is another commune now."""
        is_typed = bool({"latitude", "longitude"} & {*self.changed_data})
        if self.was and commune != self.was.commune and not is_typed:
            data["latitude"] = data["longitude"] = None
        point = (data["latitude"], data["longitude"])
        if None not in point and between(point, commune.point) > FARTHEST_KM:
            self.add_error(
                "latitude",
                _("Ce point est à plus de %(km)s km de la commune. Vérifiez la latitude et la longitude.")
                % {"km": FARTHEST_KM},
            )

    def save(self, commit=True):
        venue = super().save(commit)
        if commit and self.was:
            corrections.venue_revised(venue)
        return venue

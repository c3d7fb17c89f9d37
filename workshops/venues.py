"""Every rule about venues; the admin's way to write them."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from territories.distance import between
from workshops import corrections
from workshops.models import Venue
from workshops.refusals import Refusal

FARTHEST_KM = 40


def why_not_another_commune(venue):
    """ "" where it may have one. Its sessions follow the clocks of its commune: another one is a move, which families
    are told; a correction of words is not.
    """
    if venue.pk and venue.sessions.upcoming().exists():
        return _(
            "Des séances sont à venir ici : ce lieu ne change pas de commune. "
            "Ajoutez plutôt un autre lieu, et déplacez-y ces séances."
        )
    return ""


@transaction.atomic
def save(venue):
    """Write ``venue``, new or changed; the calendars of its sessions are read again. Raises ``Refusal``."""
    was = Venue.objects.select_for_update().filter(pk=venue.pk).first()
    is_elsewhere = was is not None and was.commune_id != venue.commune_id
    if is_elsewhere and (why_not := why_not_another_commune(was)):
        raise Refusal(why_not, "commune")
    if venue.time_zone is None:
        raise Refusal(_("Nous n’avons pas encore l’heure de ce département."), "commune")
    venue.postal_code = _postal_code(venue)
    if is_elsewhere and venue.point == was.point:
        venue.latitude = venue.longitude = None
    _ensure_point(venue)
    venue.save()
    if was is not None:
        corrections.venue_revised(venue)
    return venue


def _postal_code(venue):
    """That of the commune where none is given and it has but one."""
    if re.fullmatch(r"\d{5}", venue.postal_code, re.ASCII):
        return venue.postal_code
    if venue.postal_code:
        raise Refusal(_("Un code postal a cinq chiffres."), "postal_code")
    codes = [row.code for row in venue.commune.postal_codes.all()]
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise Refusal(
            _("Cette commune a plusieurs codes postaux : %(codes)s.") % {"codes": ", ".join(codes)},
            "postal_code",
        )
    raise Refusal(_("Écrivez le code postal."), "postal_code")


def _ensure_point(venue):
    """Exact coordinates are near the commune; none is its centre."""
    if None in venue.point:
        if venue.point != (None, None):
            raise Refusal(_("Donnez la latitude et la longitude, ou aucune des deux."), "latitude")
    elif between(venue.point, venue.commune.point) > FARTHEST_KM:
        raise Refusal(
            _("Ce point est à plus de %(km)s km de la commune. Vérifiez la latitude et la longitude.")
            % {"km": FARTHEST_KM},
            "latitude",
        )

"""A family's own calendar: the same events, as they stand for that family.

No secret link of ours stands in it, nor who the family is: calendars get shared.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from workshops.calendar.documents import head, joined
from workshops.calendar.events import (
    CANCELLED,
    TENTATIVE,
    is_called_off,
    public_standing,
    written,
)
from workshops.calendar.zones import zones_of
from workshops.models import Status


def own_feed(registrations, *, name=""):
    """The bytes of a family's feed, or of a file without a ``name``. ``registrations``: from ``with_sessions()``, their sessions presented."""
    beginning = head(name, zones_of(registration.session.when for registration in registrations))
    return joined(beginning, map(own_event, registrations))


def own_event(registration):
    """The bytes of one date of a family, in the feed as in the mail that says it is confirmed."""
    return written(registration.session, own_standing(registration)).to_ical()


def own_standing(registration):
    """A ``Standing`` whose SEQUENCE grows with the session's changes and with the family's own acts."""
    session, standing = registration.session, public_standing(registration.session)
    standing = replace(
        standing,
        sequence=session.sequence + registration.turns,
        revised_at=max(session.revised_at, registration.turned_at),
    )
    if is_called_off(session):
        return replace(standing, sequence=max(standing.sequence, 1))
    if registration.status == Status.CONFIRMED:
        return replace(standing, join_url=session.join_url)
    status, title, sentence = {
        Status.WAITING: (TENTATIVE, _("Liste d’attente : %(title)s"), _("Vous êtes sur la liste d’attente.")),
        Status.OFFERED: (
            TENTATIVE,
            _("Place à confirmer : %(title)s"),
            _("Une place est gardée pour vous : répondez au message que vous avez reçu."),
        ),
        Status.CANCELLED: (CANCELLED, _("Annulé : %(title)s"), _("Votre inscription est annulée.")),
    }[registration.status]
    return replace(
        standing,
        status=status,
        title=title % {"title": session.title},
        sentence=sentence,
        sequence=max(standing.sequence, 1) if status == CANCELLED else standing.sequence,
        is_busy=registration.status == Status.OFFERED,
    )

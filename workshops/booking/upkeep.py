"""What nobody asks for by hand: offers that lapse, and the counter held against the rows."""

import logging
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from workshops.booking.rows import count_places, joined
from workshops.booking.waiting import follow, renew
from workshops.models import Registration, Session, State

logger = logging.getLogger(__name__)


def date_changed(session):
    """Families that were asked for another date have the time to answer anew. In the caller's transaction."""
    renew(joined(Session.objects.lock_line(session)))


def places_changed(session):
    """There may be room for those who wait. In the caller's transaction."""
    follow(joined(Session.objects.lock_line(session)))


def lapse_offers():
    """Take back every offer that was not answered in time, and ask the next families. How many sessions."""
    overdue = Registration.objects.offered().filter(offered_until__lte=timezone.now())
    # Nothing moves in a course while one of its dates is postponed: it is not locked for nothing either.
    stands_still = Session.objects.filter(course=OuterRef("course"), state=State.POSTPONED)
    sessions = Session.objects.filter(
        ~Exists(stands_still), pk__in=overdue.values("session"), state=State.PUBLISHED
    )
    return each_by_itself(sessions, places_changed)


def each_by_itself(sessions, act):
    """Do ``act`` for each session in a transaction of its own: one that fails stops none of the others.

    How many were done.
    """
    done = 0
    for session in sessions:
        try:
            with transaction.atomic():
                act(session)
            done += 1
        except Exception as error:  # its words may quote a family: they stay out of the log
            logger.error("session %s: %s", session.ref, type(error).__name__)
    return done


def check_places(*, repair=False):
    """Sessions whose counter is not what their rows say: ``[(session, counted)]``, mended if ``repair`` where it can be.

    What turns out to be free is offered to those who wait.
    """
    heads = (
        Registration.objects.holding()
        .filter(session=OuterRef("pk"))
        .order_by()
        .values("session")
        .annotate(heads=Sum(F("adults") + F("children")))
        .values("heads")
    )
    wrong = Session.objects.annotate(counted=Coalesce(Subquery(heads), 0)).exclude(places_taken=F("counted"))
    found = [(session, session.counted) for session in wrong.order_by("pk")]
    if repair:
        for session, _counted in found:
            _repair(session)
    return found


def _repair(session):
    """Count again. Where more was given than there is, the counter stays: somebody has to look."""
    with suppress(IntegrityError), transaction.atomic():
        count_places(Session.objects.lock(session))
        places_changed(session)

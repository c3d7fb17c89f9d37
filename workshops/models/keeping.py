"""How long after a session what families told us is kept. The periods, said once."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from workshops.models.session_queries import State

SHORTLY = timedelta(days=30)
LONG = relativedelta(months=6)


def over_for(after, now, session="session"):
    """The session ended ``after`` ago, and is not one whose new date is still to come."""
    ended = Q(**{f"{session}__ends_at__lt": now - after})
    waits_for_a_date = Q(
        **{f"{session}__state": State.POSTPONED, f"{session}__ends_at__gte": now - LONG - after}
    )
    return ended & ~waits_for_a_date

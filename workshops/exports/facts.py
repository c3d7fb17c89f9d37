"""What several formats say of a session."""

from workshops.models import ActivityPage
from workshops.models.presentation import present


def in_bulk(sessions):
    """All of a queryset as a list ready to be written, in a constant number of queries.

    Like ``cards``, but what many dates share (workshop, venue, territory) is read once: thousands fit.
    """
    shared = ["activity__locale", "venue__commune", "territory", "languages"]
    return present(sessions.with_waiting_families().defer("search_text").prefetch_related(*shared))


def level_codes(sessions):
    """``{key of an activity: ["college", …]}`` in one query, in the order of the school; none: for all levels."""
    chosen = ActivityPage.levels.through.objects.filter(
        activitypage__in={session.activity_id for session in sessions}
    )
    found = {}
    rows = chosen.order_by("schoollevel__position").values_list("activitypage", "schoollevel")
    for activity, code in rows:
        found.setdefault(activity, []).append(code)
    return found

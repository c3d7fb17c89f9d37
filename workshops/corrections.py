"""Words of a venue, a workshop or a theme that were corrected: their sessions are read again, and nobody is written to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from workshops.models import Session
from workshops.told import search_text

#: How long calendars show what is over.
KEPT_IN_FEEDS = timedelta(days=31)
A_MOMENT = timedelta(microseconds=1)


def venue_revised(venue):
    """Its words were corrected: calendars read its sessions again."""
    _revise_words(Session.objects.filter(venue=venue))


def activity_revised(activity):
    """A workshop or event was published anew, or a translation of it was withdrawn: its dates keep their state,
    only their words are read again.
    """
    _revise_words(Session.objects.filter(activity__translation_key=activity.translation_key))


def theme_revised(theme):
    """Its name is a category of calendars, and a word that the agenda is searched by."""
    _revise_words(Session.objects.about(theme))


@transaction.atomic
def _revise_words(sessions):
    """Those that calendars still show, locked in key order like every other verb."""
    shown = sessions.filter(ends_at__gt=timezone.now() - KEPT_IN_FEEDS)
    keys = [session.pk for session in Session.objects.lock(*shown)]
    rows = list(
        Session.objects.filter(pk__in=keys)
        .select_related("activity", "venue__commune", "territory")
        .prefetch_related("languages")
    )
    for session in rows:
        session.search_text = search_text(session)
    Session.objects.bulk_update(rows, ["search_text"], batch_size=200)
    _date(rows)


def _date(sessions):
    """As late as can be, in one statement: see ``scheduling._with_those_waiting``.

    Wagtail publishes a page, then each of its aliases, and the last counts: none puts it a second ahead.
    """
    now = timezone.now()
    Session.objects.filter(pk__in=[one.pk for one in sessions if one.revised_at < now]).update(revised_at=now)
    ahead = [one for one in sessions if one.revised_at >= now]
    for session in ahead:
        session.revised_at += A_MOMENT
    Session.objects.bulk_update(ahead, ["revised_at"], batch_size=200)

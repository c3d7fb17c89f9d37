"""Whether families can register for a session: by its property, and the same by a condition of the database."""

from django.apps import apps
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from workshops.models.states import RegistrationMode, State

#: Of one date by itself: its closing if it has one, its start at the latest.
CLOSING = Least(Coalesce("registration_closes_at", "starts_at"), "starts_at")


def waiting_families(session):
    """Those that wait for ``session``, an ``OuterRef``: how many, and the heads of the smallest, as subqueries."""
    waiting = apps.get_model("workshops", "Registration").objects.waiting()
    here = waiting.filter(session=session).order_by().values("session")
    heads = Min(F("adults") + F("children"))
    return (
        Coalesce(Subquery(here.annotate(count=Count("pk")).values("count")), 0),
        Subquery(here.annotate(heads=heads).values("heads")),
    )


def course_period(sessions):
    """When registration for the course of a session closes and opens, as subqueries. ``sessions``: all of them."""
    course = sessions.filter(course=OuterRef("course"), state=State.PUBLISHED).order_by().values("course")
    return (
        Subquery(course.annotate(moment=Min(CLOSING)).values("moment")),
        Subquery(course.annotate(moment=Max("registration_opens_at")).values("moment")),
    )


def open_for_newcomers(sessions, now):
    """A condition on rows with ``families`` and ``smallest`` (see ``waiting_families``): one can register now, be it
    on the waiting list. ``sessions``: all of them, for the other dates of a course, which is joined as a whole.
    """
    course = sessions.filter(course=OuterRef("course"), state=State.PUBLISHED).alias(closing=CLOSING)
    shut = course.filter(Q(closing__lte=now) | Q(registration_opens_at__gt=now))
    opened = Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=now)
    closing = Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gt=now)
    waits = Q(waiting_capacity__isnull=True) | Q(families__lt=F("waiting_capacity"))
    nobody_fits_before = Q(families=0) | Q(smallest__gt=F("capacity") - F("places_taken"))
    has_room = Q(capacity__isnull=True) | (Q(places_taken__lt=F("capacity")) & nobody_fits_before)
    return opened & closing & (Q(course__isnull=True) | ~Exists(shut)) & (waits | has_room)


class SessionRegistration:
    """Of a session: its places, those who wait for them, and whether one can register."""

    @property
    def places_left(self):
        """Heads that still fit; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.places_taken, 0)

    @property
    def families_waiting(self):
        if not hasattr(self, "waiting_count"):
            self._count_waiting_families()
        return self.waiting_count

    @property
    def is_open_to_newcomers(self):
        """Whether someone who comes alone would be confirmed: a place is left that no waiting family fits."""
        if self.places_left is None:
            return True
        waits = self.families_waiting and self.smallest_waiting <= self.places_left
        return bool(self.places_left) and not waits

    def forget_waiting_families(self):
        """They are counted anew at the next question: a verb has just changed them."""
        self.__dict__.pop("waiting_count", None)

    def _count_waiting_families(self):
        waiting = self.registrations.waiting().aggregate(
            count=Count("pk"), smallest=Min(F("adults") + F("children"))
        )
        self.waiting_count, self.smallest_waiting = waiting["count"], waiting["smallest"]

    @property
    def registration_closing(self):
        """The instant from which nobody can register: its start, if nothing else was said, or that of its course,
        which is joined as a whole.
        """
        own = min(self.registration_closes_at or self.starts_at, self.starts_at)
        return min(own, self._course_period[0] or own)

    @property
    def registration_opening(self):
        """The instant from which one can register, the latest of its course; None: since it was published."""
        moments = [self.registration_opens_at, self._course_period[1]]
        return max((moment for moment in moments if moment), default=None)

    @property
    def _course_period(self):
        """When registration for its course closes and opens; ``(None, None)`` without one."""
        if self.course_id is None:
            return None, None
        if not hasattr(self, "course_closing"):
            dates = type(self).objects.filter(course=self.course_id, state=State.PUBLISHED)
            period = dates.aggregate(closing=Min(CLOSING), opening=Max("registration_opens_at"))
            self.course_closing, self.course_opening = period["closing"], period["opening"]
        return self.course_closing, self.course_opening

    @property
    def registration(self):
        """``open``, ``waiting_list``, ``full``, ``not_yet``, ``closed`` or ``none``."""
        now = timezone.now()
        if self.registration_mode == RegistrationMode.NONE:
            return "none"
        if self.state != State.PUBLISHED or now >= self.registration_closing:
            return "closed"
        if self.registration_opening and now < self.registration_opening:
            return "not_yet"
        if self.is_open_to_newcomers:
            return "open"
        waiting_full = self.waiting_capacity is not None and self.families_waiting >= self.waiting_capacity
        return "full" if waiting_full else "waiting_list"

    @property
    def can_register(self):
        return self.registration in {"open", "waiting_list"}

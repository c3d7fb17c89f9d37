"""Registration status of a session: as a property, and the same as a condition of the database."""

from django.apps import apps
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from workshops.models.states import RegistrationMode, State

#: Of one date by itself: its closing if it has one, its start at the latest.
CLOSING = Least(Coalesce("registration_closes_at", "starts_at"), "starts_at")


#: Of one date with ``families`` and ``smallest`` (see ``waiting_families``): someone who comes alone is not confirmed.
HAS_NO_ROOM = Q(capacity__isnull=False) & (
    Q(places_taken__gte=F("capacity")) | Q(families__gt=0, smallest__lte=F("capacity") - F("places_taken"))
)
#: Of the same: nobody more may wait.
WAITING_LIST_IS_FULL = Q(waiting_capacity__isnull=False, families__gte=F("waiting_capacity"))


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


def course_obstacles(sessions):
    """What keeps a family out of the course of a session, on any of the dates that are joined together: conditions.
    ``sessions``: all of them.
    """
    count, smallest = waiting_families(OuterRef("pk"))
    course = sessions.filter(
        course=OuterRef("course"), state__in=[State.PUBLISHED, State.POSTPONED]
    ).order_by()
    counted = course.alias(families=count, smallest=smallest)
    return {
        "course_has_no_room": Exists(counted.filter(HAS_NO_ROOM)),
        "course_waiting_list_is_full": Exists(counted.filter(WAITING_LIST_IS_FULL)),
        "course_has_free_entry": Exists(course.filter(registration_mode=RegistrationMode.NONE)),
    }


def open_for_newcomers(sessions, now):
    """A condition on rows with ``families`` and ``smallest`` (see ``waiting_families``): one can register now, be it
    on the waiting list. ``sessions``: all of them, for the other dates of a course, which is joined as a whole.
    """
    course = sessions.filter(course=OuterRef("course"), state=State.PUBLISHED).alias(closing=CLOSING)
    shut = course.filter(Q(closing__lte=now) | Q(registration_opens_at__gt=now))
    opened = Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=now)
    closing = Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gt=now)
    obstacles = course_obstacles(sessions)
    has_no_room, waiting_list_is_full = (
        obstacles["course_has_no_room"],
        obstacles["course_waiting_list_is_full"],
    )
    alone = Q(course__isnull=True) & (~WAITING_LIST_IS_FULL | ~HAS_NO_ROOM)
    together = ~Exists(shut) & ~obstacles["course_has_free_entry"] & (~waiting_list_is_full | ~has_no_room)
    return opened & closing & (alone | (Q(course__isnull=False) & together))


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

    @property
    def is_waiting_list_full(self):
        """Whether nobody more may wait for this date."""
        return self.waiting_capacity is not None and self.families_waiting >= self.waiting_capacity

    def forget_waiting_families(self):
        """They are counted anew at the next question: a verb has just changed them."""
        self.__dict__.pop("waiting_count", None)
        self.__dict__.pop("course_has_no_room", None)

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
    def _obstacles(self):
        """``(no room, waiting list full, free entry)``: of the whole course, where the session is of one."""
        if self.course_id is None:
            return not self.is_open_to_newcomers, self.is_waiting_list_full, False
        if not hasattr(self, "course_has_no_room"):
            sessions = type(self).objects
            obstacles = course_obstacles(sessions.all())
            self.__dict__.update(sessions.filter(pk=self.pk).annotate(**obstacles).values(*obstacles).get())
        return self.course_has_no_room, self.course_waiting_list_is_full, self.course_has_free_entry

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
        has_no_room, waiting_list_is_full, has_free_entry = self._obstacles
        if has_free_entry:  # on another date: the course cannot be joined
            return "closed"
        if not has_no_room:
            return "open"
        return "full" if waiting_list_is_full else "waiting_list"

    @property
    def can_register(self):
        return self.registration in {"open", "waiting_list"}

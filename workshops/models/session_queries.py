"""Which sessions: the words a facilitator would use."""

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from content.visibility import unreadable
from workshops.models.openness import course_obstacles, course_period, open_for_newcomers, waiting_families
from workshops.models.presentation import present
from workshops.models.states import PUBLIC_STATES, Format, RegistrationMode, State


class SessionQuerySet(models.QuerySet):
    """The words a facilitator would use."""

    def in_public_state(self):
        """Announced at some time, whatever became of the page of its activity."""
        return self.filter(state__in=PUBLIC_STATES)

    def public(self):
        """What anyone may find: announced, and of an activity that anyone may read."""
        activities = unreadable(apps.get_model("workshops", "ActivityPage").objects).order_by()
        return self.in_public_state().exclude(
            activity__in=activities.values("pk")
        )  # few: quicker than the others

    def open_to_families(self):
        """Published dates to come that one can register for now, be it on the waiting list, or that need none.

        The same as their ``registration`` says.
        """
        now = timezone.now()
        count, smallest = waiting_families(OuterRef("pk"))
        sessions = self.alias(families=count, smallest=smallest)
        return sessions.filter(
            Q(registration_mode=RegistrationMode.NONE) | open_for_newcomers(self.model.objects.all(), now),
            state=State.PUBLISHED,
            starts_at__gt=now,
        )

    def upcoming(self, now=None):
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now=None):
        """Over, latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def of(self, activity):
        return self.filter(activity=activity.pk)

    def of_kind(self, kind):
        """``kind``: « workshop » or « event »."""
        return self.filter(**{f"activity__{kind}page__isnull": False})

    def in_territory(self, territory):
        return self.filter(territory=territory)

    def in_format(self, wanted):
        at_venue, with_link = Q(venue__isnull=False), ~Q(join_url="")
        return self.filter(
            {
                Format.ON_SITE: at_venue & ~with_link,
                Format.ONLINE: ~at_venue,
                Format.HYBRID: at_venue & with_link,
            }[wanted]
        )

    def about(self, theme):
        return self.filter(activity__themes=theme)

    def spoken_in(self, code):
        return self.filter(languages=code)

    def for_level(self, code):
        """For that school level, or for all of them."""
        return self.filter(Q(activity__levels=code) | Q(activity__levels__isnull=True))

    def with_waiting_families(self):
        """``waiting_count``, ``smallest_waiting`` (heads), ``course_closing``, ``course_opening`` and what keeps a family
        out of its course, by subqueries: a join would group every column.
        """
        count, smallest = waiting_families(OuterRef("pk"))
        closing, opening = course_period(self.model.objects.all())
        return self.annotate(
            waiting_count=count,
            smallest_waiting=smallest,
            course_closing=closing,
            course_opening=opening,
            **course_obstacles(self.model.objects.all()),
        )

    def with_places(self):
        """All that a card shows of the place, in the same query."""
        return self.select_related("activity__locale", "venue__commune", "territory").prefetch_related(
            "languages"
        )

    def cards(self):
        """A list ready to be shown in the active language; a constant number of queries."""
        return present(self.with_places().with_waiting_families())

    def for_user(self, user):
        """Those ``user`` works on: all for national staff, a territory's for its editors, one's own."""
        if user.has_perm("accounts.act_nationally"):
            return self
        reach = Q(facilitators=user)
        if user.has_perm("accounts.edit_territory"):
            reach |= Q(territory__in=user.territories.all())
        return self.filter(reach).distinct()

    def lock(self, *sessions):
        """The same rows, locked in key order until the transaction ends.

        Every verb of ``booking`` and ``scheduling`` begins here. On SQLite the transaction is
        IMMEDIATE, which is the lock.
        """
        keys = sorted(session.pk for session in sessions)
        return list(self.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))

    def line(self, session):
        """``session`` and every date of its course: what happens to one family happens on all."""
        return (
            self.filter(pk=session.pk) if session.course_id is None else self.filter(course=session.course_id)
        )

    def lock_line(self, session):
        """The same, locked."""
        return self.lock(session) if session.course_id is None else self.lock(*self.line(session))

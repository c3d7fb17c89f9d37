"""The list of sessions: those to come first, the soonest at the top."""

import django_filters
from django.db.models import Case, F, Q, Value, When
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from territories.folding import fold
from workshops import session_rules
from workshops.admin_forms.fields import DATE_FORMATS, day_input
from workshops.models import Format, Session, State
from workshops.permissions import territories_of
from workshops.viewsets.rows import GuardedIndexView


def own_territories(request):
    return territories_of(request.user)


def day_filter(label, lookup):
    """On the date of the session's own calendar: no zone comes into it."""
    return django_filters.DateFilter(
        field_name="local_date",
        lookup_expr=lookup,
        label=label,
        input_formats=DATE_FORMATS,
        widget=day_input(),
    )


class SessionFilterSet(WagtailFilterSet):
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Période"),
        choices=[("upcoming", gettext_lazy("À venir")), ("past", gettext_lazy("Passées"))],
        method=lambda sessions, _name, period: sessions.filter(
            **{"ends_at__gt" if period == "upcoming" else "ends_at__lte": timezone.now()}
        ),
    )
    du = day_filter(gettext_lazy("Du"), "gte")
    au = day_filter(gettext_lazy("Au"), "lte")
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("État"), choices=State.choices, widget=CheckboxSelectMultiple
    )
    territory = django_filters.ModelChoiceFilter(label=gettext_lazy("Territoire"), queryset=own_territories)
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Sorte"),
        choices=[("workshop", gettext_lazy("Atelier")), ("event", gettext_lazy("Événement"))],
        method=lambda sessions, _name, kind: sessions.of_kind(kind),
    )
    format = django_filters.ChoiceFilter(
        label=gettext_lazy("Où"),
        choices=Format.choices,
        method=lambda sessions, _name, wanted: sessions.in_format(wanted),
    )

    class Meta:
        model = Session
        fields = []


MOST_WORDS = 60


class SessionIndexView(GuardedIndexView):
    add_item_label = gettext_lazy("Ajouter une séance")
    search_fields = ["search_text"]

    def get_base_queryset(self):
        return super().get_base_queryset().with_places().with_waiting_families()

    def order_queryset(self, queryset):
        if self.ordering:
            return super().order_queryset(queryset)
        to_come = Q(ends_at__gt=timezone.now())
        soonest = Case(When(to_come, then=F("starts_at")))
        return queryset.order_by(
            Case(When(to_come, then=Value(0)), default=Value(1)), soonest, "-starts_at", "pk"
        )

    def search_queryset(self, queryset):
        """Every word, in the workshop, the place, the commune or the territory; or the reference.

        Signs alone name nothing, and neither does a whole text (SQLite gives up at a thousand conditions).
        """
        if not self.is_searching:
            return queryset
        named = Q(ref=self.search_query.strip().lower())
        words = set(fold(self.search_query).split())
        if 0 < len(words) <= MOST_WORDS:
            named |= Q(*(Q(search_text__contains=word) for word in words))
        return queryset.filter(named)

    @cached_property
    def columns(self):
        title_column = self._get_title_column_class(TitleColumn)
        return [
            title_column(
                "activity",
                label=_("Atelier ou événement"),
                accessor="activity.title",
                get_url=lambda session: reverse(self.inspect_url_name, args=[session.pk]),
                sort_key="activity__title",
            ),
            Column("when", label=_("Quand"), accessor="when.full", sort_key="starts_at"),
            Column("place", label=_("Lieu"), accessor="place_words"),
            Column("territory", label=_("Territoire"), sort_key="territory__slug"),
            StatusTagColumn(
                "state",
                label=_("État"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda session: session.state == State.PUBLISHED,
            ),
            Column("places", label=_("Places"), accessor=places_in_figures),
        ]

    def get_edit_url(self, instance):
        return None if session_rules.why_not_revise(instance) else super().get_edit_url(instance)

    def get_delete_url(self, instance):
        return None if session_rules.why_not_delete(instance) else super().get_delete_url(instance)


def places_in_figures(session):
    """« 12 / 20, 2 familles attendent »."""
    if session.registration == "none":
        return _("Entrée libre")
    limit = _("sans limite") if session.capacity is None else session.capacity
    figures = f"{session.places_taken} / {limit}"
    return f"{figures}, {session.waiting_words}" if session.families_waiting else figures

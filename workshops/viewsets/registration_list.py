"""The list of registrations, and the same columns on a session's page."""

from contextlib import suppress

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from workshops.letters import must_be_called, unreached
from workshops.models import Registration, Status
from workshops.models.arrangements import NEEDS
from workshops.models.contacts import readable_code
from workshops.models.typed_contacts import UnreadableError, read_contact
from workshops.viewsets.rows import GuardedIndexView
from workshops.viewsets.session_list import own_territories


def _contact(registration):
    """« nom@exemple.fr, +33612345678 »; « +33329123456 (à appeler) » where nothing written goes."""
    enrolment, reason = registration.enrolment, registration.unreached
    contact = enrolment.contact_words
    return (
        gettext("%(contact)s (à appeler)") % {"contact": contact}
        if must_be_called(enrolment, reason)
        else contact
    )


def with_reasons(registrations):
    """The same as a list, each with ``unreached``: why nothing written reaches its family, or None. One query."""
    registrations = list(registrations)
    reasons = unreached(row.enrolment for row in registrations)
    for row in registrations:
        row.unreached = reasons.get(row.enrolment_id)
    return registrations


def at_a_glance(registrations):
    """``{"standing": [{label, families, adults, children}], "needs": [{label, families}]}`` of a session's rows."""
    statuses = [Status.CONFIRMED, Status.OFFERED, Status.WAITING]
    by_status = {status: [row for row in registrations if row.status == status] for status in statuses}
    standing = [
        {
            "label": status.label,
            "families": len(rows),
            "adults": sum(row.adults for row in rows),
            "children": sum(row.children for row in rows),
        }
        for status, rows in by_status.items()
        if rows
    ]
    coming = [*by_status[Status.CONFIRMED], *by_status[Status.OFFERED]]
    asked = {code: sum(code in row.needs for row in coming) for code in NEEDS}
    needs = [{"label": NEEDS[code], "families": count} for code, count in asked.items() if count]
    return {"standing": standing, "needs": needs}


def registration_columns(shows_contacts, session=True):
    """``session``: whether the rows are of several sessions."""
    columns = [
        TitleColumn(
            "code",
            # With the code alone one opens the page of a family that gave no contact.
            label=_("Code") if shows_contacts else _("Numéro"),
            accessor="enrolment.code" if shows_contacts else "pk",
            url_name="inscriptions:inspect",
            classname="w-whitespace-nowrap",
        )
    ]
    if shows_contacts:
        columns.append(Column("name", label=_("Nom"), accessor="enrolment.name"))
    if session:
        columns.append(Column("session", label=_("Séance"), sort_key="session__starts_at"))
        columns.append(Column("territory", label=_("Territoire"), accessor="session.territory"))
    columns += [
        Column("party", label=_("Famille"), accessor="party_words"),
        StatusTagColumn(
            "status",
            label=_("Statut"),
            accessor="get_status_display",
            sort_key="status" if session else None,
            primary=lambda registration: registration.status == Status.CONFIRMED,
        ),
        Column("needs", label=_("Besoins"), accessor="needs_words"),
    ]
    if shows_contacts:
        columns.append(Column("contact", label=_("Joindre"), accessor=_contact))
    return columns


class RegistrationFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Statut"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    territory = django_filters.ModelChoiceFilter(
        field_name="session__territory", label=_("Territoire"), queryset=own_territories
    )
    seance = django_filters.CharFilter(
        field_name="session__ref", lookup_expr="iexact", label=_("Référence de la séance")
    )

    class Meta:
        model = Registration
        fields = []


class RegistrationIndexView(GuardedIndexView):
    search_fields = ["enrolment__code"]

    @cached_property
    def shows_contacts(self):
        """The rows are those of sessions within reach: what is left to ask is the permission."""
        return self.request.user.has_perm("accounts.see_contacts")

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        return rows.select_related("enrolment", "session__activity", "session__territory").order_by(
            "-session__starts_at", "session", "rank"
        )

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        typed = self.search_query.strip()
        found = Q(enrolment__code=readable_code(typed))
        if self.shows_contacts:
            found |= Q(enrolment__name__icontains=typed) | Q(enrolment__email__icontains=typed)
            with suppress(UnreadableError):
                found |= Q(
                    **{f"enrolment__{key}": value for key, value in read_contact(typed).items() if value}
                )
        return queryset.filter(found)

    def get_table(self, object_list):
        return super().get_table(with_reasons(object_list))

    @cached_property
    def columns(self):
        return registration_columns(self.shows_contacts)

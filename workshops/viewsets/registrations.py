"""« Inscriptions » in Wagtail's admin: to read, and one act. Who the family is shows to few."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops import booking
from workshops.models import Registration
from workshops.permissions import can_cancel_enrolment, can_see_contacts
from workshops.viewsets.registration_list import RegistrationFilterSet, RegistrationIndexView, needs_words
from workshops.viewsets.rows import ActView, GuardedInspectView, GuardedViewSet


class RegistrationInspectView(GuardedInspectView):
    page_title = gettext_lazy("Inscription")
    template_name = "workshops/admin/registration.html"

    def get_context_data(self, **kwargs):
        registration, user = self.object, self.request.user
        can_cancel = registration.can_be_cancelled and can_cancel_enrolment(user, registration.enrolment)
        return super().get_context_data(
            registration=registration,
            needs=needs_words(registration),
            shows_contacts=can_see_contacts(user, registration.session),
            events=registration.events.select_related("user"),
            cancel_url=reverse("inscriptions:cancel", args=[registration.pk]) if can_cancel else "",
            **kwargs,
        )

    def get_fields(self):
        return []


class CancelView(ActView):
    """For a family that telephoned. All its dates go together, as when it cancels by itself."""

    model = Registration
    label = gettext_lazy("Annuler l’inscription")
    success_message = gettext_lazy("L’inscription est annulée.")
    is_serious = True

    @staticmethod
    def is_allowed(user, registration):
        return can_cancel_enrolment(user, registration.enrolment)

    @property
    def explanation(self):
        dates = self.object.enrolment.registrations.active().count()
        if dates > 1:
            return _(
                "Cette famille est inscrite à %(count)s dates : toutes celles à venir sont annulées."
            ) % {"count": dates}
        return _(
            "Les places de cette famille sont libérées. Elle reçoit un message si elle a une adresse e-mail."
        )

    def act(self, form):
        booking.cancel(self.object.enrolment, by=booking.STAFF, user=self.request.user)


class RegistrationViewSet(GuardedViewSet):
    """No address at which to add, edit or delete one: ``booking`` alone writes."""

    model = Registration
    name = "inscriptions"
    icon = "group"
    menu_label = gettext_lazy("Inscriptions")
    index_view_class = RegistrationIndexView
    inspect_view_class = RegistrationInspectView
    filterset_class = RegistrationFilterSet
    search_fields = ["enrolment__code"]
    acts = {"cancel": CancelView}

    def get_common_view_kwargs(self, **kwargs):
        none = dict.fromkeys(["add_url_name", "edit_url_name", "delete_url_name", "history_url_name"])
        return super().get_common_view_kwargs(**none, **kwargs)

    def get_urlpatterns(self):
        kept = {"index", "index_results", "inspect", *self.acts}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_form_class(self, for_update=False):
        return None

    def register_admin_url_finder(self):
        """A registration has no form to be found."""

    def get_permissions_to_register(self):
        return Permission.objects.filter(
            content_type__app_label="workshops", codename__in=["view_registration", "change_registration"]
        )

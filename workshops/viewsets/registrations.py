"""« Inscriptions » in Wagtail's admin: to read, and a few acts. Who the family is shows to few."""

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy

from workshops import letters
from workshops.models import Registration
from workshops.permissions import can_see_contacts
from workshops.viewsets.registration_acts import ACTS, acts_on
from workshops.viewsets.registration_list import RegistrationFilterSet, RegistrationIndexView
from workshops.viewsets.rows import GuardedInspectView, GuardedViewSet


class RegistrationInspectView(GuardedInspectView):
    page_title = gettext_lazy("Inscription")
    template_name = "workshops/admin/registration.html"

    def get_context_data(self, **kwargs):
        registration, user = self.object, self.request.user
        acts, reasons = acts_on(registration, user)
        return super().get_context_data(
            registration=registration,
            unwritten=letters.why_unwritten(registration.enrolment),
            shows_contacts=can_see_contacts(user, registration.session),
            events=registration.events.select_related("user"),
            acts=acts,
            reasons=reasons,
            unknown_address=letters.unknown_address(registration.enrolment),
            **kwargs,
        )

    def get_fields(self):
        return []


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
    acts = ACTS

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

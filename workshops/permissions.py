"""Who may do what. Predicates, asked by views, templates and the admin alike.

Wagtail's policies say which *kind* of row a person may work on; the predicates here say which
rows. Its edit, delete, inspect, history and usage views ask for the kind alone, so the views of
``viewsets`` also ask ``GuardedRow``.
"""

from django.core.exceptions import PermissionDenied
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from accounts.rights import acts_in, acts_nationally, edits_in, territories_of  # noqa: F401 - predicates in one place
from content import languages


def works_on(user, session):
    """An editor of its territory, or one of its facilitators. What they may do there is a permission's."""
    if not user.is_active:
        return False
    return edits_in(user, session.territory) or session.facilitators.filter(pk=user.pk).exists()


def can_edit_session(user, session):
    return user.has_perm("workshops.change_session") and works_on(user, session)


def can_publish_session(user, session):
    """Territory and national editors; a facilitator proposes."""
    return user.has_perm("workshops.publish_session") and edits_in(user, session.territory)


def can_see_contacts(user, session):
    """Names, e-mail addresses and telephone numbers of the families of a session."""
    return user.has_perm("accounts.see_contacts") and works_on(user, session)


def can_register_families(user, session):
    """For a family that cannot do it alone."""
    return user.has_perm("workshops.change_registration") and works_on(user, session)


def can_change_enrolment(user, enrolment):
    """All its dates are changed, asked for or cancelled together: each must be within reach."""
    if not user.has_perm("workshops.change_registration"):
        return False
    rows = enrolment.registrations.active().select_related("session__territory")
    return all(works_on(user, registration.session) for registration in rows)


def can_read_answers(user, event):
    """What families answered to its questionnaire: whoever may edit the page of the event."""
    return event.permissions_for_user(user).can_edit()


def events_edited_by(user):
    """The events whose answers ``user`` may read, as French pages."""
    from workshops.models import EventPage

    pages = policy_registry.get_by_type(EventPage).instances_user_has_permission_for(user, "change")
    return EventPage.objects.filter(pk__in=pages.values("pk"), locale__language_code=languages.default())


class RowPolicy(ModelPermissionPolicy):
    """A model permission, and whether the row is within the person's reach."""

    def __init__(self, model, within_reach):
        super().__init__(model)
        self.within_reach = within_reach

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        return instance.pk is None or self.within_reach(user, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.model._default_manager.for_user(user)

    def users_with_any_permission_for_instance(self, actions, instance):
        able = self.users_with_any_permission(actions)
        return able.filter(pk__in=[user.pk for user in able if self.within_reach(user, instance)])


class GuardedRow:
    """For every admin view of one row: refuse a row that the person may not work on.

    The view's own ``permission_required`` is asked for this very row; the views that need none
    in particular (inspect, history) ask for any.
    """

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        required = getattr(self, "permission_required", None)
        actions = [required] if required else ["add", "change", "delete", "view"]
        if not self.permission_policy.user_has_any_permission_for_instance(self.request.user, actions, row):
            raise PermissionDenied
        return row


def register_policies():
    """Called when the app is ready."""
    from workshops.models import Registration, Session, Venue

    for model, within_reach in (
        (Session, works_on),
        (Venue, lambda user, venue: acts_in(user, venue.territory)),
        (Registration, lambda user, registration: works_on(user, registration.session)),
    ):
        policy_registry.register(model, RowPolicy(model, within_reach))

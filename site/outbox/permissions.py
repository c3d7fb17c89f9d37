"""Who may do what with messages. Nobody writes, corrects or deletes one by hand."""

from wagtail.permission_policies import ModelPermissionPolicy

ACTIONS = {"view", "retry", "bounce"}


class MessagePermissionPolicy(ModelPermissionPolicy):
    """View, retry, note as come back, by their permissions; the rest is refused, to administrators too."""

    def user_has_permission(self, user, action):
        return action in ACTIONS and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(ACTIONS.intersection(actions))


def can_see_recipients(user):
    return user.has_perm("outbox.view_recipient")

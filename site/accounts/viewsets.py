"""« Utilisateurs » in Wagtail's admin, with the territories where each person acts."""

from wagtail.users.views.users import UserViewSet

from accounts.admin_forms import StaffCreationForm, StaffEditForm


class StaffViewSet(UserViewSet):
    """Its templates add the field: ``wagtailusers/users/accounts/user/``."""

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm

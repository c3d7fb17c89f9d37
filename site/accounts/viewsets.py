"""« Utilisateurs » in Wagtail's admin, with the territories where each person acts."""

from wagtail.users.views.users import EditView, UserViewSet

from accounts.admin_forms import StaffCreationForm, StaffEditForm
from admin_base.edit_conflicts import EditConflictView


class StaffEditView(EditConflictView, EditView):
    pass


class StaffViewSet(UserViewSet):
    """Its templates add the field: ``wagtailusers/users/accounts/user/``."""

    edit_view_class = StaffEditView

    def get_form_class(self, for_update=False):
        return StaffEditForm if for_update else StaffCreationForm

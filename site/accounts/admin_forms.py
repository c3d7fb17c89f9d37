"""Accounts in Wagtail's admin: with the territories where each person acts."""

from django.forms import CheckboxSelectMultiple
from wagtail.users.forms import UserCreationForm, UserEditForm

from admin_base.edit_conflicts import EditConflictForm


class StaffCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"territories"}
        widgets = UserCreationForm.Meta.widgets | {"territories": CheckboxSelectMultiple}


class StaffEditForm(EditConflictForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"territories"}
        widgets = UserEditForm.Meta.widgets | {"territories": CheckboxSelectMultiple}

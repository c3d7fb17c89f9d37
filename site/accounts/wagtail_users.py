"""In the place of « wagtail.users » among the installed apps: the same, with our accounts."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.viewsets.StaffViewSet"

"""Images and documents in the admin's API: those whose collections one may choose from, and no others."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class _ChosenFrom:
    def get_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        return super().get_queryset().filter(pk__in=mine.values("pk"))


class DocumentsViewSet(_ChosenFrom, DocumentsAdminAPIViewSet):
    pass


class ImagesViewSet(_ChosenFrom, ImagesAdminAPIViewSet):
    pass


def guard_files(router):
    """A ``construct_admin_api`` hook, after Wagtail's own of the same names."""
    router.register_endpoint("documents", DocumentsViewSet)
    router.register_endpoint("images", ImagesViewSet)

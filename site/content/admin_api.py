"""The admin's API: refusals in words, and the files of the collections one may choose from, no others."""

from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework import serializers
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class PagesViewSet(PagesAdminAPIViewSet):
    #: Translations are wagtail-localize's affair, which keeps one page of each language.
    actions = {
        name: action
        for name, action in PagesAdminAPIViewSet.actions.items()
        if name != "copy_for_translation"
    }

    def action_view(self, request, pk, action_name):
        try:
            return super().action_view(request, pk, action_name)
        except PermissionDenied as error:
            tester = self.get_object().permissions_for_user(request.user)
            raise PermissionDenied(tester.refusal(action_name) or str(error)) from error
        except ValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error


class _ChosenFrom:
    def get_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        return super().get_queryset().filter(pk__in=mine.values("pk"))


class DocumentsViewSet(_ChosenFrom, DocumentsAdminAPIViewSet):
    pass


class ImagesViewSet(_ChosenFrom, ImagesAdminAPIViewSet):
    pass


def guard(router):
    """A ``construct_admin_api`` hook, after Wagtail's own of the same names."""
    router.register_endpoint("pages", PagesViewSet)
    router.register_endpoint("documents", DocumentsViewSet)
    router.register_endpoint("images", ImagesViewSet)

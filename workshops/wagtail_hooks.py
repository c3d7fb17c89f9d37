from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from workshops.models import Session
from workshops.viewsets import WorkshopsMenu
from workshops.viewsets.communes import CommuneChooserViewSet
from workshops.viewsets.pages import say_why_it_is_still_there
from workshops.viewsets.session_acts import register_log_actions
from workshops.viewsets.venues import VenueChooserViewSet

hooks.register("register_log_actions", register_log_actions)
hooks.register("before_edit_page", say_why_it_is_still_there)


@hooks.register("register_admin_viewset")
def register_workshops():
    return [
        # The choosers first: the forms of the menu's rows take their widgets.
        CommuneChooserViewSet("choisir-une-commune"),
        VenueChooserViewSet("choisir-un-lieu"),
        WorkshopsMenu(),
    ]


@hooks.register("before_unpublish_page")
def refuse_to_hide_what_families_are_registered_for(request, page):
    """A workshop or event stays readable as long as families may come to one of its dates."""
    if Session.objects.public().upcoming().filter(activity=page.pk).exists():
        messages.error(request, _("Des séances sont à venir : annulez-les avant de retirer cette page."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None

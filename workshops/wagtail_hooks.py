from wagtail import hooks

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

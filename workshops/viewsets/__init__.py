"""The menu « Ateliers » of Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from workshops.viewsets.questionnaires import QuestionnaireViewSet
from workshops.viewsets.registrations import RegistrationViewSet
from workshops.viewsets.sessions import SessionViewSet
from workshops.viewsets.venues import VenueViewSet


class WorkshopsMenu(ModelViewSetGroup):
    menu_label = _("Ateliers")
    menu_icon = "date"
    menu_order = 150  # after the pages (100), before themes and territories
    items = (SessionViewSet, RegistrationViewSet, VenueViewSet, QuestionnaireViewSet)

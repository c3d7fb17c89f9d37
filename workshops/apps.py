from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Ateliers et séances")

    def ready(self):
        from wagtail.signals import page_published, page_unpublished

        from content.models import theme_revised
        from workshops import corrections, permissions, scheduled  # noqa: F401 - the worker finds what is scheduled
        from workshops.models import EventPage, WorkshopPage
        from workshops.page_forms import TerritorialPageForm

        permissions.register_policies()
        EventPage.base_form_class = TerritorialPageForm  # here, since forms stand above models
        theme_revised.connect(
            lambda theme, **_: corrections.theme_revised(theme), weak=False, dispatch_uid="theme revised"
        )
        for model in (WorkshopPage, EventPage):
            for signal in (page_published, page_unpublished):
                signal.connect(
                    lambda instance, **_: corrections.activity_revised(instance),
                    sender=model,
                    weak=False,
                    dispatch_uid=f"activity revised {model.__name__}",
                )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MESSAGE_KINDS = {
    "registered": _("Inscription confirmée"),
    "changed": _("Inscription modifiée"),
    "cancelled": _("Inscription annulée"),
    "offered": _("Place proposée"),
    "offer_lapsed": _("Place non gardée"),
    "link_again": _("Lien renvoyé"),
    "date": _("Date d’un parcours"),
    "session_changed": _("Séance modifiée"),
    "reminder": _("Rappel d’une séance"),
    "thanks": _("Remerciement"),
    "all_data": _("Données d’une famille"),
    "page_schedule": _("Mise en ligne ou retrait prévu d’une page"),
    "team_session_changed": _("Séance modifiée, à l’équipe"),
    "team_telephone": _("Familles à appeler, à l’équipe"),
}


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Ateliers et séances")

    def ready(self):
        from wagtail.signals import page_published, page_unpublished

        from content.models import theme_revised
        from outbox import kinds
        from workshops import corrections, permissions, scheduled  # noqa: F401 - the worker finds what is scheduled
        from workshops.models import EventPage, WorkshopPage
        from workshops.page_forms import TerritorialPageForm

        permissions.register_policies()
        kinds.declare(MESSAGE_KINDS)
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

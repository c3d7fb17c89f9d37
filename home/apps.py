from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self):
        from home.models import NewsPage, TerritoryPage
        from workshops.page_forms import TerritorialPageForm

        NewsPage.base_form_class = TerritoryPage.base_form_class = (
            TerritorialPageForm  # here, since forms stand above models
        )

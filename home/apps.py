from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self):
        from home import roles
        from home.models import NewsPage, TerritoryPage
        from workshops.page_forms import TerritorialPageForm

        NewsPage.base_form_class = TerritoryPage.base_form_class = (
            TerritorialPageForm  # here, since forms stand above models
        )
        post_migrate.connect(roles.update_after_migrate, sender=self)

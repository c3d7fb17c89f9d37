from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Contenus")

    def ready(self):
        """Wagtail's own ways that no setting of its changes."""
        from content import admin_exports, uploaded_pictures

        admin_exports.write_exports_for_french_spreadsheets()
        uploaded_pictures.say_damaged_files()

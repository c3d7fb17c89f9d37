from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Contenus")

    def ready(self):
        from willow.plugins.pillow import PillowImage

        # A camera writes where and when into its pictures. Willow copies that into what it cuts, and has no setting.
        PillowImage.get_exif_data = lambda image: None

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Contenus")

    def ready(self):
        from content.page_rights import register_policy

        register_policy()

        from wagtail.signals import page_slug_changed, post_page_move
        from willow.plugins.pillow import PillowImage

        from content import translations

        page_slug_changed.connect(translations.rename_translations, dispatch_uid="rename translations")
        post_page_move.connect(translations.move_translations, dispatch_uid="move translations")

        # A camera writes where and when into its pictures. Willow copies that into what it cuts, and has no setting.
        PillowImage.get_exif_data = lambda image: None

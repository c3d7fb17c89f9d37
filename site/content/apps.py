from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Contenus")

    def ready(self):
        """Rights and addresses of pages, and those of Wagtail's own ways that no setting of its changes."""
        from wagtail.signals import page_slug_changed, post_page_move

        from content import admin_exports, page_rights, translations, uploaded_pictures

        page_rights.register_policy()
        page_slug_changed.connect(translations.rename_translations, dispatch_uid="rename translations")
        post_page_move.connect(translations.move_translations, dispatch_uid="move translations")
        admin_exports.write_exports_for_french_spreadsheets()
        uploaded_pictures.say_damaged_files()
        uploaded_pictures.cut_without_camera_data()

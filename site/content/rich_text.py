"""Wagtail's editor of formatted text, for forms that were not filled in by it."""

from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    """What is not the editor's own is no text, and the form says that one is missing."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (
            ValueError,
            AttributeError,
            LookupError,
            TypeError,
            AssertionError,
        ):  # its parser trusts its script
            return None

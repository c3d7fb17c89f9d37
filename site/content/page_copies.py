"""« Copier » in the explorer: what the copy would lack, or has too much of, is said in its form."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.admin import messages
from wagtail.admin.views.pages.copy import CopyView

from content.page_faults import faults_in_words

FIELDS = {"title": "new_title", "slug": "new_slug"}


class SitePageCopyView(CopyView):
    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            by_field = error.message_dict
        for name, field in FIELDS.items():
            for said in by_field.pop(name, []):
                form.add_error(field, said)
        if by_field:
            messages.error(self.request, faults_in_words(self.page.specific_class, by_field))
        return self.form_invalid(form)

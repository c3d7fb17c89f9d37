"""Figures on the admin's first page."""

from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry


class PagesOfPersonSummaryItem(PagesSummaryItem):
    """Wagtail's, which counts all pages of the site: those that lists show this person."""

    def get_context_data(self, parent_context):
        pages = policy_registry.get_by_type(Page).explorable_instances(self.request.user)
        return super().get_context_data(parent_context) | {"total_pages": pages.filter(depth__gt=1).count()}

"""Public pages: live ones that no restriction closes.

Every list, search, feed, calendar and sitemap asks here: what a restriction closes is named nowhere. The types of
the site offer none; those made before, and in the database by hand, are kept.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageViewRestriction


def readable(pages):
    """Those of the queryset ``pages`` that anyone may read. No query of its own."""
    return pages.filter(live=True).exclude(translation_key__in=closed_keys())


def unreadable(pages):
    """The others."""
    return pages.filter(Q(live=False) | Q(translation_key__in=closed_keys()))


def closed_keys():
    """The ``translation_key`` of all that a restriction closes: its page and what is below, in every language.

    A restriction is put on one language's page; the words would stay readable in the others.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path"))
    there_is_one = Exists(PageViewRestriction.objects.all())  # asked first, and once: mostly there is none
    return Page.objects.filter(there_is_one, Exists(above)).order_by().values("translation_key")


def restrictions_of(page):
    """Those that close ``page``, in whichever language they were put."""
    keys = page.get_ancestors(inclusive=True).order_by().values("translation_key")
    return PageViewRestriction.objects.filter(page__translation_key__in=keys)

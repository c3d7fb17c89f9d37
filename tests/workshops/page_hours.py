"""Pages with an hour: as their editors leave them, and what the worker made of them."""

from datetime import UTC, datetime, timedelta

from wagtail.models import Page, PageLogEntry

from workshops.page_schedule import publish_and_expire

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def again(page):
    """As another request reads it."""
    return Page.objects.get(pk=page.pk).specific


def scheduled(page, *, title=None, **hours):
    """A change to ``page``, approved with these hours; both as Wagtail's editor writes them."""
    page = again(page)
    page.title = title or page.title
    for name, instant in hours.items():
        setattr(page, name, instant)
    page.save_revision().publish()
    return again(page)


def at(clock, instant):
    clock.move_to(instant, tick=False)
    publish_and_expire()


def logged(page):
    actions = PageLogEntry.objects.filter(page=page.pk, action__contains="scheduled")
    return list(actions.order_by("pk").values_list("action", flat=True))

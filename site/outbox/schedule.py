"""Work that comes back at intervals: reminders, offers that lapse, purges."""

import logging

from django.utils import timezone

from .models import Heartbeat

logger = logging.getLogger(__name__)

_works = {}


def periodic(name, every):
    """Have the worker call the decorated function every ``every`` (a timedelta, 10 s at the least).

    One worker alone calls it each time. It must be idempotent: a killed worker may leave it half done.
    """

    def register(work):
        _works[name] = (every, work)
        return work

    return register


def run_due():
    """Do what has come due. A work that fails is logged and tried again at its next turn."""
    for name, (every, work) in _works.items():
        if _is_our_turn(f"periodic:{name}", every):
            try:
                work()
            except Exception as error:  # its words may quote a family: they stay out of the log
                logger.error("scheduled work %s failed: %s", name, type(error).__name__)


def _is_our_turn(name, every):
    """True for one worker only, once in ``every``."""
    if Heartbeat.objects.seen_within(every).filter(name=name).exists():
        return False
    now = timezone.now()
    _beat, is_first = Heartbeat.objects.get_or_create(name=name, defaults={"seen_at": now})
    return is_first or bool(Heartbeat.objects.filter(name=name, seen_at__lte=now - every).update(seen_at=now))

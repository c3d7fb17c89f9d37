"""``manage.py worker``: sends the outbox and does the scheduled work."""

import signal
from contextlib import contextmanager

from django.core.management.base import BaseCommand

from outbox.worker import Worker


class Command(BaseCommand):
    help = "Sends messages and does the scheduled work until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser):
        how_long = parser.add_mutually_exclusive_group()
        how_long.add_argument("--once", action="store_true", help="try one message, then end")
        how_long.add_argument("--until-empty", action="store_true", help="end when nothing is due any more")

    def handle(self, *, once, until_empty, **options):
        worker = Worker()
        with _stopped_by_signals(worker):
            worker.run(once=once, until_empty=until_empty)


@contextmanager
def _stopped_by_signals(worker):
    """SIGTERM and Ctrl-C let the worker finish its message, even when they come twice."""
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

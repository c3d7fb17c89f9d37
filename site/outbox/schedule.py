"""Work that comes back at intervals: reminders, offers that lapse, pages that go live, purges.

Each has its own turn: a long one holds up neither the messages nor the others.
"""

import logging
import threading
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error, connections
from django.utils import timezone

from .models import PeriodicJob

logger = logging.getLogger(__name__)

#: After a failure, a job of every six hours is not left until then.
RETRY = timedelta(minutes=5)
#: How many intervals may pass without success, and how much time at the least, before a watcher is told.
LATE_INTERVALS = 3
LATE = timedelta(hours=1)

_works = {}


def periodic(name, every):
    """Have the worker call the decorated function every ``every`` (a timedelta, 10 s at the least).

    One worker alone calls it each time, in a thread of its own. It must be idempotent, and its transactions
    short: a killed worker may leave it half done, and another then does it again.
    """

    def register(work):
        _works[name] = (every, work)
        return work

    return register


def run_due():
    """Do what has come due, one after the other, here and now."""
    for turn in _turns(_works):
        turn.do()


def late():
    """Names of the jobs that have not come to their end for far longer than their interval."""
    rows = PeriodicJob.objects.in_bulk(_works, field_name="name")
    return [
        name
        for name, (every, _work) in _works.items()
        if name in rows and rows[name].is_late(max(LATE_INTERVALS * every, LATE))
    ]


class Threads:
    """The jobs that this process has in hand, each in a thread of its own."""

    def __init__(self):
        self._running = {}

    def run_due(self):
        """Start what has come due, and keep what goes on from other workers."""
        self._running = {turn: thread for turn, thread in self._running.items() if thread.is_alive()}
        holders = [turn.holder for turn in self._running]
        PeriodicJob.objects.filter(held_by__in=holders).update(held_until=timezone.now() + PeriodicJob.HOLD)
        ours = {turn.name for turn in self._running}
        for turn in _turns(name for name in _works if name not in ours):
            # A daemon: it ends with the process, as it would with a killed one.
            thread = threading.Thread(target=turn.do_and_close, name=turn.name, daemon=True)
            self._running[turn] = thread
            thread.start()

    def wait(self, seconds):
        """For those that go on, but no longer than that."""
        limit = time.monotonic() + seconds
        for thread in self._running.values():
            thread.join(max(limit - time.monotonic(), 0))


@dataclass(frozen=True)
class _Turn:
    """One job, taken by this worker. ``holder``: what its row names while we do it."""

    name: str
    holder: uuid.UUID
    started_at: datetime

    def do(self):
        """A work that fails is logged and tried again at its next turn."""
        every, work = _works[self.name]
        try:
            work()
        except Exception as error:  # its words may quote a family: they stay out of the log
            logger.error("scheduled work %s failed: %s", self.name, type(error).__name__)
            self._give_back(next_at=timezone.now() + min(every, RETRY))
        else:
            self._give_back(next_at=self.started_at + every, succeeded_at=timezone.now())

    def do_and_close(self):
        """The same in a thread, whose connections are its own."""
        try:
            self.do()
        except Error as error:  # the hold lapses by itself
            logger.warning("the end of %s could not be noted: %s", self.name, type(error).__name__)
        finally:
            connections.close_all()

    def _give_back(self, **noted):
        row = PeriodicJob.objects.filter(name=self.name, held_by=self.holder)
        row.update(held_by=None, held_since=None, held_until=None, **noted)


def _turns(names):
    """Take those of ``names`` that have come due, one after the other, for this worker alone."""
    names = list(names)
    known = PeriodicJob.objects.in_bulk(names, field_name="name")
    for name in names:
        every, _work = _works[name]
        if name not in known:
            PeriodicJob.objects.get_or_create(name=name)
        now, holder = timezone.now(), uuid.uuid4()
        due = PeriodicJob.objects.due(every).filter(name=name)
        # Looked at first: a look costs other writers nothing.
        hold = {"held_by": holder, "held_since": now, "held_until": now + PeriodicJob.HOLD}
        if due.exists() and due.update(**hold):
            yield _Turn(name, holder, now)

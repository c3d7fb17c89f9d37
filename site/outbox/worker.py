"""The loop that sends. As many as one likes may run, on as many machines."""

import logging
import time

from django.db import Error, close_old_connections

from . import delivery, jobs, schedule
from .models import Heartbeat

logger = logging.getLogger(__name__)

NAME = "worker"
WAKE_UP = 1.0
BEAT = 10.0
LONGEST_BACK_OFF = 30.0
BLINK = 0.2
#: How long the jobs in hand are waited for when the worker is told to stop.
LONGEST_END = 5.0


class Worker:
    """Sends what is due, one message after the other, until told to stop."""

    def __init__(self):
        self.stopping = False
        self.unrecorded = None
        self.channel = None
        self.failures = 0
        self.next_beat = float("-inf")
        self.jobs = None

    def stop(self, *_signal):
        """Finish the message in hand, then end. A plain flag: it is set inside a signal handler."""
        self.stopping = True

    def run(self, *, once=False, until_empty=False):
        """Work for ever; or send one message (``once``); or until nothing is due (``until_empty``).

        For ever, each scheduled job has a thread of its own; else they are done one after the other.
        """
        if not (once or until_empty):
            self.jobs = schedule.Threads()
        try:
            self._run(once, until_empty)
        finally:
            if self.jobs:
                self.jobs.wait(LONGEST_END)

    def _run(self, once, until_empty):
        while not self.stopping:
            try:
                sent = self.step()
                self.failures = 0
            except Error as error:
                if once or until_empty:
                    raise
                self._wait_for_the_database(error)
                continue
            if once or (until_empty and not sent):
                return
            if not sent:
                self._pause(WAKE_UP)

    def step(self):
        """Do one job and try one message. False when nothing was due."""
        self._beat()
        did_job = jobs.run_next()
        if self.unrecorded is None:
            message = delivery.claim(after=self.channel)
            if message is None:
                return did_job
            self.channel = message.channel
            self.unrecorded = delivery.attempt(message)
        # Kept until noted: when the database goes away just after a mail left,
        # noting it later spares the reader a second one.
        delivery.record(self.unrecorded)
        self.unrecorded = None
        return True

    def _beat(self):
        if time.monotonic() < self.next_beat:
            return
        Heartbeat.objects.beat(NAME)
        self.next_beat = time.monotonic() + BEAT
        if self.jobs:
            self.jobs.run_due()
        else:
            schedule.run_due()

    def _wait_for_the_database(self, error):
        self.failures += 1
        delay = min(2.0**self.failures, LONGEST_BACK_OFF)
        logger.warning("the database does not answer (%s), next try in %d s", type(error).__name__, delay)
        close_old_connections()
        self._pause(delay)

    def _pause(self, seconds):
        """Sleep in blinks: a signal ends no sleep by itself."""
        for _blink in range(round(seconds / BLINK)):
            if self.stopping:
                return
            time.sleep(BLINK)

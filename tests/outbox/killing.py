"""Workers in processes of their own, killed at any moment of their work."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from outbox.models import Message

LONGEST = 60
BLINK = 0.005


@dataclass(frozen=True)
class Workers:
    """Those of one environment. ``received``: how many messages have arrived so far."""

    environment: dict
    received: Callable[[], int]

    def kill(self, kills):
        """Start one and kill it, ``kills`` times; how many messages were left to send after each."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        with self._process("-m", "tests.outbox.forks", **pipes) as forks:
            return [self._kill_one(forks) for _ in range(kills)]

    def finish(self):
        """Once the claims of the dead have lapsed, let a last one send what is left."""
        while Message.objects.waiting().filter(claimed_until__gt=timezone.now()).exists():
            time.sleep(BLINK)
        assert self._process("manage.py", "worker", "--until-empty").wait(timeout=LONGEST) == 0

    def _kill_one(self, forks):
        """At any moment from the first message it sends to the next dozen."""
        before = self.received()
        forks.stdin.write("one more\n")
        worker = int(forks.stdout.readline())
        try:
            until = time.monotonic() + LONGEST
            while self.received() == before and time.monotonic() < until:
                time.sleep(BLINK)
            time.sleep(random.uniform(0, 0.3))
        finally:
            os.kill(worker, signal.SIGKILL)
        assert int(forks.stdout.readline()) == -signal.SIGKILL
        assert self.received() > before
        return Message.objects.waiting().count()

    def _process(self, *command, **pipes):
        return subprocess.Popen([sys.executable, *command], cwd=settings.ROOT, env=self.environment, **pipes)

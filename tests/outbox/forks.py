"""``python -m tests.outbox.forks``: loads the site once, then forks a worker for each line it reads.

As ``make run`` does. It says the worker's process number, and once that is dead the code it ended with.
"""

import os
import sys

import django
from django.core.management import call_command


def main():
    django.setup()
    for _line in sys.stdin:
        worker = os.fork()
        if not worker:
            call_command("worker")
            os._exit(0)
        _say(worker)
        _pid, status = os.waitpid(worker, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

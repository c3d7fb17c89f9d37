"""Jobs that a request leaves to the worker: its answer is the same, and as quick, whatever there is to do."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .models import Job
from .queue import unclaimed

logger = logging.getLogger(__name__)

#: Whatever was asked so long ago is not expected any more.
TOO_LATE = timedelta(hours=6)

_handlers = {}


def job(name):
    """Have the worker call the decorated function with the facts of each ``put(name, **facts)``.

    It is called in a transaction of its own, and once: what it wrote is taken back where it fails.
    """

    def register(handler):
        _handlers[name] = handler
        return handler

    return register


def put(name, **facts):
    """Leave a job to the worker, in the caller's transaction. ``facts``: what JSON can hold."""
    return Job.objects.create(name=name, facts=facts)


def run_next():
    """Do one job that is due. False when there was none."""
    if not Job.objects.due().exists():  # a look takes no lock
        return False
    with transaction.atomic():
        found = unclaimed(Job.objects.due()).first()
        if found is None:
            return False
        try:
            with transaction.atomic():
                _do(found)
        except Exception as error:  # its words may quote a family; and those behind it wait
            logger.error("job %s failed: %s", found.name, type(error).__name__)
            _put_off(found)
        else:
            found.delete()
    return True


def run_all():
    """Do all that is due; how many."""
    done = 0
    while run_next():
        done += 1
    return done


def _do(job):
    if job.facts and job.created_at > timezone.now() - TOO_LATE:
        _handlers[job.name](**job.facts)


def _put_off(job):
    job.attempts += 1
    if job.attempts >= job.TRIES:
        job.delete()
        return
    job.next_try_at = timezone.now() + job.RETRY_AFTER * job.attempts
    job.save(update_fields=["attempts", "next_try_at"])

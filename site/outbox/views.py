"""Whether the site can do its work, for whoever watches over it."""

import secrets
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import Error, OperationalError, connection, transaction
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import schedule, worker
from .models import Heartbeat

LATELY = timedelta(seconds=90)
DATABASE = "database"
#: What was written just now needs no second try: whoever asks often keeps no writer waiting.
JUST_NOW = timedelta(seconds=2)
#: In milliseconds: how long the database may take before it does not answer.
PATIENCE = 1000


@require_safe
@never_cache
def healthz(request):
    """200 ``ok``, or 503 and the names of what does not answer. Itself answers whatever is down."""
    with _usual_patience_afterwards():
        silent = _silent()
    if silent:
        return HttpResponse(", ".join(silent), status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _silent():
    """Names of what does not answer. The worker and its jobs are known by the database alone."""
    silent = [name for name, answers in [(DATABASE, _database), ("cache", _cache)] if not _asked(answers)]
    if DATABASE in silent:
        return silent
    if not _asked(_worker):
        silent.append("worker")
    return silent + _late_jobs()


def _asked(answers):
    try:
        return answers()
    except Exception:  # a part that is down may fail in any way: each means « no »
        return False


def _database():
    """Whether it takes a write: one that is held by another, full or read-only still answers to reading."""
    _be_impatient()
    if not Heartbeat.objects.seen_within(JUST_NOW).filter(name=DATABASE).exists():
        with transaction.atomic():
            Heartbeat.objects.beat(DATABASE)
    return True


def _be_impatient():
    """``PATIENCE`` for each of the questions asked here, instead of the thirty seconds for which a booking waits."""
    impatience = {"sqlite": "PRAGMA busy_timeout = %d", "postgresql": "SET statement_timeout = %d"}
    with connection.cursor() as cursor:
        cursor.execute(impatience[connection.vendor] % PATIENCE)


@contextmanager
def _usual_patience_afterwards():
    """The connection is kept, and serves families next."""
    try:
        yield
    finally:
        if connection.connection is not None:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(_usual_patience())


def _usual_patience():
    if connection.vendor == "sqlite":
        return f"PRAGMA busy_timeout = {connection.settings_dict['OPTIONS']['timeout'] * 1000}"
    return "RESET statement_timeout"


def _cache():
    if isinstance(caches["default"], DatabaseCache):
        return _cache_in_the_database()
    token = secrets.token_hex(8)
    cache.set("healthz", token, timeout=10)
    # Two probes may cross: any value that came back proves the cache.
    return cache.get("healthz") is not None


def _cache_in_the_database():
    """Read alone: a write would wait for whoever holds the database. One that is down is named by its own name."""
    with suppress(OperationalError):
        cache.get("healthz")
    return True


def _late_jobs():
    try:
        return [f"late: {name}" for name in schedule.late()]
    except Exception:  # it was there a moment ago
        return [DATABASE]


def _worker():
    return Heartbeat.objects.seen_within(LATELY).filter(name=worker.NAME).exists()

"""Whether the site can do its work, for whoever watches over it."""

import secrets
from contextlib import suppress
from datetime import timedelta

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import worker
from .models import Heartbeat

LATELY = timedelta(seconds=90)


@require_safe
@never_cache
def healthz(request):
    """200 ``ok``, or 503 and the names of what does not answer. Itself answers whatever is down."""
    silent = _silent()
    if silent:
        return HttpResponse(", ".join(silent), status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _silent():
    """Names of the parts that do not answer. The worker is known by the database alone."""
    silent = [name for name, answers in [("database", _database), ("cache", _cache)] if not _asked(answers)]
    if "database" not in silent and not _asked(_worker):
        silent.append("worker")
    return silent


def _asked(answers):
    try:
        return answers()
    except Exception:  # a part that is down may fail in any way: each means « no »
        return False


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


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


def _worker():
    return Heartbeat.objects.seen_within(LATELY).filter(name=worker.NAME).exists()

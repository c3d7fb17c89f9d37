"""Answers while the database or the disk is out: a plain 503 page that asks to come back."""

import errno
import sqlite3
import sys

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

SAFE = {"GET", "HEAD", "OPTIONS"}
#: Seconds, as the page says it in words: a minute.
RETRY_AFTER = 60
#: What SQLite says of its file and of who holds it; its other errors are mistakes of ours (https://sqlite.org/rescode.html).
SQLITE_CODES = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
#: PostgreSQL: a standby that cannot write yet; tables that are being restored.
POSTGRESQL_STATES = {"25006", "42P01"}
#: A shared cache that is gone, by name: who has none does not load its client.
CACHE_ERRORS = {"redis.exceptions.ConnectionError", "redis.exceptions.TimeoutError"}
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def server_error(request):
    """Django's ``handler500``, wherever the error arose, in a view or in what stands around it: 503 for an
    outage, which ends by itself, 500 for what is wrong with the code.
    """
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return defaults.server_error(request)


def unavailable(request):
    """Nothing in it asks the database. Who sent a form is told that it was not kept."""
    words = render_to_string("503.html", {"has_sent": request.method not in SAFE})
    return HttpResponse(words, status=503, headers={"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"})


def is_outage(error):
    """Whether ``error``, or what it came from, is a database, a cache or a disk that does not answer."""
    while error is not None:
        if _is_one(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_one(error):
    if isinstance(error, OSError):
        return error.errno in DISK_ERRORS
    if CACHE_ERRORS & {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}:
        return True
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        # The file was taken away: SQLite makes an empty one in its place.
        return code in SQLITE_CODES or str(cause).startswith("no such table")
    if getattr(cause, "sqlstate", "") in POSTGRESQL_STATES:
        return True
    return isinstance(error, OperationalError | InterfaceError)

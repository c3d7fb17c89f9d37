"""Messages as files on this machine: written whole, read by the site alone, gone with their words."""

import logging
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from privacy.folders import private_folder

from .models import Message

logger = logging.getLogger(__name__)

ROW = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DRAFT = ".draft"
DAY = 24 * 60 * 60
CHUNK = 500


def write(folder, name, content):
    """Write ``content`` (bytes) whole or not at all, in the place of what had this name."""
    folder = private_folder(folder)
    # Hidden until it is complete, and readable by the site's own account alone.
    draft = folder / f".{name}{DRAFT}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
    os.replace(draft, folder / name)


@contextmanager
def only_a_copy():
    """The message has left: a full disk is no reason to send it again."""
    try:
        yield
    except OSError as error:
        logger.warning("no copy of a message: %s", type(error).__name__)


def forget_files():
    """Remove files whose message is gone or blanked, and drafts older than a day. How many were removed.

    It goes by what the rows say now, so it may be run at any time, and again.
    """
    return sum(_forget(Path(folder)) for folder in (settings.MAIL_DIR, settings.SMS_DIR) if folder)


def _forget(folder):
    files = [(path, UUID(row.group())) for path in folder.glob("*") if (row := ROW.search(path.name))]
    removed = 0
    for start in range(0, len(files), CHUNK):
        chunk = files[start : start + CHUNK]
        rows = Message.objects.filter(pk__in={row for _path, row in chunk}).exclude(recipient="")
        kept = set(rows.values_list("pk", flat=True))
        removed += sum(_remove(path) for path, row in chunk if row not in kept or _is_left_over(path))
    return removed


def _is_left_over(path):
    """A draft that its worker will not finish; sent again, the message made another."""
    try:
        return path.suffix == DRAFT and time.time() - path.stat().st_mtime > DAY
    except FileNotFoundError:  # finished just now
        return False


def _remove(path):
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True

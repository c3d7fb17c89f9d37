"""Folders for what is ours alone: the database, the secret key, what was written to families."""

import stat
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o700


def private_folder(path):
    """The folder ``path``, made if it is missing, that no other account of the machine can enter.

    One that was made before is closed too, if it is this account's: ``/tmp`` stays everybody's.
    """
    folder = Path(path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    mode = folder.stat().st_mode
    if stat.S_IMODE(mode) & ~PRIVATE and not mode & stat.S_ISVTX:
        with suppress(PermissionError):
            folder.chmod(PRIVATE)
    return folder

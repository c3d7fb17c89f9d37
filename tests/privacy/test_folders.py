"""What lies under ``var/`` is for the site's own account."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from outbox import files
from privacy.folders import private_folder

pytestmark = pytest.mark.no_database


def mode(path):
    return oct(path.stat().st_mode & 0o7777)


@pytest.mark.parametrize("before", [None, 0o755, 0o770])
def test_a_folder_of_ours_is_entered_by_nobody_else_whatever_it_was_before(tmp_path, before):
    folder = tmp_path / "above" / "var"
    if before is not None:
        folder.mkdir(parents=True)
        folder.chmod(before)

    private_folder(folder)

    assert mode(folder) == "0o700"


def test_a_folder_that_all_accounts_share_stays_theirs(tmp_path):
    tmp_path.chmod(0o1777)

    private_folder(tmp_path)

    assert mode(tmp_path) == "0o1777"


def test_the_settings_make_and_close_what_holds_the_database(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    old.mkdir(mode=0o755)
    for folder in (new, old):
        environment = os.environ | {"VAR_DIR": str(folder), "BASE_URL": "http://localhost"}
        subprocess.run(
            [sys.executable, "-c", "import config.settings"],
            cwd=settings.ROOT / "site",
            env=environment,
            check=True,
        )

    assert (mode(new), mode(old)) == ("0o700", "0o700")


@pytest.mark.parametrize("existed", [False, True])
def test_the_folders_of_written_mails_and_texts_are_closed_too(tmp_path, existed):
    folder = tmp_path / "mail"
    if existed:
        folder.mkdir(mode=0o755)

    files.write(folder, "a.eml", b"")

    assert mode(folder) == "0o700"

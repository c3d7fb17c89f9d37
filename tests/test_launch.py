"""``make run``: one command starts all of it, one key ends all of it."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests import served

pytestmark = pytest.mark.no_database
BUSY_WORDS = ["Migrating", "Loading", "Building"]


@pytest.fixture
def site(tmp_path):
    """The demo, started a second time on the same files."""
    started = served.ServedSite(served.copy_of_the_demo(tmp_path))
    started.start()
    yield started
    started.stop()


@pytest.mark.measured
def test_a_second_start_does_nothing_again_and_takes_less_than_ten_seconds(tmp_path):
    site = served.ServedSite(served.copy_of_the_demo(tmp_path))
    before = time.monotonic()
    site.start()
    elapsed = time.monotonic() - before
    site.stop()

    assert [word for word in BUSY_WORDS if word in site.log] == []
    assert elapsed < 10


def test_it_says_where_the_site_is_and_who_may_sign_in(site):
    assert f"{site.base_url}/" in site.log
    assert "admin@demo.test" in site.log
    assert site.get("/healthz").text == "ok"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all_of_it(number, site):
    children = _children(site.process.pid)

    site.process.send_signal(number)

    assert site.process.wait(20) == 0
    assert [child for child in children if _runs(child)] == []
    assert not _is_listened_to(site.port)


@pytest.mark.parametrize("which", ["web server", "worker"])
def test_when_one_part_dies_the_other_is_ended_and_the_command_fails(which, site):
    children = _children(site.process.pid)

    os.kill(children[["web server", "worker"].index(which)], signal.SIGKILL)

    assert site.process.wait(20) == 1
    assert f"The {which} ended by itself" in site.log
    assert [child for child in children if _runs(child)] == []


def test_a_port_that_is_taken_is_said_in_one_line(site, tmp_path):
    second = served.ServedSite(site.var)
    second.environ["PORT"] = str(site.port)

    with pytest.raises(RuntimeError, match=f"127.0.0.1:{site.port} cannot be used .*Try: make run PORT="):
        second.start()


def _children(process):
    """In the order in which they were started."""
    return sorted(int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split())


def _runs(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def _is_listened_to(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

"""``make run``: readies the site, then keeps its web server and its worker going.

What did not change since the last start is not done again. Both children end with this
process, and if one of them dies the other is ended too. They are forked once the code is
loaded: it is loaded once instead of three times.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import io
import multiprocessing
import os
import signal
import socket
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from gunicorn.app.base import BaseApplication

ROOT = Path(__file__).resolve().parents[2]
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
BLINK = 0.2
LONGEST_START = 60
#: Enough for the requests and the message in hand.
LONGEST_END = 15
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class WebServer(BaseApplication):
    """Gunicorn as production runs it. No access log: it would keep families' secret addresses."""

    SETTINGS = {
        "bind": f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}",
        "worker_class": "gthread",
        "workers": 2,
        "threads": 4,
        "graceful_timeout": 10,
        "control_socket_disable": True,
        "preload_app": True,
        "loglevel": "warning",
    }

    def load_config(self):
        for name, value in self.SETTINGS.items():
            self.cfg.set(name, value)

    def load(self):
        from config.wsgi import application

        return application


def main():
    """Ready the site, serve it until told to stop. The exit code: 0 if we were asked, 1 if a child died."""
    ending = Ending()
    _ensure_port_is_free()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    ready()
    fork = multiprocessing.get_context("fork").Process
    children = [
        fork(name="web server", target=_child, args=[lambda: WebServer().run()]),
        fork(name="worker", target=_child, args=[lambda: call_command("worker")]),
    ]
    for child in children:
        child.start()
    try:
        dead = _wait_for_answer(children, ending) or _wait_for_death(children, ending)
    finally:
        _end(children)
    if dead:
        print(f"The {dead} ended by itself: everything was stopped.", file=sys.stderr)
    return 1 if dead else 0


def ready():
    """Bring database, demo and static files to what the code needs. One process at a time."""
    from django.db import connection

    with (settings.VAR / "launch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _migrate(connection)
        _load_demo()
        _collect_static()
    connection.close()  # a forked child must not share it


def _ensure_port_is_free():
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            sys.exit(f"{HOST}:{PORT} cannot be used ({error.strerror}). Try: make run PORT={PORT + 1}")


def _migrate(connection):
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database…", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _load_demo():
    from django.db import transaction

    from home.models import HomePage

    if HomePage.objects.exists():
        return
    print("Loading the demo content…", flush=True)
    # All or nothing: a demo interrupted half-way would pass for a site of somebody's own.
    with transaction.atomic():
        call_command("load_demo", stdout=io.StringIO())


def _collect_static():
    stamp = settings.VAR / "static.stamp"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.exists():
        return
    print("Building the static files…", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def _static_fingerprint():
    """Of every source file's path, size and time, and of the code that bundles them."""
    from django.contrib.staticfiles.finders import get_finders

    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    digest = hashlib.sha256()
    for path in sorted([*sources, str(ROOT / "site" / "content" / "staticfiles.py")]):
        status = os.stat(path)
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Ending:
    """Whether somebody asked us to end: by a signal, or by being gone (``make`` was killed)."""

    SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

    def __init__(self):
        self.asked = False
        self.parent = os.getppid()
        for number in self.SIGNALS:
            if _is_listened_to(number):
                signal.signal(number, self._ask)

    def _ask(self, _number, _frame):
        self.asked = True

    def __bool__(self):
        return self.asked or os.getppid() != self.parent


def _is_listened_to(number):
    """All, but a hang-up under ``nohup``. A shell's « & » makes Ctrl-C ignored: sent by hand, it still ends us."""
    return number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN


def _child(work):
    """In a fork: forget what the parent does with signals, end with it even if it is killed; then work."""
    with contextlib.suppress(AttributeError):  # Linux alone has it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in Ending.SIGNALS:
        if _is_listened_to(number):
            signal.signal(number, signal.SIG_DFL)
    work()


def _wait_for_answer(children, ending):
    """Until both are at work; the name of a child that died before, or None."""
    started, limit = timezone.now(), time.monotonic() + LONGEST_START
    while time.monotonic() < limit and not ending:
        if dead := _dead(children):
            return dead
        if _web_server_answers() and _worker_was_seen(started):
            _greet()
            return None
        time.sleep(BLINK)
    return None if ending else "start"


def _web_server_answers():
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(HOST, HOST)  # noqa: S104 - where to knock, not where to listen
    try:
        socket.create_connection((host, PORT), timeout=1).close()
    except OSError:
        return False
    return True


def _worker_was_seen(since):
    from django.db import connection

    from outbox.models import Heartbeat

    seen = Heartbeat.objects.seen_within(timezone.now() - since).filter(name="worker").exists()
    connection.close()
    return seen


def _greet():
    from home.demo.accounts import LOGINS, PASSWORD

    lines = [f"e-parentalité: {settings.BASE_URL}/   (admin: {settings.BASE_URL}/admin/)"]
    if settings.ON_THIS_MACHINE:
        lines.append(f"Demo logins, password « {PASSWORD} »:")
        lines += [f"  {email}" for email, *_role in LOGINS]
    lines.append("Ctrl-C ends it.")
    print("\n".join(lines), flush=True)


def _wait_for_death(children, ending):
    while not ending:
        if dead := _dead(children):
            return dead
        time.sleep(BLINK)
    return None


def _dead(children):
    return next((child.name for child in children if not child.is_alive()), None)


def _end(children):
    for child in children:
        child.terminate()
    limit = time.monotonic() + LONGEST_END
    for child in children:
        child.join(max(limit - time.monotonic(), 0.1))
        if child.is_alive():
            child.kill()
            child.join()


if __name__ == "__main__":
    sys.exit(main())

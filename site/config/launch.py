"""``make run``: readies the site, then keeps its web server and its worker going.

What did not change since the last start is not done again. Both children end with this
process, and if one of them dies the other is ended too.
"""

import fcntl
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
BLINK = 0.2
LONGEST_START = 60
#: Enough for a request, a message in hand, and gunicorn's own patience.
LONGEST_END = 15
STOP_SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def main():
    """Ready the site, serve it until told to stop. The exit code: 0 if we were asked, 1 if a child died."""
    ending = _Ending()
    _ensure_port_is_free()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    ready()
    children = {name: subprocess.Popen(command, cwd=ROOT) for name, command in commands().items()}
    try:
        dead = _wait_for_answer(children, ending) or _wait_for_death(children, ending)
    finally:
        _end(children.values())
    if dead:
        print(f"« {dead} » ended by itself: everything was stopped.", file=sys.stderr)
        return 1
    return 0


def ready():
    """Bring database, demo and static files to what the code needs. One process at a time."""
    with (settings.VAR / "launch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _migrate()
        _load_demo()
        _collect_static()


def commands():
    """``{name: command line}`` of what runs. No access log: it would keep families' secret addresses."""
    address = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
    web = [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--preload", "--workers", "2", "--threads", "4", "--graceful-timeout", "10"]
    web += ["--log-level", "warning", "--bind", address, "config.wsgi:application"]
    return {"web server": web, "worker": [sys.executable, "manage.py", "worker"]}


def _ensure_port_is_free():
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError as error:
            sys.exit(f"{HOST}:{PORT} cannot be used ({error.strerror}). Try: make run PORT={PORT + 1}")


def _migrate():
    from django.db import connection
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
    # All or nothing: a demo interrupted half-way would pass for a site of yours.
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


class _Ending:
    """Whether somebody asked us to end: by a signal, or by being gone (``make`` was killed)."""

    def __init__(self):
        self.asked = False
        self.parent = os.getppid()
        for number in STOP_SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._ask)

    def _ask(self, _number, _frame):
        self.asked = True

    def __bool__(self):
        return self.asked or os.getppid() != self.parent


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

    seen = Heartbeat.objects.filter(name="worker", seen_at__gt=since).exists()
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
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _end(children):
    for child in children:
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + LONGEST_END
    for child in children:
        try:
            child.wait(max(limit - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())

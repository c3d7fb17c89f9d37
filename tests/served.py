"""The demo served as ``make run`` serves it, on a free port, with files and a database of its own."""

import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "var" / "served"
#: What the demo is made of; it also depends on the day.
DEMO_SOURCES = [
    "home/**/*.*",
    "*/migrations/*.py",
    "*/models/*.py",
    "*/models.py",
    "workshops/scheduling.py",
    "site/*/migrations/*.py",
    "site/*/models.py",
    "site/territories/*.*",
    "requirements.txt",
]
READY = "import django; django.setup(); from config import launch; launch.ready()"
GREETING = "Ctrl-C ends it."
LONGEST_START = 300
A_DAY = 24 * 3600


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class ServedSite:
    """A web server and a worker over the demo. Written to by whoever needs it: no test counts on nobody having come."""

    def __init__(self, var, database_url=""):
        self.var = var
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.host = f"localhost:{self.port}"
        self.base_url = f"http://{self.host}"
        self.environ = environ(var, database_url) | {"PORT": str(self.port), "BASE_URL": self.base_url}
        self.process = None

    @property
    def mails(self):
        """The files of the mails that left, oldest first."""
        return sorted((self.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)

    @property
    def log(self):
        """What it said so far."""
        return (self.var / "launch.log").read_text()

    def start(self):
        with (self.var / "launch.log").open("w") as output:
            command = [sys.executable, "-m", "config.launch"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=output, stderr=subprocess.STDOUT
            )
        limit = time.monotonic() + LONGEST_START
        while GREETING not in self.log:
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise RuntimeError(f"The demo did not start:\n{self.log}")
            time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def request(self, method, path, *, body=None, **headers):
        """One exchange, redirects not followed. ``headers``: ``accept_encoding="br"``."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=names)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, **headers)

    def post(self, path, fields, **headers):
        form = {"content_type": "application/x-www-form-urlencoded"}
        return self.request("POST", path, body=urlencode(fields, doseq=True), **form, **headers)

    def manage(self, *arguments, stdin=None):
        """The output of ``manage.py`` with these arguments, on this site's database and files."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, input=stdin, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout


def copy_of_the_demo(folder):
    """A new folder below ``folder`` with a demo of today, as ``VAR_DIR``: database, pictures, static files."""
    return shutil.copytree(_master(), Path(folder) / "var")


@contextmanager
def serving(folder):
    """A ``ServedSite`` that runs, its files below ``folder``; on PostgreSQL if the tests are."""
    var = copy_of_the_demo(folder)
    with _database() as database_url:
        site = ServedSite(var, database_url)
        site.start()
        try:
            yield site
        finally:
            site.stop()


def _master():
    """The folder of a demo made today from these sources: it is made once, then copied."""
    master = STORE / _demo_key()
    master.mkdir(parents=True, exist_ok=True)
    for old in STORE.iterdir():
        if old != master and old.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(old, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", READY], cwd=ROOT, env=environ(master), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"The demo could not be made:\n{done.stdout}{done.stderr}")
    return master


def _demo_key():
    digest = hashlib.sha256(str(date.today()).encode())
    for pattern in DEMO_SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.suffix != ".pyc":
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def environ(var, database_url=""):
    """What a process of the demo in the folder ``var`` finds in its environment."""
    return os.environ | {
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url or f"sqlite:///{var / 'db.sqlite3'}",
        "BASE_URL": "http://localhost:8000",
        "EMAIL_URL": "filemail://",
        "CACHE_URL": "locmemcache://",
        "HOST": "127.0.0.1",
        "DEBUG": "off",
    }


@contextmanager
def _database():
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"e_parentalite_served_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")

"""The WSGI entry: ``gunicorn --pythonpath site config.wsgi:application``."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the path comes first
from django.db import connections  # noqa: E402

from config.database import bound_statements  # noqa: E402

application = get_wsgi_application()
bound_statements(connections)

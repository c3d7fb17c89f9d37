#!/usr/bin/env python3
"""Django's command line, with the site's own folder on the path.

``site/`` is a plain folder, never a package: ``site`` is a module of the standard library.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
for folder in (ROOT, ROOT / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(1, str(folder))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)

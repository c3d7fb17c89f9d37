"""The repository's own files, as ``test_consistency`` reads them."""

import ast
import os
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = {
    "home": ROOT / "home",
    "workshops": ROOT / "workshops",
    "guides": ROOT / "guides",
    **{path.name: path for path in (ROOT / "site").iterdir() if (path / "__init__.py").exists()},
}
SKIPPED = {".git", ".venv", "var", "node_modules", "vendor", "__pycache__", ".pytest_cache", ".ruff_cache"}
SKIPPED |= {".hypothesis", ".env", "locale"}
TEXT = {"", ".py", ".html", ".txt", ".md", ".css", ".toml", ".json", ".svg", ".yaml", ".yml", ".xml"}
REFERENCE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


@cache
def files():
    """Every file that is ours: neither made at run time nor brought from elsewhere."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = set(folders) - SKIPPED
        found += [Path(folder, name) for name in set(names) - SKIPPED]
    return sorted(found)


def named(path):
    return str(path.relative_to(ROOT))


def texts():
    return [path for path in files() if path.suffix in TEXT]


def python(app=None):
    """The code of the site (of one app), tests left out."""
    folders = [APPS[app]] if app else APPS.values()
    return [
        path
        for path in files()
        if path.suffix == ".py" and any(path.is_relative_to(each) for each in folders)
    ]


def app_of(path):
    return next((app for app, folder in APPS.items() if path.is_relative_to(folder)), None)


def package_of(path):
    """``["workshops", "models"]`` for ``workshops/models/pages.py``: where its relative imports begin."""
    app = app_of(path)
    return [app, *path.relative_to(APPS[app]).parent.parts]


@cache
def templates():
    """``{name: text}`` of ours, by the name that includes them."""
    folder = ROOT / "templates"
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def template(name):
    return templates()[name]


def all_templates():
    return "\n".join(templates().values())


def template_references():
    """Names that templates include or extend."""
    return REFERENCE.findall(all_templates())


@cache
def words():
    """Every literal text in the code."""
    return {
        node.value
        for path in python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def lengths():
    """``(name, lines)`` of every Python file that people write."""
    return [(named(path), len(path.read_text().splitlines())) for path in _written()]


def function_lengths():
    """``(name, lines)`` of every function, from its ``def`` to its end."""
    return [
        (f"{named(path)}: {node.name}", node.end_lineno - node.lineno + 1)
        for path in _written()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _written():
    return [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]

"""The repository checks itself."""

import ast
import json
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.template.utils import get_app_template_dirs
from wagtail.models import get_page_models

from content.pictures import DRAWINGS, FACES, SIGNS
from content.staticfiles import BUNDLES
from tests import catalogues, tree
from workshops.models import Arrangement

pytestmark = pytest.mark.no_database

#: Who may import whom; each app also knows itself. ``config`` wires everything, and nothing imports it.
BELOW = {
    "admin_base": set(),
    "territories": {"admin_base"},
    "privacy": set(),
    "outbox": {"privacy", "territories", "admin_base"},
    "accounts": {"outbox", "privacy", "territories", "admin_base"},
    "content": {"accounts", "territories", "admin_base"},
    "guides": {"content", "territories", "admin_base"},
    "workshops": {"guides", "content", "outbox", "privacy", "accounts", "territories", "admin_base"},
    "home": {"workshops", "guides", "content", "outbox", "privacy", "accounts", "territories", "admin_base"},
}
#: Inside ``workshops``, from the ground up.
LAYERS = [
    {"blocks", "refusals"},
    {"models"},
    {
        "agenda",
        "booking",
        "calendar",
        "calendar_links",
        "corrections",
        "feeds",
        "exports",
        "json_ld",
        "letters",
        "message_limits",
        "notices",
        "own_data",
        "page_addresses",
        "page_schedule",
        "permissions",
    }
    | {"questionnaires", "scheduled", "scheduling", "session_rules", "told"}
    | {"venues"},
    {"forms", "admin_forms", "page_forms"},
    {"views", "viewsets", "templatetags"},
    {"urls", "wagtail_hooks", "apps"},
]
#: Those that Django looks for by itself.
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html", "503.html"}


def test_site_is_a_folder_and_not_a_package():
    assert not (tree.ROOT / "site" / "__init__.py").exists()


def test_imports_run_down_the_floors_only():
    wrong = [
        f"{path.relative_to(tree.ROOT)}: {imported}"
        for path in tree.python()
        if (app := tree.app_of(path)) in BELOW
        for imported in _imports(path)
        if imported.split(".")[0] in {*BELOW, "config"} - {app} - BELOW[app]
    ]

    assert wrong == []


def test_imports_inside_workshops_run_down_its_layers_only():
    level = {name: number for number, names in enumerate(LAYERS) for name in names}
    wrong = []
    for path in tree.python("workshops"):
        name = path.relative_to(tree.ROOT / "workshops").parts[0].removesuffix(".py")
        if name in {"management", "migrations", "__init__"}:
            continue
        for imported in _imports(path):
            app, _dot, rest = imported.partition(".")
            target = rest.split(".")[0]
            if app != "workshops":
                continue
            if level[target] > level[name]:
                wrong.append(f"{tree.named(path)}: {imported}")

    assert wrong == []


def test_no_template_is_left_that_nobody_uses():
    named = ERROR_PAGES | set(tree.template_references()) | {page.template for page in get_page_models()}
    words = tree.words()
    unused = []
    for name in tree.templates():
        path = Path(name)
        composed = str(path.parent) in {"emails", "sms", "components/blocks"} and path.stem in words
        if not (name in named or name in words or composed or _overrides(name)):
            unused.append(name)

    assert unused == []


def test_no_template_is_included_that_does_not_exist():
    installed = get_app_template_dirs("templates")
    missing = {
        name
        for name in tree.template_references()
        if name not in tree.templates() and not any((folder / name).exists() for folder in installed)
    }

    assert missing == set()


def test_every_style_sheet_is_in_one_that_is_served():
    css = tree.ROOT / "static" / "css"
    served = {name.removeprefix("css/") for name in BUNDLES}
    imported = {path for name in served for path in re.findall(r'@import "(.+?)"', (css / name).read_text())}
    sheets = {str(path.relative_to(css)) for path in css.rglob("*.css")} - served

    assert sheets == imported


def test_every_drawing_has_its_file_and_every_file_its_name():
    files = {path.stem for path in (tree.ROOT / "static" / "img" / "drawings").glob("*.svg")}
    asked_for = set(re.findall(r'{% drawing "([\w-]+)"', tree.all_templates()))

    assert {name for name, _label in DRAWINGS} == files
    assert asked_for - files == set()


def test_every_sign_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'<symbol[^>]* id="([\w-]+)"', (tree.ROOT / "static/img/signs.svg").read_text()))
    asked_for = set(re.findall(r'{% sign "([\w-]+)"', tree.all_templates()))
    asked_for |= {*FACES, *(name for name, _label in SIGNS)} | {
        sign for _label, sign in Arrangement.NAMES.values()
    }

    assert asked_for - drawn == set()


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_is_complete_and_compiled(language):
    assert catalogues.incomplete(language) + catalogues.not_compiled(language) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason=catalogues.NO_GETTEXT)
def test_the_catalogues_hold_what_the_code_says():
    assert catalogues.stale() == []


def test_french_signs_stay_with_their_word():
    said = {entry.msgid for entry in polib.pofile(str(catalogues.path("en")))}

    assert {msgid for msgid in said if re.search(r" [:;?!»]|« ", msgid)} == set()


def test_public_pages_hold_no_inline_style_and_no_script():
    wrong = [
        f"{name}: {line.strip()}"
        for name in tree.templates()
        if not name.startswith(("emails/", "workshops/admin/", "wagtail"))
        for line in tree.template(name).splitlines()
        if re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", line)
        or re.search(r"<script(?! type=\"application/ld\+json\")", line)
    ]

    assert wrong == []


def test_no_file_names_a_path_of_somebody_s_machine():
    folder = re.compile(rf"(?<![\w.*~-])/(?:work|root|home|Users)/[\w.-]+|{re.escape(str(tree.ROOT))}/")
    wrong = [
        f"{tree.named(path)}: {found.group()}"
        for path in tree.texts()
        for found in folder.finditer(path.read_text())
    ]

    assert wrong == []


def test_every_requirement_is_pinned_and_names_no_registry():
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (tree.ROOT / name).read_text().splitlines()
        if line and not line.startswith("#")
    ]

    assert [
        line
        for line in lines
        if not re.fullmatch(r'[\w.-]+(\[[\w,-]+\])?==[\w.]+(; python_full_version < "[\d.]+")?', line)
    ] == ["-r requirements.txt"]


def test_the_accessibility_checker_is_the_one_that_package_json_names():
    named = json.loads((tree.ROOT / "package.json").read_text())["devDependencies"]["axe-core"]

    assert (tree.ROOT / "tests/vendor/axe.min.js").read_text().startswith(f"/*! axe v{named}\n")


def test_every_setting_is_in_the_readme():
    settings = (tree.ROOT / "site" / "config" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings)) | {"PORT"}
    told = set(re.findall(r"`([A-Z_]+)`", (tree.ROOT / "README.md").read_text()))

    assert read - told == set()


def _overrides(name):
    """Whether a package has this template; Wagtail also looks for « …/accounts/user/edit.html », for one model."""
    general = re.sub(r"^(wagtail.*?)/\w+/\w+/(\w+\.html)$", r"\1/\2", name)
    return any(
        (folder / each).exists() for folder in get_app_template_dirs("templates") for each in (name, general)
    )


def _imports(path):
    """``{"workshops.models.Session"}``: what a file imports, wherever in it; relative names made absolute."""
    package = tree.package_of(path)
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found

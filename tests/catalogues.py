"""The message catalogues: complete, in line with the code, compiled.

``python -m tests.catalogues`` says what is wrong; ``--update`` brings them in line with the code
and compiles them, and says what is left to translate.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "site" / "locale"
LANGUAGES = ["ar", "en"]
SOURCES = ["guides", "home", "site", "templates", "workshops"]
#: polib folds at 78 characters unless told otherwise.
UNWRAPPED = 10_000
NO_GETTEXT = (
    "install gettext (Debian: apt-get install gettext): the catalogues cannot be compared with the code"
)
#: The order is that of the files, without line numbers: a moved line changes no catalogue.
OPTIONS = ["--add-location=file", "--no-wrap", "--no-obsolete"]


def faults():
    """Sentences; none when all is well."""
    found = [fault for language in LANGUAGES for fault in incomplete(language) + not_compiled(language)]
    return found + (stale() if shutil.which("xgettext") else [NO_GETTEXT])


def path(language, suffix=".po", locale=LOCALE):
    return locale / language / "LC_MESSAGES" / f"django{suffix}"


def incomplete(language):
    """What has no translation, a doubtful one, or no use any more."""
    if not path(language).exists():
        return [f"{language}: no catalogue"]
    entries = polib.pofile(str(path(language)))
    kinds = {
        "not translated": entries.untranslated_entries(),
        "to check (fuzzy)": entries.fuzzy_entries(),
        "used no more": entries.obsolete_entries(),
    }
    return [f"{language}: {kind}: {entry.msgid!r}" for kind, rows in kinds.items() for entry in rows]


def not_compiled(language):
    """Whether the ``.mo`` holds what the ``.po`` says."""
    if not path(language).exists():
        return []
    if not path(language, ".mo").exists():
        return [f"{language}: django.mo is missing (make messages)"]
    written = {_key(entry): _words(entry) for entry in polib.pofile(str(path(language))).translated_entries()}
    compiled = {_key(entry): _words(entry) for entry in polib.mofile(str(path(language, ".mo")))}
    return (
        [] if written == compiled else [f"{language}: django.mo is not what django.po says (make messages)"]
    )


def stale():
    """What the code says and the catalogues lack, or the other way round."""
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy(Path(folder))
        _make_messages(copy)
        return [fault for language in LANGUAGES for fault in _differences(language, copy / "site" / "locale")]


def update():
    """Bring the catalogues in line with the code and compile them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy(Path(folder))
        _make_messages(copy)
        for language in LANGUAGES:
            path(language).parent.mkdir(parents=True, exist_ok=True)
            made = path(language, locale=copy / "site" / "locale")
            catalogue = polib.pofile(str(made), wrapwidth=UNWRAPPED)
            for entry in catalogue:
                entry.occurrences.sort()
            # The same on every machine, whatever the order in which files were found and the hour.
            catalogue.sort(key=lambda entry: entry.occurrences[0][0])
            catalogue.metadata.pop("POT-Creation-Date", None)
            catalogue.save(str(path(language)))
            catalogue.save_as_mofile(str(path(language, ".mo")))


def _copy(folder):
    """Code and catalogues alone: nothing else is searched, and nothing of ours is written to."""
    skipped = shutil.ignore_patterns("__pycache__", "*.pyc", "*.gz", "*.png", "demo")
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for language in LANGUAGES:
        path(language, locale=folder / "site" / "locale").parent.mkdir(parents=True, exist_ok=True)
    return folder


def _make_messages(folder):
    """Django's own ``makemessages``, from the folder: the settings are read from the real place."""
    languages = [part for language in LANGUAGES for part in ("--locale", language)]
    command = [sys.executable, "-m", "django", "makemessages", *languages, *OPTIONS]
    environ = {"PATH": _search_path(), "LANG": "C.UTF-8"}
    settings = folder / "catalogue_settings.py"
    settings.write_text(f"LOCALE_PATHS = [{str(folder / 'site' / 'locale')!r}]\nUSE_I18N = True\n")
    environ |= {"DJANGO_SETTINGS_MODULE": "catalogue_settings", "PYTHONPATH": str(folder)}
    subprocess.run(command, cwd=folder, env=environ, check=True, capture_output=True)


def _search_path():
    return str(Path(shutil.which("xgettext")).parent)


def _differences(language, locale):
    def keys(file):
        return (
            {_key(entry) for entry in polib.pofile(str(file)) if not entry.obsolete}
            if file.exists()
            else set()
        )

    ours, fresh = keys(path(language)), keys(path(language, locale=locale))
    lacking = [
        f"{language}: lacks {msgid!r} (make messages)" for _context, msgid, _plural in sorted(fresh - ours)
    ]
    return lacking + [
        f"{language}: nobody says {msgid!r}" for _context, msgid, _plural in sorted(ours - fresh)
    ]


def _key(entry):
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _words(entry):
    return entry.msgstr_plural or entry.msgstr


def main():
    if "--update" in sys.argv[1:]:
        if not shutil.which("xgettext"):
            sys.exit(NO_GETTEXT)
        update()
    found = faults()
    print("\n".join(found) or "The catalogues are complete.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

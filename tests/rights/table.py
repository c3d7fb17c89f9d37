"""The one table of what each role may do (``table.txt``), as the tests ask it."""

from pathlib import Path

_PARTS = [part.splitlines() for part in (Path(__file__).parent / "table.txt").read_text().split("\n\n")]

#: Addresses that lead everyone on to another, which asks; or about rows that are no territory's.
FOR_ALL_TERRITORIES = {"wagtailadmin_pages:revisions_index", "wagtailadmin_editing_sessions:release"}


def addresses():
    """{name of an address: the roles it lets in}."""
    lines = [line.split() for line in _lines_between("address ", "2. Acts")]
    return {name: {cell for cell in cells if cell != "-"} for name, *cells in lines}


def acts():
    """{(page, act): the initials of the roles that may}."""
    header = next(line for part in _PARTS for line in part if line.startswith("page "))
    names = [cell.strip() for cell in header.split("|")[1:]]
    rows = [[cell.strip() for cell in line.split("|")] for line in _lines_between("page ", None)]
    return {
        (page, act): set(cell) - {"-"}
        for page, *cells in rows
        for act, cell in zip(names, cells, strict=True)
    }


def _lines_between(first, last):
    """The lines after the one that begins with ``first``, to the one that begins with ``last``."""
    found, inside = [], False
    for line in (line for part in _PARTS for line in part):
        if last and line.startswith(last):
            return found
        if inside:
            found.append(line)
        inside = inside or line.startswith(first)
    return found

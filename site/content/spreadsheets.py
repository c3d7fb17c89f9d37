"""Rows → the bytes of a CSV file that spreadsheets open as it is, and in which no word runs as a formula."""

import csv
import io
import re
from codecs import BOM_UTF8 as MARK

#: Where a spreadsheet would begin a formula (OWASP, « CSV Injection »): at the start of a cell, after spaces
#: too, full-width signs too; and after what one set to other separators takes for the end of the cell.
_FORMULA = re.compile(r"""(?:^|(?<=[;,\t\r\n]))(?=[\s"]*[=+\-@＝＋－＠])|^(?=[\t\r])""")
#: French spreadsheets write 1,5 and so end cells with semicolons; others ask, or are told when the file is imported.
SEPARATOR = ";"
#: No sheet holds them (XML 1.0 §2.2), and the library that writes sheets raises.
_NOT_IN_SHEETS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def to_csv(rows):
    """UTF-8 with its mark (else Excel reads Latin-1), CRLF, semicolons. ``rows``: of text, numbers and None."""
    return MARK + b"".join(map(to_csv_line, rows))


def to_csv_line(row):
    """The bytes of one row, without the mark that begins the file."""
    file = io.StringIO()
    csv.writer(file, delimiter=SEPARATOR).writerow([_harmless(cell) for cell in row])
    return file.getvalue().encode()


def in_sheet(cell):
    """A text that an XLSX sheet can hold; anything else as it is."""
    return _NOT_IN_SHEETS.sub("", cell) if isinstance(cell, str) else cell


def _harmless(cell):
    """An apostrophe, and it is text; numbers stay numbers."""
    return cell if cell is None or isinstance(cell, int | float) else _FORMULA.sub("'", str(cell))

"""Rows → the bytes of a CSV file that spreadsheets open as it is, and in which no word runs as a formula."""

import csv
import io
import re

#: Where a spreadsheet would begin a formula (OWASP, « CSV Injection »): at the start of a cell, after spaces
#: too, full-width signs too; and after what one set to other separators takes for the end of the cell.
_FORMULA = re.compile(r"""(?:^|(?<=[;\t\r\n]))(?=[\s"]*[=+\-@＝＋－＠])|^(?=[\t\r])""")


def to_csv(rows):
    """UTF-8 with its mark (else Excel reads Latin-1), CRLF, commas. ``rows``: of text, numbers and None."""
    file = io.StringIO()
    csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(cell):
    """An apostrophe, and it is text; numbers stay numbers."""
    return cell if cell is None or isinstance(cell, int | float) else _FORMULA.sub("'", str(cell))

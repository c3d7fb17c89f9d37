"""French typography: what must not break at the end of a line."""

import re

BEFORE = re.compile(r" (?=[:;?!»%])")
AFTER = re.compile(r"(?<=«) ")


def no_break(text):
    """The same French text, its spaces before « : ; ? ! » and within quotation marks unbreakable."""
    return AFTER.sub("\u00a0", BEFORE.sub("\u00a0", text))

"""Names of places as people type them, brought to one spelling."""

import unicodedata

# The modifier apostrophe of Breton keyboards counts as a letter for Unicode, not for us.
_RESPELT = str.maketrans({"œ": "oe", "æ": "ae", "\u02bc": " "})
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def _plain(character):
    """One character of a decomposed, case-folded text as it counts in a comparison."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""  # accents, and the invisible signs that are pasted along (soft hyphen, zero-width space, marks of direction)
    digit = unicodedata.decimal(character, None)
    if digit is not None:  # ٨٨٠٠٠ typed on an Arabic keyboard is 88000
        return str(digit)
    return character if character.isalnum() else " "


def fold(text):
    """``text`` without what people leave out or vary: accents, case, hyphens, apostrophes.

    Ligatures are opened, « St » and « Ste » written in full, spaces made single:
    « St-Dié des  Vosges » and « Saint-Dié-des-Vosges » both give "saint die des vosges".
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_RESPELT)
    words = "".join(map(_plain, decomposed)).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)

"""Names of the kinds of messages, for the list of messages. Each app declares its own, in its ``ready``."""

_labels = {}


def declare(labels):
    """``{kind: label}``."""
    _labels.update(labels)


def label(kind):
    """As one reads it; of a kind that is written no more, its code."""
    return _labels.get(kind, kind)

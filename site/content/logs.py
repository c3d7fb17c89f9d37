"""What may stand in a log line."""

import logging
import re
import traceback

TOKEN_PATH = re.compile(
    r"((?:inscriptions|animation|password/+reset/+key)/+)(?!effacees|lien-envoye|done/)[^/\s]+", re.IGNORECASE
)


class WithoutTokens(logging.Filter):
    """Hide the secret part of a family's or facilitator's address."""

    def filter(self, record):
        record.msg = TOKEN_PATH.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN_PATH.sub(r"\1…", value) if isinstance(value, str) else value for value in record.args
            )
        return True


class WithoutRows(logging.Formatter):
    """Where an error came from and what it was, without its words: a database quotes whole rows in them."""

    def formatException(self, ei):  # noqa: N802 - the name is logging's
        kind, _error, trace = ei
        return "".join([*traceback.format_tb(trace), kind.__name__])

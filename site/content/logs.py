"""What may stand in a log line."""

import logging
import re

TOKEN_PATH = re.compile(r"((?:inscriptions|animation)/)[A-Za-z0-9_-]{6,}")


class WithoutTokens(logging.Filter):
    """Hide the secret part of a family's or facilitator's address."""

    def filter(self, record):
        record.msg = TOKEN_PATH.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                TOKEN_PATH.sub(r"\1…", value) if isinstance(value, str) else value for value in record.args
            )
        return True

"""What no database can look up is the asker's mistake, and answered as one: 400, and not by an accident.

Our own forms say what is wrong with a field. Wagtail's lists, choosers and addresses, and what a cookie holds, reach
the database as they were typed: a number larger than any row's, a word in the place of a number, a NUL.
"""

import logging
import re

from django.db import DataError
from django.views.defaults import bad_request
from modelsearch.backends.base import FilterFieldError

logger = logging.getLogger("django.request")

#: SQLite refuses a number by an OverflowError, PostgreSQL by a DataError, as it does a NUL; Wagtail's choosers
#: cannot search and filter by a tag at once.
REFUSALS = (OverflowError, DataError, FilterFieldError)
#: Django's words for a value that is none of its field's; any other ValueError is a fault of ours.
NOT_OF_ITS_FIELD = re.compile(
    r"Field '\w+' expected a (?:number|datetime|date) but got |.* is not a valid UUID"
)


class UnusableInputMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """A cookie with a NUL is as good as none: none of ours was ever given one."""
        for name in [name for name, value in request.COOKIES.items() if "\x00" in name + value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, REFUSALS) and not _is_of_no_field(error):
            return None
        # Where it happened, without the words: they may quote a family.
        logger.warning("unusable input at %s: %s", request.path, type(error).__name__, exc_info=error)
        return bad_request(request, error)


def _is_of_no_field(error):
    return isinstance(error, ValueError) and NOT_OF_ITS_FIELD.match(str(error))

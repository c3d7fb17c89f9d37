"""What the views of families' forms have in common."""

from math import ceil

from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import ngettext

READ_AND_WRITE = ["GET", "HEAD", "POST"]
TOO_MANY = 429


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done; read the answer there."""

    status_code = 303


def sent(request):
    """What was sent, with U+FFFD where a byte is not UTF-8: Django would read it all as Latin-1."""
    if request.content_type != "application/x-www-form-urlencoded":
        return request.POST
    return QueryDict(request.body.decode("utf-8", "replace"))


def too_many_words(limit):
    """Until when, in minutes: said by the limit that was passed."""
    minutes = ceil(limit.wait / 60)
    return ngettext(
        "Beaucoup d’envois en peu de temps. Attendez %(count)s minute, puis envoyez encore : rien n’est perdu.",
        "Beaucoup d’envois en peu de temps. Attendez %(count)s minutes, puis envoyez encore : rien n’est perdu.",
        minutes,
    ) % {"count": minutes}


def slowed_down(response, limit):
    """The same page, with the status and the header that say how long to wait."""
    response.status_code = TOO_MANY
    response.headers["Retry-After"] = str(limit.wait)
    return response

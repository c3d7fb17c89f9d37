"""The agenda in other formats over HTTP. The bytes are made by ``workshops.exports``."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

from workshops import agenda, exports, feeds

#: Places change; dates do less.
ONE_MINUTE, FIVE_MINUTES = 60, 300
CSV = "text/csv; charset=utf-8"


@require_safe
def agenda_rss(request):
    """What changes in the agenda's search, to follow."""
    search = agenda.read(request.GET)
    content = exports.to_rss(
        exports.in_bulk(search.results()),
        name=feeds.name_of(search),
        agenda_url=settings.BASE_URL + search.address(reverse("agenda")),
        feed_url=settings.BASE_URL + search.address(reverse("agenda_rss")),
    )
    return _answer(request, content, "application/rss+xml; charset=utf-8", max_age=FIVE_MINUTES)


@require_safe
def agenda_json(request):
    """The agenda's search for other sites: their pages may read it too."""
    sessions = exports.in_bulk(agenda.read(request.GET).results())
    content = exports.to_json(sessions, exports.level_codes(sessions))
    answer = _answer(request, content, "application/json", max_age=ONE_MINUTE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def agenda_csv(request):
    """The agenda's search for a spreadsheet."""
    search = agenda.read(request.GET)
    sessions = exports.in_bulk(search.results())
    content = exports.to_csv(sessions, exports.level_codes(sessions))
    answer = _answer(request, content, CSV, max_age=ONE_MINUTE)
    where = f"-{search.territory.slug}" if search.territory else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="agenda-e-parentalite{where}.csv"'
    return answer


def _answer(request, content, content_type, *, max_age):
    """``content``, or 304 where the reader has it already."""
    headers = {"Cache-Control": f"public, max-age={max_age}"}
    answer = set_response_etag(HttpResponse(content, content_type=content_type, headers=headers))
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer)

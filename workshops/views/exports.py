"""The agenda in other formats over HTTP. The bytes are made by ``workshops.exports``."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workshops import agenda, exports
from workshops.exports import la_coop as report

#: Places change; dates do less.
ONE_MINUTE, FIVE_MINUTES = 60, 300
CSV = "text/csv; charset=utf-8"


@require_safe
def agenda_rss(request):
    """What changes in the agenda's search, to follow."""
    search = agenda.read(request.GET)
    name = _("Ateliers e-parentalité")
    content = exports.to_rss(
        exports.in_bulk(search.results()),
        name=f"{name} – {search.territory.name}" if search.territory else name,
        agenda_url=_address("agenda", search),
        feed_url=_address("agenda_rss", search),
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


@login_required
@require_safe
def la_coop(request):
    """What the person signed in has run, from ``du`` to ``au``, for their reports in La Coop."""
    period = agenda.read({name: request.GET.get(name, "") for name in ("du", "au")})
    held = report.held(period.sessions().filter(facilitators=request.user))
    answer = HttpResponse(report.to_csv(held), content_type=CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="la-coop.csv"'
    return answer


def _address(name, search):
    query = search.query()
    return f"{settings.BASE_URL}{reverse(name)}{'?' if query else ''}{query}"


def _answer(request, content, content_type, *, max_age):
    """``content``, or 304 where the reader has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={max_age}"}
    answer = HttpResponse(content, content_type=content_type, headers=headers)
    return get_conditional_response(request, etag=etag, response=answer)

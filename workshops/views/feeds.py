"""Calendars over HTTP. The bytes are made by ``workshops.calendar``."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workshops import agenda, calendar
from workshops.corrections import KEPT_IN_FEEDS
from workshops.models import Session


@require_safe
def agenda_ics(request):
    """The agenda's search as a calendar to subscribe to: past 31 days and all to come."""
    search = agenda.read(request.GET)
    since = timezone.now() - KEPT_IN_FEEDS
    sessions = search.sessions().filter(ends_at__gt=since).order_by("starts_at", "pk").cards()
    name = _("Ateliers e-parentalité")
    if search.territory:
        name = f"{name} – {search.territory.name}"
    return _calendar(request, calendar.feed(sessions, name=name), sessions, "agenda.ics")


@require_safe
def session_ics(request, ref):
    """One session, to add to one's calendar."""
    session = get_object_or_404(Session.objects.public().with_places(), ref=ref)
    return _calendar(
        request, calendar.single(session), [session], f"seance-{session.ref}.ics", attachment=True
    )


def _calendar(request, content, sessions, filename, *, attachment=False):
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    revised = calendar.last_modified(sessions)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    disposition = "attachment" if attachment else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{filename}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=300"
    if revised:
        response.headers["Last-Modified"] = http_date(revised.timestamp())
    return get_conditional_response(
        request,
        etag=etag,
        last_modified=int(revised.timestamp()) if revised else None,
        response=response,
    )

"""Calendars over HTTP. What is in them is made by ``workshops.feeds`` and ``workshops.calendar``."""

from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from territories.models import Territory
from workshops import agenda, feeds, letters
from workshops.models import Enrolment, EventPage, FacilitatorCalendar, Session, WorkshopPage
from workshops.page_addresses import page_at

#: Kept, and asked for again each time: that costs little, and a cancellation is read at once.
CACHED = "public, max-age=0, must-revalidate"


@require_safe
def agenda_ics(request):
    """The agenda's search as a calendar to subscribe to."""
    return _answer(request, feeds.of_search(agenda.read(request.GET)))


@require_safe
def workshop_ics(request, slug):
    return _of_page(request, WorkshopPage, slug)


@require_safe
def event_ics(request, slug):
    return _of_page(request, EventPage, slug)


@require_safe
def territory_ics(request, slug):
    return _answer(request, feeds.of_territory(get_object_or_404(Territory, slug=slug)))


@require_safe
def session_ics(request, ref):
    """One session, to add to one's calendar; past ones too."""
    feed = feeds.Feed(Session.objects.public().filter(ref=ref))
    if not feed:
        raise Http404
    return _answer(request, feed, file_name=f"seance-{ref}", disposition="attachment")


@require_safe
def facilitator_ics(request, token):
    """A facilitator's own calendar; the secret address is the key."""
    found = FacilitatorCalendar.objects.filter(token=token, user__is_active=True).first()
    return _answer(request, feeds.of_facilitator(found.user)) if found else _unknown()


@require_safe
def enrolment_ics(request, token):
    """A family's own calendar; the secret address is the key. ``?seance=``: a file of that date alone."""
    found = Enrolment.objects.by_token(token).first()
    if found is None:
        return _unknown()
    rows = letters.registrations_of(found)
    ref = request.GET.get("seance")
    return _of_one_date(request, rows, ref) if ref else _answer(request, feeds.OwnFeed(rows))


def _of_one_date(request, rows, ref):
    feed = feeds.OwnFile.of_date(rows, ref)
    return _answer(request, feed, file_name=f"seance-{ref}", disposition="attachment") if feed else _unknown()


def _of_page(request, model, slug):
    page = page_at(model, slug)
    if page is None:
        raise Http404
    return _answer(request, feeds.of_activity(page))


def _unknown():
    """For a calendar that asks, in words a person may see too; without the site's pages around them."""
    words = _("Cet agenda n’existe pas, ou son adresse a changé.")
    return HttpResponse(f"{words}\n", status=404, content_type="text/plain; charset=utf-8")


def _answer(request, feed, *, file_name="", disposition="inline"):
    """The feed, or 304 without its bytes. The date is looked up only for who has no tag to ask by."""
    modified = None if "If-None-Match" in request.headers else feed.modified_at
    answer = get_conditional_response(request, feed.etag, modified and int(modified.timestamp()))
    if answer is None:
        answer = _written(request, feed)
        modified = modified or feed.modified_at
        answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
        answer.headers["Content-Disposition"] = f"{disposition}; {_named(file_name or feed.name)}"
    answer.headers["ETag"] = feed.etag
    answer.headers["Cache-Control"] = CACHED
    if modified:
        answer.headers["Last-Modified"] = http_date(_before_this_second(modified))
    return answer


def _before_this_second(modified):
    """Never the current one, in which more may change: what is asked for by this date later is then sent again
    (RFC 9110 §8.8.2.2). In seconds.
    """
    return min(int(modified.timestamp()), int(timezone.now().timestamp()) - 1)


def _written(request, feed):
    """A long one leaves as it is made, so that memory does not grow with it."""
    if len(feed) > feeds.CHUNK:
        return StreamingHttpResponse(() if request.method == "HEAD" else feed.content())
    return HttpResponse(b"".join(feed.content()))


def _named(name):
    """``filename``, in ASCII for old readers, and ``filename*`` where that lost something (RFC 6266 §4.3)."""
    plain = f'filename="{slugify(name) or "agenda"}.ics"'
    return plain if slugify(name) == name else f"{plain}; filename*=UTF-8''{quote(f'{name}.ics', safe='')}"

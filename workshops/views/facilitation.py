"""The facilitators' space: their own calendar, their report. Sign-in needed."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from workshops import agenda, calendar_links, feeds
from workshops.exports import la_coop as report
from workshops.models import FacilitatorCalendar
from workshops.views.answers import READ_AND_WRITE, SeeOther


@login_required
@require_http_methods(READ_AND_WRITE)
def own_calendar(request):
    """The secret address of one's sessions; made, and made anew, by a button."""
    if request.method == "POST":
        FacilitatorCalendar.renew(request.user)
        return SeeOther(reverse("facilitator_calendar"))
    found = FacilitatorCalendar.objects.filter(user=request.user).first()
    links = None
    if found:
        address = settings.BASE_URL + reverse("facilitator_ics", args=[found.token])
        links = calendar_links.of_feed(address, feeds.facilitator_name())
    page = render(request, "workshops/facilitator_calendar.html", {"links": links})
    # Browsers that may name no page as a referrer send its form with « Origin: null », which CSRF checks refuse.
    page.headers["Referrer-Policy"] = "same-origin"
    return page


@login_required
@require_safe
def la_coop(request):
    """What the person signed in has run, from ``du`` to ``au``, for their reports in La Coop."""
    period = agenda.read({name: request.GET.get(name, "") for name in ("du", "au")})
    held = report.held(period.sessions().filter(facilitators=request.user))
    answer = HttpResponse(report.to_csv(held), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="la-coop.csv"'
    return answer

"""The facilitators' space: their own calendar. Sign-in needed."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from workshops import calendar_links, feeds
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
        links = calendar_links.of_feed(address, feeds.of_facilitator(request.user).name)
    return render(request, "workshops/facilitator_calendar.html", {"links": links})

"""« Suivre ces dates dans mon agenda »: which dates, by which links, and how, in pictures."""

from dataclasses import dataclass, field

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import navigation
from workshops import agenda, calendar_links, feeds
from workshops.models import EventPage, WorkshopPage
from workshops.page_addresses import page_at

#: ``{name in the query: (model, its feed, sentence where there is none)}``
ACTIVITIES = {
    "atelier": (
        WorkshopPage,
        "workshop_ics",
        gettext_lazy("Nous ne connaissons pas l’atelier « %(value)s »."),
    ),
    "evenement": (EventPage, "event_ics", gettext_lazy("Nous ne connaissons pas l’événement « %(value)s ».")),
}


@dataclass
class Followed:
    """Dates to follow: those of one ``activity``, or of a search of the agenda and its filters in ``words``.

    ``name`` and ``path`` are their feed's. ``problems``: sentences; with any there is nothing to follow.
    """

    name: str = ""
    path: str = ""
    activity: object = None
    words: list = field(default_factory=list)
    agenda_query: str = ""
    problems: list = field(default_factory=list)


def subscribe(request):
    """What was not understood is said in a sentence, and offers nothing to follow."""
    followed = _read(request.GET)
    agenda_url = reverse("agenda") + followed.agenda_query
    crumbs = navigation.breadcrumbs(followed.activity)
    if not followed.activity:
        crumbs.append({"url": agenda_url, "title": _("Agenda")})
    context = {"followed": followed, "agenda_url": agenda_url, "crumbs": crumbs}
    if not followed.problems:
        context["links"] = calendar_links.of_feed(settings.BASE_URL + followed.path, followed.name)
    return render(request, "workshops/subscribe.html", context)


def _read(query):
    for name in ACTIVITIES:
        if slug := query.get(name, "").strip():
            return _activity(name, slug)
    return _search(agenda.read(query))


def _activity(kind, slug):
    model, feed, unknown = ACTIVITIES[kind]
    slug = slug.replace("\x00", "")[: agenda.LONGEST_TEXT]
    page = page_at(model, slug)
    if page is None:
        return Followed(problems=[unknown % {"value": slug}])
    return Followed(
        name=feeds.of_activity(page).name, path=reverse(feed, args=[page.source.slug]), activity=page
    )


def _search(search):
    problems = list(search.problems)
    if not problems and search.last_day and search.last_day < timezone.localdate():
        problems.append(_("Ces dates sont passées : il n’y en aura pas de nouvelles à suivre."))
    return Followed(
        name=feeds.of_search(search).name,
        path=search.address(reverse("agenda_ics")),
        words=search.all_words(),
        agenda_query=search.address(""),
        problems=problems,
    )

"""The agenda and one session."""

from datetime import timedelta

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Introduction
from territories.gazetteer import Typed
from territories.models import Territory
from workshops import agenda as search_rules
from workshops.forms import AgendaForm
from workshops.models import Format, Session
from workshops.models.presentation import present

PER_PAGE = 20
OTHER_DATES = 4
A_YEAR = timedelta(days=365)


def agenda(request):
    """Sessions to come, filtered. What was not understood is said in a sentence and matches nothing."""
    search = search_rules.read(request.GET)
    results = search.results().with_places().with_waiting_families()
    page = _page(Paginator(results, PER_PAGE), "1" if search.problems else request.GET.get("page") or "1")
    context = {
        "form": AgendaForm(search),
        "search": search,
        "problems": search.problems,
        "sessions": present(page.object_list),
        "count": page.paginator.count,
        "pagination": _pagination(search, page),
        "place": _place(search),
        "suggestions": search.meant(reverse("agenda")),
        "active_filters": _active_filters(search),
        "past_url": _url(
            search, du=(timezone.localdate() - A_YEAR).isoformat(), au=timezone.localdate().isoformat()
        ),
        "online_url": f"{reverse('agenda')}?format={Format.ONLINE}" if search.place else "",
        **_ways_to_follow(search),
        "introduction": Introduction.objects.words("agenda"),
    }
    return render(request, "workshops/agenda.html", context)


def session(request, ref):
    """One session: when, where, how many places, what changed."""
    shown = get_object_or_404(Session.objects.public().with_places().with_waiting_families(), ref=ref)
    present([shown])
    others = Session.objects.public().of(shown.activity).upcoming().exclude(pk=shown.pk)
    if shown.course_id:
        others = others.exclude(course=shown.course_id)
    context = {
        "session": shown,
        "page_title": f"{shown.title}, {shown.when.date}",
        "activity": shown.activity_shown.specific,
        "changes": list(shown.changes.all()),
        "course_sessions": shown.course_sessions,
        "other_sessions": others[:OTHER_DATES].cards(),
    }
    return render(request, "workshops/session.html", context)


def _page(paginator, number):
    try:
        return paginator.page(number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


def _url(search, **changes):
    return search.address(reverse("agenda"), **changes)


def _ways_to_follow(search):
    """The same dates as a page about subscribing and as a feed; nothing to follow where nothing was understood."""
    if search.problems:
        return {"subscribe_url": "", "feed_query": ""}
    return {"subscribe_url": search.address(reverse("subscribe")), "feed_query": search.address("")}


def _pagination(search, page):
    return {
        "number": page.number,
        "last": page.paginator.num_pages,
        "previous_url": _url(search, page=page.number - 1 if page.number > 2 else None)
        if page.has_previous()
        else "",
        "next_url": _url(search, page=page.next_page_number()) if page.has_next() else "",
    }


def _place(search):
    """Where distances are measured from; several communes may share the postal code or the name, and some have
    the name of a département.
    """
    if search.place is None:
        return None
    by_code = search.place.found.typed is Typed.POSTAL_CODE
    links = [
        {
            "label": commune.name if by_code else str(commune),
            "url": _url(search, code_postal=None, commune=commune.insee),
        }
        for commune in search.place.communes
    ]
    department = search.place.found.department
    for territory in Territory.objects.filter(code=department) if department else []:
        words = _("%(name)s (département)") % {"name": territory.name}
        links.append({"label": words, "url": _url(search, code_postal=None, territoire=territory.slug)})
    return {
        "label": search.place.label,
        "radius": search.place.radius,
        "by_code": by_code,
        "narrow_links": links if len(links) > 1 else [],
    }


def _active_filters(search):
    """One entry per filter in force, with the address that takes it away."""
    return [
        {"label": words, "remove_url": _url(search, **{name: None})} for name, words in search.words().items()
    ]

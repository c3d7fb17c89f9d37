"""The agenda in a frame on a school's site, and the page that makes the lines to paste there."""

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt

from content import languages
from content.dates import HOME_ZONE
from workshops import agenda
from workshops.forms import EmbedForm

DEFAULT_NUMBER = 5
LARGEST_NUMBER = 20
#: In CSS pixels, on the narrowest phone: one date (``--row`` of embed.css), one line more of it, head and foot.
ROW = 200
LINE = 26
AROUND = 172
#: Where letters are taller.
TALL_LETTERS = {"ar"}


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=300)
def embedded_agenda(request):
    """The next dates of the agenda's search. The one public page that other sites may frame."""
    search = agenda.read(request.GET)
    context = {
        "sessions": search.results()[: read_number(request.GET)].cards(),
        "problems": search.problems,
        "shown": search.all_words(),
        "agenda_url": search.address(reverse("agenda")),
    }
    response = render(request, "workshops/embed.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def embed_snippet(request):
    """A form, then the lines to paste and what they will show. What was not understood makes no lines."""
    search = agenda.read({name: request.GET.get(name, "") for name in agenda.FILTERS})
    number = read_number(request.GET)
    language = request.GET.get("interface") or languages.active()
    problems = list(search.problems)
    if language not in dict(settings.LANGUAGES):
        problems.append(_("Le cadre n’existe pas dans cette langue : choisissez-la dans la liste."))
    context = {
        "form": EmbedForm(search, number=number, language=language),
        "problems": problems,
        "suggestions": search.meant(reverse("embed_snippet")),
        "shown": search.all_words(),
    }
    if not problems:
        radius = search.values.get("rayon") if search.place else None
        frame = languages.path_in(language, reverse("embed_agenda"))
        path = search.address(frame, nombre=number, rayon=radius)
        zone = search.territory.time_zone if search.territory else HOME_ZONE
        height = height_for(number, language=language, zone=zone)
        snippet = _snippet(path, language=language, height=height)
        context |= {"frame_path": path, "height": height, "snippet": snippet}
    return render(request, "workshops/embed_snippet.html", context)


def read_number(query):
    """How many dates: ``nombre``, from 1 to 20; the default for anything else."""
    text = query.get("nombre", "")
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= LARGEST_NUMBER:
        return int(text)
    return DEFAULT_NUMBER


def height_for(number, *, language="fr", zone=HOME_ZONE):
    """CSS pixels in which that many dates show without scrolling, from 320 px wide up.

    Hours in another zone than Paris say which, and that takes a line.
    """
    return AROUND + number * (ROW + LINE * ((language in TALL_LETTERS) + (zone != HOME_ZONE)))


def _snippet(path, *, language, height):
    """The HTML that one pastes into a page: the frame, titled in its own language."""
    with translation.override(language):
        title = _("Agenda des ateliers e-parentalité")
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>',
        f"{settings.BASE_URL}{path}",
        title,
        height,
    )

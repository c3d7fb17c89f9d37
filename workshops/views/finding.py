"""A family finds its registration again: by the code of its slip, or by having its link sent again.

Neither says to a stranger who is registered. The right code is one in 27^8, and few tries are left
to whoever is wrong.
"""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy.limits import Limit, client_address, count, reached, take
from workshops import booking
from workshops.forms import LookUpForm, SendLinkForm
from workshops.models import Enrolment
from workshops.views.answers import READ_AND_WRITE, SeeOther, sent, slowed_down, too_many_words

#: 27^8 codes: as many wrong tries as a class may make bring nobody near one.
WRONG_FROM_ADDRESS = Limit("wrong codes from an address", most=settings.FORMS_PER_ADDRESS)
WRONG_FOR_CODE = Limit("wrong contacts for a code", most=10, minutes=60)
LINKS_TO_CONTACT = Limit("links sent to a contact", most=3, minutes=60)
LINKS_FROM_ADDRESS = Limit("links asked from an address", most=settings.FORMS_PER_ADDRESS)


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def find(request):
    if request.method != "POST":
        return _page(request)
    return _send_link(request) if request.POST.get("action") == "send_link" else _open(request)


@require_safe
def link_sent(request):
    """The same page whether or not anybody is registered."""
    return render(request, "workshops/link_sent.html")


def _open(request):
    form = LookUpForm(sent(request))
    if not form.is_valid():
        return _page(request, look_up=form, status=422)
    code, keys = form.cleaned_data["code"], form.cleaned_data["contact"]
    tries = [(WRONG_FROM_ADDRESS, client_address(request)), (WRONG_FOR_CODE, code)]
    if limit := reached(*tries):
        return slowed_down(_page(request, look_up=form, refusal=too_many_words(limit)), limit)
    found = Enrolment.objects.by_code(code, **keys)
    if found:
        return SeeOther(found.get_absolute_url())
    count(*tries)
    refusal = _("Nous ne trouvons pas d’inscription avec ce code et ce contact. Regardez votre fiche.")
    return _page(request, look_up=form, refusal=refusal, status=422)


def _send_link(request):
    form = SendLinkForm(sent(request))
    if not form.is_valid():
        return _page(request, send_link=form, status=422)
    if limit := take((LINKS_FROM_ADDRESS, client_address(request))):
        return slowed_down(_page(request, send_link=form, refusal=too_many_words(limit)), limit)
    keys = form.cleaned_data["contact"]
    if not take((LINKS_TO_CONTACT, str(keys))):  # beyond it, a stranger would learn something from a refusal
        booking.ask_for_links(**keys)
    return SeeOther(reverse("link_sent"))


def _page(request, *, look_up=None, send_link=None, refusal="", status=200):
    bound = look_up or send_link
    context = {
        "look_up": look_up or LookUpForm(auto_id="code-%s"),
        "send_link": send_link or SendLinkForm(auto_id="lien-%s"),
        "error_summary": bound.summary if bound and not refusal else [],
        "refusal": refusal,
    }
    return render(request, "workshops/find_enrolment.html", context, status=status)

"""A family registers, sees its registration, cancels. No account, no cookie, no script.

Neither form is protected against cross-site posts, and needs no protection: nobody is signed in
here. The first gives a stranger nothing, the second needs the secret address.
"""

from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content import languages
from workshops import booking
from workshops.forms import RegistrationForm
from workshops.models import Enrolment, Session
from workshops.models.presentation import present
from workshops.refusals import Refusal

READ_AND_WRITE = ["GET", "HEAD", "POST"]


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done; read the answer there."""

    status_code = 303


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def register(request, ref):
    """The form of one session. What cannot be accepted comes back with everything that was typed."""
    session = _public_session(ref)
    sent = _sent(request) if request.method == "POST" else None
    form = RegistrationForm(sent, session=session, language=languages.active())
    if sent is None:
        return _form_page(request, session, form)
    if not form.is_valid():
        return _form_page(request, session, form, status=422)
    try:
        answer = booking.register(
            session, contact=form.contact, party=form.party, key=form.cleaned_data["key"]
        )
    except Refusal as refusal:
        return _form_page(request, session, form, refusal=str(refusal), status=refusal.status)
    if answer.known:
        return SeeOther(reverse("already_registered", args=[session.ref]))
    return SeeOther(answer.enrolment.get_absolute_url())


def already_registered(request, ref):
    """The same page for everyone: the link itself went to the contact."""
    return render(request, "workshops/already_registered.html", {"session": _public_session(ref)})


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def enrolment(request, token):
    """A family's own page: see, cancel. A GET changes nothing, since mail scanners open links."""
    found = Enrolment.objects.by_token(token).first()
    if found is None:
        return render(request, "workshops/unknown_link.html", status=404)
    refusal, status = "", 200
    if request.method == "POST":
        if request.POST.get("action") == "cancel":
            try:
                booking.cancel(found, by=booking.FAMILY)
                return SeeOther(found.get_absolute_url())
            except Refusal as error:
                refusal, status = str(error), error.status
        else:
            refusal, status = _("Nous n’avons pas compris votre demande. Rien n’a changé."), 422
    return _enrolment_page(request, found, refusal, status)


def _sent(request):
    """What was sent, with U+FFFD where a byte is not UTF-8: Django would read it all as Latin-1."""
    if request.content_type != "application/x-www-form-urlencoded":
        return request.POST
    return QueryDict(request.body.decode("utf-8", "replace"))


def _public_session(ref):
    session = get_object_or_404(Session.objects.public().with_places().with_waiting_families(), ref=ref)
    return present([session])[0]


def _form_page(request, session, form, *, refusal="", status=200):
    context = {
        "session": session,
        "course_sessions": session.course_sessions,
        "is_closed": not form.is_bound and not session.can_register,
        "form": form,
        "error_summary": form.summary if form.is_bound else [],
        "refusal": refusal,
    }
    return render(request, "workshops/register.html", context, status=status)


def _enrolment_page(request, found, refusal, status):
    registrations = list(found.registrations.with_sessions())
    present(registration.session for registration in registrations)
    context = {
        "enrolment": found,
        "registrations": registrations,
        "leading": found.leading(registrations),
        "can_cancel": any(registration.can_be_cancelled for registration in registrations),
        "refusal": refusal,
    }
    return render(request, "workshops/enrolment.html", context, status=status)

"""The questionnaire of an event: a few questions, nobody's name. No account, no cookie, no script.

The form is not protected against cross-site posts, and needs no protection: nobody is signed in
here, and an answer sent by another site is one that anybody could send.
"""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from privacy.limits import Limit, client_address, take
from workshops import questionnaires
from workshops.forms import QuestionnaireForm
from workshops.models import EventPage
from workshops.page_addresses import page_at
from workshops.views.answers import READ_AND_WRITE, SeeOther, sent, slowed_down, too_many_words

OF_ADDRESS = Limit("questionnaires from an address", most=settings.FORMS_PER_ADDRESS)


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def questionnaire(request, slug):
    """What cannot be accepted comes back with everything that was answered."""
    event = _event(slug)
    if request.method != "POST":
        return _form_page(request, event, QuestionnaireForm(questions=event.questions))
    form = QuestionnaireForm(sent(request), questions=event.questions)
    if not form.is_valid():
        return _form_page(request, event, form, refusal=_unreadable(form), status=422)
    if limit := take((OF_ADDRESS, client_address(request))):
        return slowed_down(_form_page(request, event, form, refusal=too_many_words(limit)), limit)
    questionnaires.keep(event, key=form.cleaned_data["key"], answers=form.answers, words=form.words)
    return SeeOther(reverse("questionnaire_thanks", args=[slug]))


def thanks(request, slug):
    """The same page for everyone."""
    return render(request, "workshops/questionnaire_thanks.html", {"event": _event(slug)})


def _event(slug):
    """The event as the reader's language shows it, if it asks something."""
    event = page_at(EventPage, slug)
    if event is None or not event.source.questionnaire:
        raise Http404
    return event


def _unreadable(form):
    return (
        _("Ce formulaire est arrivé abîmé. Le voici à nouveau : envoyez-le.") if "key" in form.errors else ""
    )


def _form_page(request, event, form, *, refusal="", status=200):
    context = {
        "event": event,
        "form": form,
        "error_summary": form.summary if form.is_bound else [],
        "refusal": refusal,
    }
    return render(request, "workshops/questionnaire.html", context, status=status)

"""A family's own page: see, change, cancel, answer, and what we know of it. The secret address is the key.

A GET changes nothing, since mail scanners open links.
"""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from privacy.limits import Limit, client_address, take
from workshops import booking, calendar_links, feeds, letters, own_data
from workshops.forms import FeedbackForm, PartyForm
from workshops.models import Enrolment
from workshops.refusals import Refusal
from workshops.views.answers import READ_AND_WRITE, SeeOther, sent, slowed_down, too_many_words
from workshops.views.place_limits import take_more_places

#: Each writes to the contact: nobody who has the link may flood it.
ACTS_OF_FAMILY = Limit("acts of a family", most=20)


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def enrolment(request, token):
    page = EnrolmentPage(request, Enrolment.objects.by_token(token).first())
    if page.enrolment is None:
        return _unknown(request)
    if request.method != "POST":
        return page.shown()
    act = ACTS.get(request.POST.get("action"))
    if act and (limit := take((ACTS_OF_FAMILY, str(page.enrolment.pk)))):
        return slowed_down(page.shown(refusal=too_many_words(limit), **page.typed()), limit)
    if act is None:
        return page.shown(refusal=_("Nous n’avons pas compris votre demande. Rien n’a changé."), status=422)
    try:
        return act(page)
    except Refusal as refusal:
        return page.shown(refusal=str(refusal), status=refusal.status)


@require_safe
def before_cancelling(request, token):
    """The first of two steps: what will happen. The second is a POST to the family's page."""
    return _first_step(request, token, "workshops/before_cancelling.html", booking.why_not_cancel)


@require_safe
def before_erasing(request, token):
    return _first_step(request, token, "workshops/before_erasing.html", lambda enrolment: "")


def _first_step(request, token, template, why_not):
    found = Enrolment.objects.by_token(token).first()
    if found is None:
        return _unknown(request)
    rows = letters.registrations_of(found)
    lost = [row for row in rows if row.can_be_cancelled]
    context = {
        "enrolment": found,
        "lost": lost,
        "standing": found.leading(rows).standing,
        "refusal": why_not(found),
    }
    return render(request, template, context)


@require_safe
def data(request, token):
    """What the site keeps of this enrolment, as JSON."""
    found = Enrolment.objects.by_token(token).first()
    if found is None:
        return _unknown(request)
    answer = JsonResponse(
        own_data.of_enrolment(found), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="e-parentalite.json"'
    return answer


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def reminders(request, token):
    """No more reminders: asked by a button, or by the reader's mail software (RFC 8058), by POST only."""
    found = Enrolment.objects.by_token(token).first()
    if found is None:
        return _unknown(request)
    if request.method == "POST":
        booking.stop_reminders(found)
        if "List-Unsubscribe" not in request.POST:  # which may not be sent elsewhere (RFC 8058 §3.1)
            return SeeOther(reverse("no_reminders", args=[token]))
        found.refresh_from_db()
    return render(request, "workshops/no_reminders.html", {"enrolment": found})


@require_safe
def erased(request):
    return render(request, "workshops/erased.html")


class EnrolmentPage:
    """One family's page: what it shows, and what was wrong with what was sent."""

    def __init__(self, request, enrolment):
        self.request, self.enrolment = request, enrolment

    def registrations(self):
        return letters.registrations_of(self.enrolment)

    def calendar(self):
        address = settings.BASE_URL + reverse("enrolment_ics", args=[self.enrolment.token])
        return calendar_links.of_feed(address, feeds.own_name())

    def party_form(self, rows, data=None):
        row = self.enrolment.leading(rows)
        return PartyForm(data, session=row.session, changes=row)

    def typed(self):
        """The form that was sent, as it was filled."""
        action = self.request.POST.get("action")
        if action == "change":
            return {"party_form": self.party_form(self.registrations(), sent(self.request))}
        return {"feedback_form": FeedbackForm(sent(self.request))} if action == "feedback" else {}

    def shown(self, *, refusal="", status=200, party_form=None, feedback_form=None):
        rows = self.registrations()
        leading = self.enrolment.leading(rows)
        can_change = any(row.can_be_cancelled for row in rows)
        bound = party_form or feedback_form
        context = {
            "enrolment": self.enrolment,
            "calendar": self.calendar(),
            "registrations": rows,
            "leading": leading,
            "can_change": can_change,
            "can_cancel": can_change and leading.standing != "offered",  # which has its own no
            "can_join_again": _can_join_again(rows),
            "asks_feedback": leading.awaits_feedback,
            "unwritten": letters.why_unwritten(self.enrolment),
            "has_mailbox": letters.has_mailbox(self.enrolment),
            "party_form": party_form or (self.party_form(rows) if can_change else None),
            "feedback_form": feedback_form or FeedbackForm(),
            "error_summary": bound.summary if bound else [],
            "refusal": refusal,
        }
        return render(self.request, "workshops/enrolment.html", context, status=status)

    def done(self):
        return SeeOther(self.enrolment.get_absolute_url())


def _can_join_again(rows):
    """All its dates were given back, and all that are still held are open."""
    held = [row.session for row in rows if not row.session.is_cancelled]
    gone = not any(row.is_active for row in rows if not row.session.is_cancelled)
    return bool(held) and gone and all(one.can_register for one in held)


def _change(page):
    rows = page.registrations()
    form = page.party_form(rows, sent(page.request))
    if not form.is_valid():
        return page.shown(party_form=form, status=422)
    more = form.party.heads - page.enrolment.leading(rows).heads
    has_contact = bool(page.enrolment.contact_key)
    if limit := take_more_places(client_address(page.request), more, has_contact=has_contact):
        return slowed_down(page.shown(party_form=form, refusal=too_many_words(limit)), limit)
    try:
        booking.change(page.enrolment, party=form.party, was=form.was)
    except booking.Changed as changed:
        sentences = form.show_changes(changed.changes, page.party_form(page.registrations()))
        refusal = " ".join([str(changed), *sentences])
        return page.shown(party_form=form, refusal=refusal, status=changed.status)
    except Refusal as refusal:
        return page.shown(party_form=form, refusal=str(refusal), status=refusal.status)
    return page.done()


def _cancel(page):
    booking.cancel(page.enrolment)
    return page.done()


def _accept(page):
    booking.accept(page.enrolment)
    return page.done()


def _join_again(page):
    booking.register_again(page.enrolment)  # by another form meanwhile: that link goes to the contact
    return page.done()


def _give_feedback(page):
    form = FeedbackForm(sent(page.request))
    if not form.is_valid():
        return page.shown(feedback_form=form, status=422)
    leading = page.enrolment.leading(page.registrations())
    try:
        booking.give_feedback(leading, **form.cleaned_data)
    except Refusal as refusal:
        return page.shown(feedback_form=form, refusal=str(refusal), status=refusal.status)
    return page.done()


def _send_data(page):
    booking.send_data(page.enrolment)
    return SeeOther(f"{page.enrolment.get_absolute_url()}?envoye=1#donnees")


def _erase(page):
    booking.erase(page.enrolment)
    return SeeOther(reverse("erased"))


ACTS = {
    "change": _change,
    "cancel": _cancel,
    "accept": _accept,
    "join_again": _join_again,
    "feedback": _give_feedback,
    "send_data": _send_data,
    "erase": _erase,
}


def _unknown(request):
    return render(request, "workshops/unknown_link.html", status=404)

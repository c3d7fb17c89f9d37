"""A family registers. No account, no cookie, no script.

The form is not protected against cross-site posts, and needs no protection: nobody is signed in
here, and it gives a stranger nothing. How many places a stranger can take: ``place_limits``.
"""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content import languages
from privacy.limits import Limit, client_address, is_first, passed, take
from workshops import booking
from workshops.forms import RegistrationForm
from workshops.models import Session
from workshops.models.presentation import present
from workshops.refusals import Refusal
from workshops.views.answers import READ_AND_WRITE, SeeOther, sent, slowed_down
from workshops.views.place_limits import refusal_words, take_places

#: One contact at one session, one contact everywhere, and one address: loose enough for a whole class.
OF_CONTACT_HERE = Limit("registrations of a contact at a session", most=6)
OF_CONTACT = Limit("registrations of a contact", most=20)
OF_ADDRESS = Limit("registrations from an address", most=settings.FORMS_PER_ADDRESS)
#: What a form that no hand can have filled counts for, against its address.
WEIGHT_OF_HASTE = 3
WEIGHT_OF_REPEAT = 1
#: One form sent several times, and one key in several forms: nothing is refused by these.
SAME_FORM = Limit("sendings of one form", most=1)
SAME_KEY = Limit("forms with one key", most=1)


@csrf_exempt
@require_http_methods(READ_AND_WRITE)
def register(request, ref):
    """The form of one session. What cannot be accepted comes back with everything that was typed."""
    session = _public_session(ref)
    data = sent(request) if request.method == "POST" else None
    form = RegistrationForm(data, session=session, language=languages.active())
    if data is None:
        return _form_page(request, session, form)
    is_valid = form.is_valid()
    if is_valid and (done := booking.sent_before(session, form.contact, form.cleaned_data["key"])):
        return SeeOther(done.get_absolute_url())
    if limit := _flood(request, session, form):
        return slowed_down(_form_page(request, session, form, refusal=refusal_words(limit)), limit)
    if not is_valid:
        return _form_page(request, session, form, status=422)
    try:
        answer = booking.register(
            session,
            contact=form.contact,
            party=form.party,
            key=form.cleaned_data["key"],
            helper_name=form.cleaned_data["helper"],
        )
    except Refusal as refusal:
        return _form_page(request, session, form, refusal=str(refusal), status=refusal.status)
    if answer.known:
        return SeeOther(reverse("already_registered", args=[session.ref]))
    return SeeOther(answer.enrolment.get_absolute_url())


def already_registered(request, ref):
    """The same page for everyone: the link itself went to the contact."""
    return render(request, "workshops/already_registered.html", {"session": _public_session(ref)})


def _flood(request, session, form):
    """The limit that this form passes, or None. Only whole forms count for a contact.

    A form that is sent again while the first sending is still on its way is one form: it is not counted again for
    its contact. For its address it is, since each sending waits for the session's lock.
    """
    address = client_address(request)
    of_address = (OF_ADDRESS, address)
    if not form.is_valid():
        return take(of_address, weight=WEIGHT_OF_HASTE if form.is_hasty else 1)
    contact, key = form.contact.key, form.cleaned_data["key"]
    of_contact = [
        (OF_CONTACT_HERE, contact and f"{session.ref} {contact}"),
        (OF_CONTACT, contact),
    ]
    of_places = (address, session, form.party.heads)
    same_form = booking.form_key(session, form.contact, key)
    if same_form and not is_first(SAME_FORM, same_form):
        return (
            take(of_address, weight=WEIGHT_OF_REPEAT)
            or passed(*of_contact)
            or take_places(*of_places, has_contact=bool(contact), again=True)
        )
    weight = WEIGHT_OF_HASTE if form.is_hasty or not is_first(SAME_KEY, key) else 1
    return (
        take(of_address, weight=weight)
        or take(*of_contact)
        or take_places(*of_places, has_contact=bool(contact), weight=weight)
    )


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

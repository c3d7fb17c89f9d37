"""Where families stand, as tests ask."""

from outbox.models import Message
from workshops.models import Session


def statuses(*registrations):
    for registration in registrations:
        registration.refresh_from_db()
    return [str(registration.status) for registration in registrations]


def taken(session):
    return Session.objects.values_list("places_taken", flat=True).get(pk=session.pk)


def last_kind(registration):
    messages = Message.objects.filter(about=f"enrolment:{registration.enrolment_id}")
    return messages.order_by("created_at").last().kind

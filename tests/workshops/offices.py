"""People at their desk in Wagtail's admin, and what they fill in."""

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.factories import TerritoryFactory, UserFactory


def desk(user):
    """The browser of someone who is signed in."""
    client = Client()
    client.force_login(user)
    return client


def editor_of_the_vosges(**fields):
    return UserFactory(editor=True, territory=TerritoryFactory(), **fields)


def editor_of_guadeloupe(**fields):
    return UserFactory(editor=True, territory=TerritoryFactory(guadeloupe=True), **fields)


def facilitator_of_the_vosges(**fields):
    return UserFactory(facilitator=True, territory=TerritoryFactory(), **fields)


def plain(words):
    """With ordinary spaces, so that a test reads as one types."""
    return str(words).replace("\u00a0", " ").strip()


def read(response):
    """The messages at the top of the next page."""
    return [plain(message) for message in get_messages(response.wsgi_request)]


def shown(response):
    """The words of the page."""
    return plain(response.content.decode())


def errors(response):
    """What the form says, by field."""
    return {field: [plain(each) for each in said] for field, said in response.context["form"].errors.items()}


def refused(response):
    """Sent back to the admin's home, as Wagtail does without a right."""
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


def session_form(activity, **other):
    """What the form of a new session sends."""
    return {
        "activity": activity.pk,
        "territory": TerritoryFactory().pk,
        "venue": "",
        "join_url": "",
        "day": "13/03/2027",
        "start": "9:00",
        "end": "11:00",
        "registration_mode": "here",
        "capacity": "12",
        **other,
    }


def same_form(session, **other):
    """What the form of ``session`` sends when nothing is changed but ``other``."""
    when = session.when
    return {
        "territory": session.territory_id or "",
        "venue": session.venue_id or "",
        "join_url": session.join_url,
        "day": f"{when.start:%d/%m/%Y}",
        "start": f"{when.start:%H:%M}",
        "end": f"{when.end:%H:%M}",
        "registration_mode": session.registration_mode,
        "capacity": session.capacity or "",
        "waiting_capacity": session.waiting_capacity or "",
        "note": session.note,
        "reason": "",
        **other,
    }


def venue_form(**other):
    return {
        "name": "Médiathèque de Mirecourt",
        "kind": "mediatheque",
        "street": "1 rue Chanzy",
        "territory": TerritoryFactory().pk,
        "latitude": "",
        "longitude": "",
        **other,
    }

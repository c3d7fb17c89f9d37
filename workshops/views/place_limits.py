"""Limits of places that one address may take, whatever it says of who comes.

Forms are counted elsewhere: here are heads and sessions, so that nobody takes the whole programme. What a
stranger with one address takes at the most, whatever forms are sent and however they are filled:

- without an e-mail address or a telephone number, of all sessions together: ``FAMILIES_WITHOUT_CONTACT``
  (40) families and ``HEADS_WITHOUT_CONTACT`` (160) places in four hours, and nothing without a key of ours;
- with contacts, true or invented: places at ``SESSIONS`` (30) sessions in an hour, at 10 where the forms come
  quicker than a hand fills them, and ``HEADS`` (600) places.

That lets pass a class of a hundred families of six at one session, and who helps thirty families of five in an
afternoon. The team registers families at a door of its own, where none of this counts.
"""

from math import ceil

from django.conf import settings
from django.utils.translation import ngettext

from privacy.limits import Limit, count, is_first, passed, reached, take
from workshops.views.answers import too_many_words

HEADS = Limit("places from an address", most=settings.FORMS_PER_ADDRESS, minutes=60)
SESSIONS = Limit("sessions from an address", most=settings.FORMS_PER_ADDRESS // 20, minutes=60)
#: Counted once where the session was let through, twice where it was not.
ONE_SESSION = Limit("a session from an address", most=1, minutes=60)
FAMILIES_WITHOUT_CONTACT = Limit("families without a contact from an address", most=40, minutes=240)
HEADS_WITHOUT_CONTACT = Limit("places without a contact from an address", most=160, minutes=240)
OF_WHO_HAS_NO_CONTACT = {FAMILIES_WITHOUT_CONTACT, HEADS_WITHOUT_CONTACT}


def take_places(address, session, heads, *, has_contact, weight=1, again=False):
    """The limit that a form for so many ``heads`` passes, or None. ``again``: it was counted already.

    ``weight``: what a session counts for that is new to this address.
    """
    if again:
        tries = [*_families(address, has_contact), *_of_heads(address, has_contact)]
        return passed((ONE_SESSION, _one(address, session)), *tries)
    return (
        _take_session(address, session, weight)
        or take(*_families(address, has_contact))
        or take_more_places(address, heads, has_contact=has_contact)
    )


def take_more_places(address, heads, *, has_contact):
    """The same for a family that is registered and wants ``heads`` more; for none, nothing is refused."""
    return take(*_of_heads(address, has_contact), weight=heads) if heads > 0 else None


def refusal_words(limit):
    """What helps and until when: a contact lets a family through that has none."""
    if limit not in OF_WHO_HAS_NO_CONTACT:
        return too_many_words(limit)
    hours = ceil(limit.wait / 3600)
    return ngettext(
        "Beaucoup de familles sans e-mail ni téléphone viennent d’être inscrites depuis votre connexion. "
        "Donnez l’un des deux, ou attendez %(count)s heure : rien n’est perdu.",
        "Beaucoup de familles sans e-mail ni téléphone viennent d’être inscrites depuis votre connexion. "
        "Donnez l’un des deux, ou attendez %(count)s heures : rien n’est perdu.",
        hours,
    ) % {"count": hours}


def _take_session(address, session, weight):
    """A session where this address has registered somebody lately is not counted again."""
    one = (ONE_SESSION, _one(address, session))
    if reached(one) or not is_first(*one):
        return passed(one)
    limit = take((SESSIONS, address), weight=weight)
    if limit:
        count(one)
    return limit


def _one(address, session):
    """All dates of a course are one."""
    one = f"course {session.course_id}" if session.course_id else session.ref
    return f"{address} {one}"


def _families(address, has_contact):
    return [(FAMILIES_WITHOUT_CONTACT, "" if has_contact else address)]


def _of_heads(address, has_contact):
    return [(HEADS, address), (HEADS_WITHOUT_CONTACT, "" if has_contact else address)]

"""Every rule about places; the only writer of registrations and of places taken.

Each verb begins by locking the rows of the sessions concerned, in key order, so two families
never both read the last place as free. A refusal is an exception whose message the family reads.

``parties`` is who asks, ``joining`` how a family registers, ``verbs`` what it and staff do then, ``possible`` whether
they can,
``afterwards`` what moves no place, ``waiting`` what follows for those who wait, ``upkeep`` what other
rules, the worker and commands ask for, ``rows`` how it is written.
"""

from workshops.booking.afterwards import give_feedback, send_data, stop_reminders
from workshops.booking.joining import (
    ask_for_links,
    form_key,
    register,
    register_again,
    send_links,
    sent_before,
    why_not_register,
)
from workshops.booking.parties import (
    MOST_PEOPLE,
    Answer,
    Changed,
    Closed,
    Contact,
    Full,
    Party,
    Unreadable,
)
from workshops.booking.possible import (
    why_no_room,
    why_not_cancel,
    why_not_change,
    why_not_offer,
    why_only_agreed,
)
from workshops.booking.rows import FAMILY, STAFF, SYSTEM
from workshops.booking.upkeep import check_places, date_changed, each_by_itself, lapse_offers, places_changed
from workshops.booking.verbs import accept, cancel, change, erase, offer
from workshops.booking.waiting import deadline_of_an_offer

__all__ = [
    "FAMILY",
    "MOST_PEOPLE",
    "STAFF",
    "SYSTEM",
    "Answer",
    "Changed",
    "Closed",
    "Contact",
    "Full",
    "Party",
    "Unreadable",
    "accept",
    "ask_for_links",
    "cancel",
    "change",
    "check_places",
    "date_changed",
    "deadline_of_an_offer",
    "each_by_itself",
    "erase",
    "form_key",
    "give_feedback",
    "lapse_offers",
    "offer",
    "places_changed",
    "register",
    "register_again",
    "send_data",
    "send_links",
    "sent_before",
    "stop_reminders",
    "why_no_room",
    "why_not_cancel",
    "why_not_change",
    "why_not_offer",
    "why_not_register",
    "why_only_agreed",
]

"""Who asks for places, and what they are answered."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from workshops.models import Enrolment
from workshops.models.arrangements import INTERPRETER, NEEDS
from workshops.models.contacts import email_key, phone_key
from workshops.models.typed_contacts import UnreadableError, read_email, read_name
from workshops.refusals import Refusal

#: Of each, adults and children.
MOST_PEOPLE = 20
LONGEST_MESSAGE = 1000


class Closed(Refusal):
    """It is not possible any more, or not yet: the session, its registration or the offer is closed."""


class Full(Refusal):
    """No place, and the waiting list takes nobody more."""


class Unreadable(Refusal):
    """What was typed is no name, no address or no number."""

    status = 422


class Changed(Refusal):
    """Somebody else changed it meanwhile. ``changes``: ``{field of a party: (what was shown, what is)}``."""

    def __init__(self, changes):
        super().__init__(_("Votre inscription a changé entre-temps. Relisez, puis enregistrez à nouveau."))
        self.changes = changes


@dataclass(frozen=True)
class Contact:
    """Who to tell: one of ``email`` and ``phone``, or neither with a helper. As typed, or as ``read`` gives it."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = "fr"

    @property
    def key(self):
        """The same for the same family: by e-mail if given, else by phone."""
        return Enrolment(email_key=email_key(self.email), phone_key=phone_key(self.phone)).contact_key

    def read(self, region="FR"):
        """The same as the site keeps it; a number without its country is dialled in ``region``.

        Raises ``Unreadable``.
        """
        with reading():
            return replace(
                self,
                name=read_name(self.name),
                email=read_email(self.email),
                phone=phone_key(self.phone, region),
            )


@contextmanager
def reading():
    """What cannot be read is refused in its own words."""
    try:
        yield
    except UnreadableError as error:
        raise Unreadable(str(error)) from error


@dataclass(frozen=True)
class Party:
    """Who comes, in heads, and what would help them. ``interpreter``: a language's code."""

    adults: int = 1
    children: int = 0
    needs: list = field(default_factory=list)
    interpreter: str = ""
    message: str = ""

    @property
    def heads(self):
        return self.adults + self.children

    @property
    def row(self):
        """What a registration keeps of it."""
        return {
            "adults": self.adults,
            "children": self.children,
            "needs": self.needs,
            "interpreter_language": self.interpreter,
            "message": self.message,
        }

    @classmethod
    def of(cls, registration):
        return cls(
            adults=registration.adults,
            children=registration.children,
            needs=registration.needs,
            interpreter=registration.interpreter_language,
            message=registration.message,
        )


def ensure_party(party):
    """Somebody comes, no more than a family is, and what would help is something we know of."""
    if party.adults < 1:
        raise Refusal(_("Il faut au moins un adulte."), "adults")
    for name in ("adults", "children"):
        if getattr(party, name) > MOST_PEOPLE:
            raise Refusal(
                _("C’est beaucoup pour une famille : %(limit_value)s au plus.")
                % {"limit_value": MOST_PEOPLE},
                name,
            )
    if party.children < 0:
        raise Refusal(_("Écrivez 0 si vous venez sans enfant."), "children")
    if not set(party.needs) <= set(NEEDS):
        raise Refusal(_("Choisissez parmi les besoins proposés."), "needs")
    if INTERPRETER in party.needs and not party.interpreter:
        raise Refusal(_("Dites dans quelle langue vous voulez un interprète."), "interpreter_language")
    if len(party.message) > LONGEST_MESSAGE:
        raise Refusal(_("Écrivez %(most)s signes au plus.") % {"most": LONGEST_MESSAGE}, "message")


class Answer(NamedTuple):
    """``known``: this contact was registered already by another form; show a stranger nothing."""

    enrolment: Enrolment
    known: bool = False

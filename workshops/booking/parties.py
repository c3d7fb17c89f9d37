"""Who asks for places, and what they are answered."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from workshops.models import Enrolment
from workshops.models.contacts import email_key, phone_key
from workshops.models.typed_contacts import UnreadableError, read_email, read_name
from workshops.refusals import Refusal


class Closed(Refusal):
    """It is not possible any more, or not yet: the session, its registration or the offer is closed."""


class Full(Refusal):
    """No place, and the waiting list takes nobody more."""


class Unreadable(Refusal):
    """What was typed is no name, no address or no number."""

    status = 422


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


class Answer(NamedTuple):
    """``known``: this contact was registered already by another form; show a stranger nothing."""

    enrolment: Enrolment
    known: bool = False

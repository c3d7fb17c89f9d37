"""Where rules are kept, under their code, with their sentence and what they look at."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.ical.documents import Document

FEED, FILE, OWN, INVITATION = "feed", "file", "own", "invitation"
KINDS = {FEED, FILE, OWN, INVITATION}
PUBLIC = {FEED, FILE}
SUBSCRIBED = {FEED, OWN}


@dataclass(frozen=True)
class Rule:
    """``subject``: what ``check`` is given (calendar, mail, pair, exports, expectation, http)."""

    code: str
    sentence: str
    subject: str
    kinds: frozenset[str]
    check: Callable[..., Iterable[str]]


@dataclass(frozen=True)
class Reading:
    """One calendar, what it is for, and what its maker says of it."""

    document: Document
    kind: str
    owner: str
    allowed: Collection[str]
    secrets: Collection[str]
    max_bytes: int | None
    now: datetime

    @property
    def calendar(self):
        return self.document.calendar

    @property
    def events(self):
        return self.document.events


RULES: dict[str, Rule] = {}


def rule(code, sentence, *, kinds=KINDS, subject="calendar"):
    """Register the function below as the check of ``code``: it yields where the rule is broken."""

    def register(check):
        if code in RULES:
            raise ValueError(f"{code} is registered twice")
        RULES[code] = Rule(code, sentence, subject, frozenset(kinds), check)
        return check

    return register


def findings(subject, given, *, kind=None):
    """What every rule about ``subject`` finds, each finding after its code, in the order of the codes."""
    return [
        f"{found.code}: {finding}"
        for found in sorted(RULES.values(), key=lambda one: one.code)
        if found.subject == subject and (kind is None or kind in found.kinds)
        for finding in found.check(given)
    ]

"""What breaks each rule, and that rule only (or with those named): the proof that it finds something."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.ical import rules, samples

#: All others are public feeds.
KINDS = {
    samples.FILE: "file",
    samples.OWN: "own",
    samples.INVITATION: "invitation",
    samples.CANCELLATION: "invitation",
}


@dataclass(frozen=True)
class Mutation:
    """``find`` gives the findings; ``others``: further codes that the same fault cannot but break."""

    code: str
    title: str
    find: Callable[[], list[str]]
    others: frozenset[str] = frozenset()

    @property
    def id(self):
        return f"{self.code}: {self.title}"


def checked(content, base, **options):
    """The findings on a calendar made of ``base``, as its kind."""
    given = {"kind": KINDS.get(base, "feed"), "owner": samples.OWNER, "now": samples.NOW}
    if base in {samples.INVITATION, samples.CANCELLATION}:
        given["allowed"] = [samples.ORGANIZER]
    return rules.broken(content, **given | options)


def changed(base, old, new):
    """``base`` with its first ``old`` replaced; a mutation that changes nothing is refused."""
    if old not in base:
        raise ValueError(f"{old!r} does not stand in the base")
    return base.replace(old, new, 1)


def edit(code, title, old, new, *, base=samples.FEED, others=(), **options):
    """A calendar in which ``new`` stands for the first ``old``."""
    content = samples.wire(changed(base, old, new))
    return Mutation(code, title, lambda: checked(content, base, **options), frozenset(others))


def add(code, title, line, *, base=samples.FEED, others=(), **options):
    """A calendar whose first event has ``line`` besides."""
    return edit(code, title, "CATEGORIES:", f"{line}\nCATEGORIES:", base=base, others=others, **options)


def rewrite(code, title, change, *, base=samples.FEED, others=(), **options):
    """A calendar whose bytes went through ``change``."""
    content = change(samples.wire(base))
    return Mutation(code, title, lambda: checked(content, base, **options), frozenset(others))

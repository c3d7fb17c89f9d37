"""B. Structure (RFC 5545 §3.4 to §3.7)."""

import re
from collections import Counter

from tests.ical.rules import names
from tests.ical.rules.registry import rule


@rule("S01", "exactly one VCALENDAR, BEGIN/END nested correctly")
def is_one_calendar(reading):
    yield from reading.document.misnested
    roots = [root.name for root in reading.document.roots]
    nested = [one for one in reading.document.components if one.name == "VCALENDAR"]
    if roots != ["VCALENDAR"] or len(nested) != 1:
        yield f"holds {roots} where one VCALENDAR is wanted"


@rule("S02", "VERSION:2.0 exactly once")
def is_version_2(reading):
    if (found := _values(reading, "VERSION")) != ["2.0"]:
        yield f"VERSION is {found}"


@rule("S03", "PRODID exactly once, in -//owner//product//LANG form")
def names_its_maker(reading):
    found = _values(reading, "PRODID")
    if len(found) != 1 or not re.fullmatch(r"[-+]//[^/]+//.+//[A-Za-z]{2,8}(-[A-Za-z0-9]+)*", found[0]):
        yield f"PRODID is {found}"


@rule("S04", "CALSCALE absent or GREGORIAN, once")
def is_gregorian(reading):
    if (found := _values(reading, "CALSCALE")) not in ([], ["GREGORIAN"]):
        yield f"CALSCALE is {found}"


@rule("S05", "METHOD at most once, at calendar level, known value")
def has_one_method(reading):
    found = _values(reading, "METHOD")
    if len(found) > 1 or set(found) - names.METHODS:
        yield f"METHOD is {found}"
    for component in reading.document.components:
        if component.name != "VCALENDAR" and component.all("METHOD"):
            yield f"METHOD stands in {component.where}"


@rule("S06", "calendar properties come before the components")
def begins_with_its_properties(reading):
    for found in reading.document.late:
        yield f"line {found.line}: {found.name} comes after a component"


@rule("S07", "at least one component (an empty feed still needs a VTIMEZONE)")
def is_not_bare(reading):
    if not reading.calendar.components:
        yield "holds no component"


@rule("S08", "properties limited to one occurrence occur at most once")
def repeats_nothing(reading):
    for component in reading.document.components:
        once = names.ONCE.get(component.name, set())
        told = names.ONCE_PER_LANGUAGE.get(component.name, set())
        counted = Counter(found.name for found in component.properties if found.name in once)
        counted += Counter(
            f"{found.name} in {found.parameter('LANGUAGE').lower() or 'no language'}"
            for found in component.properties
            if found.name in told
        )
        for name in [name for name, number in counted.items() if number > 1]:
            yield f"{component.where} has {counted[name]} {name}"


@rule("S09", "property and component names are IANA-registered or X-")
def uses_known_names(reading):
    for component in reading.document.components:
        if component.name not in names.COMPONENTS and not _is_extension(component.name):
            yield f"{component.where} is not registered"
        for found in component.properties:
            if found.name not in names.PROPERTIES and not _is_extension(found.name):
                yield f"line {found.line}: {found.name} is not registered"


@rule("S10", "no property with an empty value")
def leaves_nothing_empty(reading):
    for found in reading.document.properties:
        if not found.value.strip():
            yield f"line {found.line}: {found.name} is empty"


def _values(reading, name):
    return [found.value for found in reading.calendar.all(name)]


def _is_extension(name):
    return re.fullmatch(r"X-[A-Z0-9-]+", name)

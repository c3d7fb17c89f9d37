"""Calendar bytes → content lines, properties and components (RFC 5545 §3.1, §3.4), whatever their state.

Nothing raises here: what cannot be read is kept (``malformed``, ``misnested``, ``late``) and the rules say it.
"""

import codecs
import re
from dataclasses import dataclass, field

_BREAK = re.compile(rb"\r\n|\r|\n")
_NAME = r"[A-Za-z0-9-]+"
_ENTRY = r'(?:"[^"]*"|[^";:,]*)'
_PARAMETER = re.compile(rf";({_NAME})=({_ENTRY}(?:,{_ENTRY})*)")
_LINE = re.compile(rf"({_NAME})((?:;{_NAME}={_ENTRY}(?:,{_ENTRY})*)*):(.*)", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One content line: its pieces as they were folded (bytes, without line breaks) and the first one's number."""

    number: int
    pieces: tuple[bytes, ...]

    @property
    def raw(self):
        """The unfolded bytes: each further piece without the space that folded it."""
        return self.pieces[0] + b"".join(piece[1:] for piece in self.pieces[1:])

    @property
    def text(self):
        """The unfolded text; bytes that are no UTF-8 become surrogates."""
        return self.raw.decode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class Property:
    """``parameters``: (NAME, its entries as written, quotes included). ``value``: as written, still escaped."""

    name: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    value: str
    line: int
    source: str

    def parameter(self, name):
        """The first entry of a parameter without its quotes, "" where there is none."""
        return next((entries[0].strip('"') for other, entries in self.parameters if other == name), "")

    @property
    def text(self):
        return decoded(self.value)

    @property
    def entries(self):
        """The values of a comma-separated list, still escaped."""
        return separated(self.value, ",")


@dataclass
class Component:
    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, *names):
        return [found for found in self.properties if found.name in names]

    def first(self, name):
        """The first property of that name, or None."""
        return next(iter(self.all(name)), None)

    def value(self, name):
        """Its value as written, "" where there is none."""
        return found.value if (found := self.first(name)) else ""

    def text(self, name):
        """Its value as a reader decodes it, "" where there is none."""
        return decoded(self.value(name))

    def parts(self, name):
        return [part for part in self.components if part.name == name]

    def walk(self):
        """This component, then all that stand in it."""
        yield self
        for part in self.components:
            yield from part.walk()

    @property
    def where(self):
        return f"{self.name} of line {self.line}"


@dataclass
class Document:
    """What was read of ``content``. ``calendar`` is the first VCALENDAR, or an empty one."""

    content: bytes
    physical: list[tuple[int, bytes]]
    lines: list[Line]
    roots: list[Component] = field(default_factory=list)
    malformed: list[Line] = field(default_factory=list)
    misnested: list[str] = field(default_factory=list)
    late: list[Property] = field(default_factory=list)

    @property
    def calendar(self):
        return next((root for root in self.roots if root.name == "VCALENDAR"), Component("VCALENDAR", 0))

    @property
    def components(self):
        return [part for root in self.roots for part in root.walk()]

    @property
    def properties(self):
        return [found for component in self.components for found in component.properties]

    @property
    def events(self):
        return [component for component in self.components if component.name == "VEVENT"]

    @property
    def zones(self):
        return [component for component in self.components if component.name == "VTIMEZONE"]


def read(content):
    """The ``Document`` of any bytes; a mark before them (B01) is read over."""
    pieces = _BREAK.split(content.removeprefix(codecs.BOM_UTF8))
    physical = list(enumerate(pieces if pieces[-1] else pieces[:-1], 1))
    document = Document(content, physical, _unfolded(physical))
    _nest(document)
    return document


def decoded(value):
    """A TEXT value as a reader shows it (RFC 5545 §3.3.11)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL)


def separated(value, separator):
    """``value`` cut at each separator that no backslash escapes; the parts stay escaped."""
    parts = [""]
    for token in re.findall(r"\\.|.|\\", value, flags=re.DOTALL):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _unfolded(physical):
    lines = []
    for number, piece in physical:
        if piece[:1] in (b" ", b"\t") and lines:
            lines[-1][1].append(piece)
        else:
            lines.append((number, [piece]))
    return [Line(number, tuple(pieces)) for number, pieces in lines]


def property_of(line):
    """The ``Property`` a content line holds, or None where it has not the shape of one."""
    text = line.text
    if not (found := _LINE.fullmatch(text)):
        return None
    parameters = [(name.upper(), _entries(value)) for name, value in _PARAMETER.findall(found[2])]
    return Property(found[1].upper(), tuple(parameters), found[3], line.number, text)


def _entries(value):
    return tuple(re.findall(rf"(?:^|,)({_ENTRY})", value))


def _nest(document):
    opened = []
    for line in document.lines:
        found = property_of(line)
        if found is None:
            document.malformed.append(line)
        elif found.name == "BEGIN":
            _open(document, opened, found)
        elif found.name == "END":
            _close(document, opened, found)
        elif not opened:
            document.misnested.append(f"line {found.line}: {found.name} stands in no component")
        else:
            if opened[-1].components:
                document.late.append(found)
            opened[-1].properties.append(found)
    document.misnested += [f"line {part.line}: BEGIN:{part.name} has no END" for part in opened]


def _open(document, opened, found):
    component = Component(found.value.upper(), found.line)
    (opened[-1].components if opened else document.roots).append(component)
    opened.append(component)


def _close(document, opened, found):
    name = found.value.upper()
    if not opened or opened[-1].name != name:
        document.misnested.append(f"line {found.line}: END:{name} closes nothing that stands open here")
    if name in [component.name for component in opened]:
        while opened.pop().name != name:
            pass

"""A, B, C, G: bytes, structure, identity, properties of a feed."""

from tests.ical import samples
from tests.ical.mutations import add, edit, rewrite
from tests.ical.samples import FEED, NAMED, OWN, PARIS, TOP

ORGANIZED = samples.EMPTY.replace(
    samples.END,
    samples.IN_EPINAL.replace("STATUS:", f"ORGANIZER:mailto:{samples.ORGANIZER}\nSTATUS:") + samples.END,
)

BYTES = [
    rewrite("B01", "a BOM", lambda content: b"\xef\xbb\xbf" + content),
    rewrite("B01", "an empty line before", lambda content: b"\r\n" + content, others={"B07"}),
    rewrite("B02", "Latin-1", lambda content: content.replace("Épinal\r".encode(), b"\xc9pinal\r")),
    rewrite("B03", "a bare LF", lambda content: content.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\n")),
    rewrite("B03", "a bare CR", lambda content: content.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r")),
    rewrite("B04", "no last line break", lambda content: content[:-2]),
    rewrite("B04", "something after", lambda content: content + b"\r\n", others={"B07"}),
    rewrite("B05", "a line not folded", lambda content: content.replace(b"\r\n ", b"")),
    rewrite("B06", "a fold inside é", lambda content: content.replace(b"t\xc3\xa9l", b"t\xc3\r\n \xa9l", 1)),
    edit("B07", "a raw line break in a text", "sans crainte", "sans\ncrainte", others={"T06"}),
    edit("B07", "no colon", "CLASS:PUBLIC", "CLASS PUBLIC"),
    edit("B08", "a bell", "Le téléphone", "Le \x07téléphone"),
    edit("B08", "a next-line of Latin-1", "Le téléphone", "Le \x85téléphone", others={"T05"}),
    edit("B09", "a broken character", "Le téléphone", "Le t\ufffdléphone"),
    edit("B09", "UTF-8 read as Windows-1252", "c’est", "c’est".encode().decode("cp1252")),
    edit(
        "B09",
        "UTF-8 read as Latin-1",
        "LANGUAGE=fr:Le té",
        "LANGUAGE=fr:Le " + "té".encode().decode("latin-1"),
    ),
    edit("B09", "decomposed accents", "Le téléphone", "Le te\u0301léphone"),
    rewrite("B10", "too large", lambda content: content, max_bytes=len(samples.wire(FEED)) - 1),
]
STRUCTURE = [
    rewrite("S01", "two calendars", lambda content: content * 2, others={"D04", "D05", "E02"}),
    edit("S01", "an event not closed", "END:VEVENT\nBEGIN:VEVENT\nUID:6", "BEGIN:VEVENT\nUID:6"),
    edit("S01", "an event closed twice", "END:VEVENT\n", "END:VEVENT\nEND:VEVENT\n"),
    edit("S01", "a property outside", "BEGIN:VCALENDAR\n", "X-BEFORE:oui\nBEGIN:VCALENDAR\n", others={"B01"}),
    edit("S02", "another version", "VERSION:2.0", "VERSION:1.0"),
    edit("S02", "twice", "VERSION:2.0\n", "VERSION:2.0\nVERSION:2.0\n"),
    edit("S03", "a bare name", "-//e-parentalite//agenda//FR", "e-parentalité"),
    edit("S03", "none", "PRODID:-//e-parentalite//agenda//FR\n", ""),
    edit("S04", "another calendar", "GREGORIAN", "CHINESE"),
    edit("S05", "inside an event", "SEQUENCE:0\n", "SEQUENCE:0\nMETHOD:PUBLISH\n"),
    edit("S05", "unknown", "METHOD:CANCEL", "METHOD:ABOLISH", base=samples.CANCELLATION, others={"I01"}),
    edit("S05", "twice", "METHOD:CANCEL\n", "METHOD:CANCEL\nMETHOD:CANCEL\n", base=samples.CANCELLATION),
    edit("S06", "a property after the events", "END:VCALENDAR", "X-AFTER:oui\nEND:VCALENDAR"),
    edit("S07", "an empty feed", PARIS, "", base=samples.EMPTY, others={"D13"}),
    add("S08", "two places", "LOCATION:Ailleurs"),
    edit("S08", "two names in one language", "NAME:", "NAME:Ateliers dans les Vosges\nNAME:"),
    add("S09", "an unknown property", "HEADCOUNT:12"),
    edit("S09", "an unknown component", "END:VCALENDAR", "BEGIN:VPLACE\nEND:VPLACE\nEND:VCALENDAR"),
    add("S10", "an empty comment", "COMMENT:"),
]
IDENTITY = [
    edit("E01", "none", "UID:0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111\n", ""),
    edit("E01", "too long", "UID:nuit-2", f"UID:{'n' * 250}-2"),
    edit(
        "E02",
        "the same twice",
        "6f2c7d1a-19d2-4b7e-8a44-3c5a90b1e222",
        "0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111",
    ),
    edit("E03", "a number", "UID:0f5a1c8e-6f1b-4c53-9a3e-0d2b7a64c111", "UID:1"),
    edit("E03", "a person's address", "UID:nuit-20271031-7@parents.example", f"UID:{samples.OWNER}"),
    edit("E03", "the owner's address", "UID:0f5a1c8e-", f"UID:12345678-{samples.OWNER}-", base=OWN),
    edit("E04", "none", "DTSTAMP:20270201T120005Z\n", ""),
    edit("E04", "local", "DTSTAMP:20270201T120005Z", "DTSTAMP:20270201T120005", others={"E08"}),
    edit("E05", "modified in the future", "20270201T120005Z", "20280201T120005Z", others={"E08"}),
    edit("E05", "created after it was modified", "CREATED:20270104", "CREATED:20270202"),
    edit("E06", "none", "SEQUENCE:0\n", ""),
    edit("E06", "below zero", "SEQUENCE:0", "SEQUENCE:-1"),
    edit("E07", "none", "LAST-MODIFIED:20270201T120005Z\n", ""),
    edit("E07", "created at a local hour", "CREATED:20270104T090000Z", "CREATED:20270104T090000"),
    edit("E08", "the time of the request", "DTSTAMP:20270201T120005Z", "DTSTAMP:20270202T080000Z"),
]
FEEDS = [
    edit("F01", "another name", "X-WR-CALNAME:Ateliers", "X-WR-CALNAME:Séances"),
    edit("F01", "none", "X-WR-CALNAME:Ateliers dans les Vosges\n", "", base=OWN),
    edit("F02", "not equal", "X-PUBLISHED-TTL:PT6H", "X-PUBLISHED-TTL:PT12H"),
    edit("F02", "every minute", "DURATION:PT6H\nX-PUBLISHED-TTL:PT6H", "DURATION:PT1M\nX-PUBLISHED-TTL:PT1M"),
    edit("F02", "none", "X-PUBLISHED-TTL:PT6H\n", "", base=OWN),
    edit("F03", "PUBLISH without ORGANIZER", "CALSCALE:", "METHOD:PUBLISH\nCALSCALE:"),
    edit("F03", "REQUEST", "CALSCALE:", "METHOD:REQUEST\nCALSCALE:"),
    edit("F03", "any METHOD in one's own", "CALSCALE:", "METHOD:PUBLISH\nCALSCALE:", base=OWN),
    edit(
        "F03",
        "REQUEST with its organizer",
        TOP + NAMED,
        f"{TOP}METHOD:REQUEST\n{NAMED}",
        base=ORGANIZED,
        allowed=[samples.ORGANIZER],
    ),
    edit("F04", "another description", "X-WR-CALDESC:Les", "X-WR-CALDESC:Toutes les"),
    edit("F05", "a number", "COLOR:darkslateblue", "COLOR:#483d8b"),
]
MUTATIONS = [*BYTES, *STRUCTURE, *IDENTITY, *FEEDS]

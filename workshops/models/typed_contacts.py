"""Names, e-mail addresses and telephone numbers as people type and paste them → as the site keeps them.

Every door where one is typed reads it here, so that two spellings of one contact are one contact.
"""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from privacy.email_addresses import in_ascii

#: RFC 5321 in plain ASCII, without quoted local parts: an address that any server takes.
DELIVERABLE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{2,59})"
)
LONGEST_EMAIL = 254
LONGEST_NAME = 120
#: Numbers that nobody is called at: they cost who calls them.
DEAR = {phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST}
#: Where French families' numbers are dialled without a prefix.
REGIONS = ["FR", "GP", "MQ", "GF", "RE", "YT"]
#: Providers that deliver to one mailbox whatever dots its local part has, each by its first name.
WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
#: As many digits in a name are a telephone number, never « Famille 2 ».
DIGITS_OF_A_NUMBER = 7
LONGEST_TWO_NUMBERS = 32

INVALID_EMAIL = _("Cette adresse e-mail n’est pas complète. Elle ressemble à nom@exemple.fr.")
SEVERAL_EMAILS = _("Écrivez une seule adresse e-mail.")
ACCENTED_MAILBOX = _(
    "Notre courrier n’arrive pas aux adresses qui ont un accent ou une lettre non latine avant le signe @. "
    "Vérifiez-la, ou donnez un numéro de téléphone."
)
INVALID_PHONE = _("Ce numéro n’est pas complet. Écrivez-le ainsi : 06 12 34 56 78.")
SEVERAL_PHONES = _("Écrivez un seul numéro de téléphone : celui où l’on peut vous joindre le jour même.")
DEAR_PHONE = _("Ce numéro est surtaxé : nous n’y appelons personne. Donnez le numéro de la famille.")
NO_NAME = _("Écrivez votre nom, ou un prénom.")
LONG_NAME = _("Ce nom est trop long : %(most)s signes au plus.")
NOT_A_NAME = _("Écrivez seulement un nom : sans lien, sans adresse e-mail et sans numéro de téléphone.")

#: Signs that take no room and come along when one pastes; ``_is_invisible`` adds the format characters.
INVISIBLE = {"\u034f", "\u115f", "\u1160", "\u3164", *map(chr, range(0xFE00, 0xFE10))}
JOINERS = {"\u200c", "\u200d"}
IN_BRACKETS = re.compile(r"<([^<>]*@[^<>]*)>")
LABEL = re.compile(r"^(?:mailto|e-?mail|mail|courriel|adresse(?: e-?mail)?)\s*:\s*", re.IGNORECASE)
AROUND_SIGNS = re.compile(r"\s*([@.])\s*")
AROUND_AT = re.compile(r"\s*@\s*")
AROUND_AN_ADDRESS = " \"'`<>«»‹›“”„‘’()[]{}"
AFTER_AN_ADDRESS = ".,;:!?"
BETWEEN_ADDRESSES = re.compile(r"[\s,;/|]+")
AND_OR = {"ou", "et", "or", "and", "&"}
ASIDE = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
LETTER_O = re.compile(r"(?<=\d)[oO]|[oO](?=\d)")
NOT_OF_A_NUMBER = re.compile(r"[^\d+]+")
#: What stands for a dot in a link that hides: « evil[.]com », « evil .com ».
HIDDEN_DOT = re.compile(r"\s*[\[({]\s*(?:\.|dot|point)\s*[\])}]\s*|(?<=\w)\s+\.(?=\s*\w)", re.IGNORECASE)
TITLE = r"(?:mmes?|mlles?|mm?|mr|dr|pr|st|ste|mgr|me)\."
ENDINGS = (
    "com|net|org|info|biz|xyz|top|shop|site|online|store|club|link|click|app|icu|vip|fr|eu|ru|uk|ly|gg|io|tk|ml|"
    "рф|рус|укр|бел|срб|бг|онлайн|сайт|орг|ком|中国|中國|公司|网络|网址|السعودية|الجزائر|المغرب|تونس|مصر|موقع|شبكة"
)
#: Second line of defence only: no list knows every link. ``letters`` is the guard: no typed word stands in a message.
LINK = re.compile(
    # said aloud, or four numbers
    r"@|//|\bwww\b|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    # « T.ME/abc », never « M.Diallo/Mme.Ndiaye »
    rf"|\b(?i:(?!{TITLE}(?!me\b))[\w-]+\.(?:[\w-]+\.)*\w{{2,}}/\S)"
    # « é.com », « mr.fr », « evil. com », in lower case even after a title
    rf"|\w\.(?:{ENDINGS}|me|co)\b|\w\.\s(?:com|net|org)\b"
    # « evil.Com », « EVIL.SHOP »
    rf"|\b(?i:(?!{TITLE})[\w-]{{2,}}\.(?:{ENDINGS})\b)"
    # « bit.ly »
    rf"|\b(?!(?i:{TITLE}))[\w-]{{2,}}\.[a-z]{{2,}}\b"
)


class UnreadableError(ValueError):
    """What was typed is not what was asked for. The message says what to write instead."""


def read_email(typed):
    """The address in ``typed``, its domain as it was written; "" for none.

    Reads « Nom <a@b.fr> », ``mailto:``, invisible and full-width signs, a trailing dot, « a@b.fr (maman) » and
    one address written twice.
    Raises ``UnreadableError`` for what no mail can be sent to.
    """
    visible = ASIDE.sub(_without_words, _visible(typed))
    text = LABEL.sub("", visible.strip(AROUND_AN_ADDRESS))
    if not text:
        if typed.strip() and "(" in typed:
            raise UnreadableError(INVALID_EMAIL)
        return ""
    found = IN_BRACKETS.findall(visible)
    if len({in_ascii(_bare(one)).casefold() for one in found}) > 1:
        raise UnreadableError(SEVERAL_EMAILS)
    address = _bare(LABEL.sub("", found[0]) if found else text)
    local, _at, domain = address.rpartition("@")
    if local and not local.isascii() and "@" not in local:
        raise UnreadableError(ACCENTED_MAILBOX)
    if _is_deliverable(address):
        return f"{local}@{domain}"
    words = [
        word for word in BETWEEN_ADDRESSES.split(AROUND_AT.sub("@", text)) if word.casefold() not in AND_OR
    ]
    parts = [_bare(word) for word in words if "@" in word]
    if len(parts) == len(words) > 1 and _is_deliverable(parts[0]) and len(set(map(email_key, parts))) == 1:
        return parts[0]
    raise UnreadableError(SEVERAL_EMAILS if len(set(map(email_key, parts))) > 1 else INVALID_EMAIL)


def email_key(email):
    """What two writings of one address have in common; "" for none."""
    return in_ascii(email).casefold()


def mailbox_key(email):
    """What addresses that one person reads have in common, for limits alone: no « +tag », no dots at Gmail."""
    local, at, domain = email_key(email).partition("@")
    local = local.partition("+")[0] or local
    if domain in WITHOUT_DOTS:
        local, domain = local.replace(".", ""), WITHOUT_DOTS[domain]
    return f"{local}{at}{domain}"


def phone_key(typed, region="FR"):
    """E.164, or "" for none. ``region``: where a number without a prefix is dialled from.

    Reads « 06,12,34,56,96 », « 06 12 34 56 86 (maman) », « +33 (0)6… » and the digits of any script.
    « 0690 12 34 56 » is in no use in France but in Guadeloupe: the other regions are tried too.
    Raises ``UnreadableError`` (a ``ValueError``) for a number that is in use nowhere, for a dear one and for several.
    """
    text = ASIDE.sub(_without_words, _with_plain_digits(_visible(typed)))
    if not text.strip():
        if typed.strip():
            raise UnreadableError(INVALID_PHONE)
        return ""
    digits = NOT_OF_A_NUMBER.sub("", LETTER_O.sub("0", text.replace("(0)", "")))
    digits = digits[:1] + digits[1:].replace("+", " +")
    numbers = set(filter(None, (_number(part, region) for part in digits.split())))
    if len(digits.split()) == 1 and not numbers:
        numbers = _two_numbers(digits, region)
    if len(numbers) > 1:
        raise UnreadableError(SEVERAL_PHONES)
    if not numbers or (len(digits.split()) > 1 and not all(_number(p, region) for p in digits.split())):
        raise UnreadableError(INVALID_PHONE)
    number = numbers.pop()
    if phonenumbers.number_type(phonenumbers.parse(number)) in DEAR:
        raise UnreadableError(DEAR_PHONE)
    return number


def read_contact(typed, region="FR"):
    """``{"email_key": …}`` or ``{"phone_key": …}`` of what may be either. Raises ``UnreadableError``."""
    if "@" in _visible(typed):
        return {"email_key": email_key(read_email(typed))}
    return {"phone_key": phone_key(typed, region)}


def read_name(typed):
    """A name on one line, without invisible signs; "" for none.

    Raises ``UnreadableError`` for one with nothing that can be said, for one that is too long to be kept, and for
    what a name never holds: a link, an e-mail address, a telephone number.
    """
    text = unicodedata.normalize("NFC", typed)
    signs = [
        sign
        for place, sign in enumerate(text)
        if not _is_invisible(sign) or (sign in JOINERS and _is_between_letters(text, place))
    ]
    name = " ".join("".join(signs).split())
    if not name:
        if typed.strip():
            raise UnreadableError(NO_NAME)
        return ""
    if not any(sign.isalnum() for sign in name):
        raise UnreadableError(NO_NAME)
    if len(name) > LONGEST_NAME:
        raise UnreadableError(LONG_NAME % {"most": LONGEST_NAME})
    plain = HIDDEN_DOT.sub(".", unicodedata.normalize("NFKC", name).replace("。", "."))
    if LINK.search(plain) or sum(sign.isdecimal() for sign in plain) >= DIGITS_OF_A_NUMBER:
        raise UnreadableError(NOT_A_NAME)
    return name


def _visible(typed):
    """Without signs that nobody sees, full-width ones as plain ones, every space a space."""
    text = unicodedata.normalize("NFKC", "".join(sign for sign in typed if not _is_invisible(sign)))
    return " ".join(text.split())


def _is_invisible(sign):
    """Format (bidirectional marks, zero width, soft hyphen) and control characters that are no space."""
    return sign in INVISIBLE or (unicodedata.category(sign) in {"Cf", "Cc"} and not sign.isspace())


def _is_between_letters(text, place):
    return text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()


def _bare(address):
    """Without what stands around it: spaces, quotation marks, brackets, a last dot."""
    address = LABEL.sub("", address.strip(AROUND_AN_ADDRESS)).partition("?")[0]
    return AROUND_SIGNS.sub(
        r"\1", address.rstrip(AFTER_AN_ADDRESS + AROUND_AN_ADDRESS).strip(AROUND_AN_ADDRESS)
    )


def _is_deliverable(address):
    sent_to = in_ascii(address)
    if len(sent_to) > LONGEST_EMAIL or not DELIVERABLE.fullmatch(sent_to):
        return False
    try:
        validate_email(sent_to)
    except ValidationError:
        return False
    return True


def _without_words(aside):
    """« (maman, 2 enfants) » says nothing of the contact; « (papa 06…) » and « (papa@…) » hold another."""
    has_number = sum(sign.isdecimal() for sign in aside.group()) >= DIGITS_OF_A_NUMBER
    return aside.group() if has_number or "@" in aside.group() else " "


def _with_plain_digits(text):
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _number(digits, region):
    """E.164 where it is in use, tried in ``region`` first; else ""."""
    for place in (region, *(other for other in REGIONS if other != region)):
        try:
            number = phonenumbers.parse(digits, place)
        except phonenumbers.NumberParseException:
            return ""
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def _two_numbers(digits, region):
    """Both numbers of a run of digits that is two numbers one after the other, or nothing."""
    if len(digits) > LONGEST_TWO_NUMBERS:
        return set()
    for cut in range(8, len(digits) - 7):
        both = {_number(digits[:cut], region), _number(digits[cut:], region)}
        if "" not in both:
            return both
    return set()

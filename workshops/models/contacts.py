"""How a family is known and reached: keys of its contact, its secret address, its code."""

import secrets
import unicodedata

import phonenumbers

from workshops.models.sessions import REF_ALPHABET

CODE_LENGTH = 8
CODE_HALF = CODE_LENGTH // 2
#: Where French families' numbers are dialled without a prefix.
REGIONS = ["FR", "GP", "MQ", "GF", "RE", "YT"]


def new_token():
    """The secret part of a family's address: 192 bits."""
    return secrets.token_urlsafe(24)


def new_code():
    """A code one can read aloud, « K7PT-3QXM »: one in 27^8, and never enough without the phone number."""
    letters = [secrets.choice(REF_ALPHABET).upper() for _letter in range(CODE_LENGTH)]
    return f"{''.join(letters[:CODE_HALF])}-{''.join(letters[CODE_HALF:])}"


def readable_code(typed):
    """« k7pt 3qxm » as the code was given: « K7PT-3QXM »."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(character for character in plain if character.isalnum())
    return f"{letters[:CODE_HALF]}-{letters[CODE_HALF:]}"


def email_key(email):
    """What two writings of one address have in common; "" for none."""
    return email.strip().casefold()


def takes_text_messages(phone_key):
    """Whether a number (E.164) is a mobile one of ours: no premium, satellite or foreign number is written to."""
    if not phone_key:
        return False
    number = phonenumbers.parse(phone_key)
    mobile = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return (
        phonenumbers.number_type(number) in mobile and phonenumbers.region_code_for_number(number) in REGIONS
    )


def phone_key(phone, region="FR"):
    """E.164, or "" for none. ``region``: where a number without a prefix is dialled from.

    « 0690 12 34 56 » is in no use in France but in Guadeloupe: the other regions are tried too.
    Raises ``ValueError`` for a number that is in use nowhere.
    """
    if not phone.strip():
        return ""
    for place in (region, *(other for other in REGIONS if other != region)):
        try:
            number = phonenumbers.parse(phone, place)
        except phonenumbers.NumberParseException as error:
            raise ValueError(str(error)) from error
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValueError("not a number in use")

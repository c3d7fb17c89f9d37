"""How a family is known and reached: keys of its contact, its secret address, its code."""

import secrets
import unicodedata

import phonenumbers

from workshops.models.sessions import REF_ALPHABET
from workshops.models.typed_contacts import REGIONS, email_key, mailbox_key, phone_key

__all__ = [
    "email_key",
    "mailbox_key",
    "new_code",
    "new_token",
    "phone_key",
    "readable_code",
    "region_of",
    "takes_text_messages",
]

CODE_LENGTH = 8
CODE_HALF = CODE_LENGTH // 2


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


def region_of(session):
    """Where a telephone number typed without its country is dialled."""
    return session.territory.region if session.territory else "FR"


def takes_text_messages(phone_key):
    """Whether a number (E.164) is a mobile one of ours: no premium, satellite or foreign number is written to."""
    if not phone_key:
        return False
    number = phonenumbers.parse(phone_key)
    mobile = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return (
        phonenumbers.number_type(number) in mobile and phonenumbers.region_code_for_number(number) in REGIONS
    )

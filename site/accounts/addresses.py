"""The e-mail address of an account: how it is written, and that it is one thing.

``User.email`` is the only truth. Django-allauth keeps a table of addresses beside it, which its own code
and its providers read: a row there outlives the address that it was made from, unless it follows.
"""

import unicodedata

from django.db import models, transaction

from privacy.email_addresses import in_ascii


def normalized(address):
    """One way of writing an address: no case, accents composed, its domain in ASCII."""
    return in_ascii(unicodedata.normalize("NFC", address.strip()).lower())


class AddressField(models.EmailField):
    """An e-mail address in its normalized form, whoever writes it or looks it up."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return normalized(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = normalized(value)
            setattr(instance, self.attname, value)
        return value


@transaction.atomic
def follow(users):
    """Give each of these users one address in allauth's table: its own, primary and verified.

    Verified, since an administrator says whose it is and nobody else can write it. An address that another
    account had aside goes with it.
    """
    from allauth.account.models import EmailAddress

    wanted = {user.pk: user.email for user in users}
    kept = EmailAddress.objects.filter(models.Q(user__in=wanted) | models.Q(email__in=wanted.values()))
    right, wrong = set(), []
    for row in kept:
        is_right = wanted.get(row.user_id) == row.email and row.primary and row.verified
        right.add(row.user_id) if is_right else wrong.append(row.pk)
    if wrong:
        EmailAddress.objects.filter(pk__in=wrong).delete()
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=key, email=email, primary=True, verified=True)
        for key, email in wanted.items()
        if email and key not in right
    )

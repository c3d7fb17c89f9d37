"""Daily limits of messages to one mailbox or phone, since anybody may type anybody's address.

Generous for a family, so that no form becomes a mail bomb. What staff decide is always written: a session
moved or cancelled, a place offered by hand. Past a limit nothing is refused: the family's page says it all.
"""

from django.db import transaction

from outbox.models import Channel, Message
from privacy.asking import asking_address
from privacy.limits import Limit, count, reached, take
from workshops.models.contacts import mailbox_key

#: Two of them count together, so that nobody waits for more than a day: see ``Limit``.
HALF_A_DAY = 12 * 60


def _per_day(what, mails, texts):
    return {
        Channel.EMAIL: Limit(f"mails: {what}", most=mails, minutes=HALF_A_DAY),
        Channel.SMS: Limit(f"texts: {what}", most=texts, minutes=HALF_A_DAY),
    }


#: Asked for on a form or on a family's page. A course of six dates is six mails.
ON_REQUEST = _per_day("on request", mails=30, texts=12)
#: Asked by the site itself, for a place that somebody gave back.
OFFERS = _per_day("offers", mails=20, texts=6)
REMINDERS = _per_day("reminders", mails=20, texts=6)
#: To one of the team, about families that cannot be written to.
CALLS = _per_day("families to call", mails=20, texts=6)
#: Texts cost: a whole class of families without e-mail, from one school, in a day.
TEXTS_FROM_ADDRESS = Limit("texts asked from an address", most=200, minutes=HALF_A_DAY)

OF_KIND = {
    **dict.fromkeys(["registered", "changed", "cancelled", "date", "link_again", "all_data"], ON_REQUEST),
    **dict.fromkeys(["offered", "offer_lapsed"], OFFERS),
    **dict.fromkeys(["reminder", "thanks"], REMINDERS),
    "team_telephone": CALLS,
}


def allows(kind, channel, recipient, *, cause):
    """Whether one more message may be written, which is thereby counted; the same ``cause`` counts once.

    In the caller's transaction. What one family asks for is counted in it too. All else is counted once it
    is committed: a transaction that writes to several families must not hold the counters of one while it
    waits for another's.
    """
    if kind not in OF_KIND or Message.objects.filter(cause=cause).exists():
        return True
    if not is_left(kind, channel, recipient):
        return False
    limit, who = OF_KIND[kind][channel], _who(channel, recipient)
    if OF_KIND[kind] is not ON_REQUEST:
        _count_once_committed((limit, who))
        return True
    if channel == Channel.SMS:
        _count_once_committed((TEXTS_FROM_ADDRESS, asking_address()))
    return take((limit, who)) is None


def is_left(kind, channel, recipient):
    """Whether one more such message may be written. Counts nothing."""
    tries = [(OF_KIND[kind][channel], _who(channel, recipient))]
    if OF_KIND[kind] is ON_REQUEST and channel == Channel.SMS:
        tries.append((TEXTS_FROM_ADDRESS, asking_address()))
    return reached(*tries) is None


def is_left_to(kind, channel, recipient):
    """The same of the contact alone: for who only reads, whose own address says nothing of the family."""
    return reached((OF_KIND[kind][channel], _who(channel, recipient))) is None


def _who(channel, recipient):
    return mailbox_key(recipient) if channel == Channel.EMAIL else recipient


def _count_once_committed(one_try):
    transaction.on_commit(lambda: count(one_try), robust=True)

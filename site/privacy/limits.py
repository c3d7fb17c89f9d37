"""How often one contact, one address or one code may be tried. In the database, so that every
web process counts together, on one machine or on several.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from privacy.models import CacheEntry, Tally

KEPT = timedelta(days=1)
#: What one home or one phone is given in IPv6: whoever has it may change address within it at will.
HOME_PREFIX = 64


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries of one thing within ``minutes`` (a day at the most).

    Tries are counted in stretches of that length; the current one and the one before it count together.
    """

    name: str
    most: int
    minutes: int = 10

    @property
    def length(self):
        return timedelta(minutes=self.minutes)

    @property
    def stretch(self):
        """The beginning of the current stretch (UTC); all processes agree on it."""
        seconds = self.length.total_seconds()
        return datetime.fromtimestamp(timezone.now().timestamp() // seconds * seconds, tz=UTC)

    @property
    def wait(self):
        """Seconds until nothing that was tried up to now counts any more."""
        return int((self.stretch + 2 * self.length - timezone.now()).total_seconds()) + 1

    def key(self, who):
        """Nobody's address is kept: a keyed hash, against which no list of addresses can be tried."""
        return hmac.new(settings.SECRET_KEY.encode(), f"{self.name}\n{who}".encode(), sha256).hexdigest()


def take(*tries, weight=1):
    """Count one try of each ``(limit, who)``; the first limit that is thereby passed, or None.

    ``who`` is any text; "" is nobody and is not counted. A refusal later does not take the count back,
    so call it outside the transaction that may fail.
    """
    count(*tries, weight=weight)
    return passed(*tries)


def passed(*tries):
    """The first limit of ``(limit, who)`` that is passed already, or None. Counts nothing."""
    return next((limit for limit, who in tries if who and _made(limit, who) > limit.most), None)


def is_first(limit, who):
    """Whether ``who`` is tried for the first time in this stretch, which is thereby noted: of several at once, one is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO privacy_tally (key, begins_at, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (key, begins_at) DO NOTHING",
            [limit.key(who), connection.ops.adapt_datetimefield_value(limit.stretch)],
        )
        return cursor.rowcount == 1


def reached(*tries):
    """The first limit of ``(limit, who)`` that leaves no try, or None. Counts nothing."""
    return next((limit for limit, who in tries if who and _made(limit, who) >= limit.most), None)


def count(*tries, weight=1):
    """One statement for all: two requests at once never lose a try."""
    rows = [(limit.key(who), limit.stretch, weight) for limit, who in tries if who]
    if not rows:
        return
    values = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO privacy_tally (key, begins_at, count) VALUES {values} "  # noqa: S608 - placeholders alone
            "ON CONFLICT (key, begins_at) DO UPDATE SET count = privacy_tally.count + excluded.count",
            [
                connection.ops.adapt_datetimefield_value(part) if isinstance(part, datetime) else part
                for row in rows
                for part in row
            ],
        )


def forget_old_tries():
    """Drop what no limit looks at any more, here and in the shared cache, and what a clock that ran ahead has
    counted; how many rows.
    """
    now = timezone.now()
    old = [
        Tally.objects.exclude(begins_at__range=(now - 2 * KEPT, now + KEPT)),
        CacheEntry.objects.filter(expires__lt=now),
    ]
    return sum(rows.delete()[0] for rows in old)


def client_address(request):
    """Where a request comes from: past the proxies that are ours (``settings.PROXIES`` of them)."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    chain.append(request.META.get("REMOTE_ADDR", ""))
    return _home(chain[max(len(chain) - 1 - settings.PROXIES, 0)])


def _home(address):
    """Those who may come from one address: an IPv4 address, or the network of an IPv6 one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(known.ipv4_mapped or ip_network((known.packed, HOME_PREFIX), strict=False))


def _made(limit, who):
    lately = (limit.stretch - limit.length, limit.stretch)  # not what a clock that ran ahead has counted
    made = Tally.objects.filter(key=limit.key(who), begins_at__range=lately)
    return made.aggregate(sum=Sum("count", default=0))["sum"]

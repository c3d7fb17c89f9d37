"""The demo's logins. Made on this machine only, unless told otherwise: their password is published."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from home import foundation
from territories.models import Territory

PASSWORD = "demo-eparentalite"  # noqa: S105 - published in the README
#: (address, group or None for the superuser, territory slug or None)
LOGINS = [
    ("admin@demo.test", None, None),
    ("redaction@demo.test", foundation.NATIONAL, None),
    ("redaction.vosges@demo.test", foundation.TERRITORIAL, "vosges"),
    ("redaction.guadeloupe@demo.test", foundation.TERRITORIAL, "guadeloupe"),
    ("animation.vosges@demo.test", foundation.FACILITATION, "vosges"),
    ("animation.guadeloupe@demo.test", foundation.FACILITATION, "guadeloupe"),
]


def write_accounts():
    """Those that are missing; one whose password was changed keeps it."""
    users = get_user_model().objects
    for email, group, slug in LOGINS:
        if users.with_email(email).exists():
            continue
        if group is None:
            users.create_superuser(email, PASSWORD)
            continue
        user = users.create_user(email, PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        if slug:
            user.territories.add(Territory.objects.get(slug=slug))

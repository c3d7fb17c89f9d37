"""The moments that count for a session of March 13th, and what a purge leaves."""

from datetime import UTC, datetime, timedelta

from privacy.retention import personal_models, purge

TODAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
END = datetime(2027, 3, 13, 10, 30, tzinfo=UTC)
IN_30_DAYS = timedelta(days=30)
SIX_MONTHS_AFTER = datetime(2027, 9, 13, 10, 30, tzinfo=UTC)
A_YEAR_AFTER = datetime(2028, 3, 13, 10, 30, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def purged(clock, moment, row):
    """``row`` as a purge at ``moment`` leaves it."""
    clock.move_to(moment)
    purge()
    return type(row).objects.get(pk=row.pk)


def is_known(enrolment):
    """Whether the contact is there, all of it or nothing."""
    contact = {getattr(enrolment, name) for name in ("name", "email", "email_key", "phone", "phone_key")}
    assert "" not in contact or contact == {""}
    return contact != {""}


def everything():
    """Every personal row as it is in the database."""
    return {model: list(model._base_manager.order_by("pk").values()) for model in personal_models()}

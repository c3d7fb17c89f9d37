"""Rights by territory: whether a person acts everywhere or in their territories. Every floor above asks here."""

from django.db.models import prefetch_related_objects


def acts_nationally(user):
    return user.is_active and user.has_perm("accounts.act_nationally")


def acts_in(user, territory):
    """Whether ``user`` may change what belongs to ``territory`` (None: the nation)."""
    return acts_in_key(user, territory and territory.pk)


def acts_in_key(user, key):
    """The same, by the territory's key."""
    if not user.is_active:
        return False
    if acts_nationally(user):
        return True
    return key is not None and key in _territory_keys(user)


def _territory_keys(user):
    """Read once and kept with the person, as their permissions are: a list asks many times for each row."""
    prefetch_related_objects([user], "territories")
    return {territory.pk for territory in user.territories.all()}


def territories_of(user):
    """Those where ``user`` acts: all of them for national staff."""
    from territories.models import Territory

    return Territory.objects.all() if acts_nationally(user) else user.territories.all()


def edits_in(user, territory):
    """National staff, or an editor of ``territory``: not a facilitator, who works on some sessions there."""
    return acts_nationally(user) or (user.has_perm("accounts.edit_territory") and acts_in(user, territory))

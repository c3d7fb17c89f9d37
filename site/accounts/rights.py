"""Where a person acts: everywhere, or in their territories. Asked by every floor above."""


def acts_nationally(user):
    return user.is_active and user.has_perm("accounts.act_nationally")


def acts_in(user, territory):
    """Whether ``user`` may change what belongs to ``territory`` (None: the nation)."""
    if not user.is_active:
        return False
    if acts_nationally(user):
        return True
    return territory is not None and user.territories.filter(pk=territory.pk).exists()


def territories_of(user):
    """Those where ``user`` acts: all of them for national staff."""
    from territories.models import Territory

    return Territory.objects.all() if acts_nationally(user) else user.territories.all()


def edits_in(user, territory):
    """National staff, or an editor of ``territory``: not a facilitator, who works on some sessions there."""
    return acts_nationally(user) or (user.has_perm("accounts.edit_territory") and acts_in(user, territory))

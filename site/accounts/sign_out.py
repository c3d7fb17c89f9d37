"""Whoever loses a role is signed out everywhere, by whatever door it was taken away."""

from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

User = get_user_model()


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="role lost")
def role_lost(action, instance, reverse, pk_set, **_):
    """``user.groups.remove(…)`` and ``group.user_set.remove(…)``; clearing says whom only beforehand."""
    if action not in {"post_remove", "pre_clear"}:
        return
    if not reverse:
        losing = User.objects.filter(pk=instance.pk)
    elif action == "pre_clear":
        losing = User.objects.filter(groups=instance)
    else:
        losing = User.objects.filter(pk__in=pk_set)
    losing.sign_out_everywhere()

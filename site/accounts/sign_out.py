"""Sign-out of whoever loses a role, by whatever door it was taken away; deletion of ended sessions."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from outbox.schedule import periodic

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


@periodic("expired sessions", every=timedelta(hours=6))
def forget_expired_sessions():
    """Django leaves them where they are: how somebody signed in stands in them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()

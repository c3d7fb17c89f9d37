"""What is counted so that nobody floods a form or guesses a code. Holds nobody's address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How often something was tried in one stretch of time. ``key`` is a keyed hash of who and what."""

    key = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("compte d’essais")
        verbose_name_plural = _("comptes d’essais")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "begins_at"], name="tally_once_per_stretch")]
        indexes = [models.Index(fields=["begins_at"], name="tally_oldest")]

    def __str__(self):
        return f"{self.begins_at:%Y-%m-%d %H:%M} {self.count}"


class CacheEntry(models.Model):
    """What Django's database cache keeps, in the columns that it asks for: shared by all processes, without a
    service of its own. Rows are written by the cache alone.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("entrée du cache")
        verbose_name_plural = _("entrées du cache")
        default_permissions = ()

    def __str__(self):
        return f"{self.expires:%Y-%m-%d %H:%M}"

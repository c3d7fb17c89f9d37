"""The cache that all processes share."""

import time

from django.core.cache.backends.db import DatabaseCache
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

#: In seconds: for the worker, whose rounds are no requests.
LONGEST = 5


class SharedCache(DatabaseCache):
    """Django's in the database. Where the site stands, which Wagtail asks for every link, is read once a request.

    Each thread has a cache object of its own, which Django closes at the end of each request: what another
    process changed is known from the next one on.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._site_roots = {}

    def get(self, key, default=None, version=None):
        if key != SITE_ROOT_PATHS_CACHE_KEY:
            return super().get(key, default, version)
        value, until = self._site_roots.get(version, (None, 0))
        if value is None or time.monotonic() >= until:
            value = super().get(key, None, version)
            self._site_roots[version] = value, time.monotonic() + LONGEST
        return default if value is None else value

    def set(self, key, *args, **options):
        self._forget(key)
        super().set(key, *args, **options)

    def delete(self, key, version=None):
        self._forget(key)
        return super().delete(key, version)

    def clear(self):
        self._site_roots.clear()
        super().clear()

    def close(self, **options):
        self._site_roots.clear()
        super().close(**options)

    def _forget(self, key):
        if key == SITE_ROOT_PATHS_CACHE_KEY:
            self._site_roots.clear()

"""Where the site stands is asked for every link, and read once a request."""

import pytest
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

from privacy.caches import SharedCache

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(monkeypatch):
    """A cache of this thread that is in the database, whatever the environment says."""
    kept = SharedCache("privacy_cacheentry", {})
    kept.clear()
    monkeypatch.setattr("wagtail.models.sites.cache", kept)
    return kept


def test_it_is_read_once(cache, django_assert_num_queries):
    Site.get_site_root_paths()
    Site.get_site_root_paths()

    with django_assert_num_queries(0):
        Site.get_site_root_paths()


def test_the_next_request_knows_what_another_process_changed(cache):
    version, elsewhere = 2, SharedCache("privacy_cacheentry", {})
    Site.get_site_root_paths()
    moved = (1, "/accueil/", "https://ailleurs.test", "fr")
    elsewhere.set(SITE_ROOT_PATHS_CACHE_KEY, [moved], version=version)

    cache.close()

    assert Site.get_site_root_paths() == [moved]


def test_what_this_process_changed_is_known_at_once(cache):
    Site.get_site_root_paths()

    Site.objects.update(hostname="ailleurs.test")
    Site.clear_site_root_paths_cache()

    assert "ailleurs.test" in Site.get_site_root_paths()[0].root_url

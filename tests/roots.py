"""The pages and roles that every other row stands on."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Locale, Page

from home import foundation
from home.models import HomePage


def home_page():
    """The French one, with all that stands around it. After a test that commits, nothing is left: not even roots."""
    if Page.get_first_root_node() is None:
        _plant_what_migrations_made()
    return HomePage.objects.filter(locale__language_code="fr").first() or foundation.lay()


def _plant_what_migrations_made():
    Locale.objects.get_or_create(language_code="fr")
    Page.add_root(instance=Page(title="Root", slug="root"))
    Collection.add_root(name="Root")
    for code in {code for codes in foundation.ROLE_PERMISSIONS.values() for code in codes}:
        app, codename = code.split(".")
        if not Permission.objects.filter(content_type__app_label=app, codename=codename).exists():
            kind, _created = ContentType.objects.get_or_create(app_label=app, model="admin")
            Permission.objects.create(content_type=kind, codename=codename, name=codename)

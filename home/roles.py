"""Keeping the roles' rights in step with the code."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db import connection

TABLES = {"auth_group", "auth_group_permissions", "wagtailcore_grouppagepermission"}


def update_after_migrate(using, **kwargs):
    """Brings the roles of a site that stands up to date: a table that changed is a right given or taken.

    Called once every app's tables stand. The permissions themselves are made first, since Django
    makes each app's only after that app's signal.
    """
    from home import foundation

    if using != "default" or not set(connection.introspection.table_names()) >= TABLES:
        return
    if not Group.objects.filter(name__in=foundation.ROLE_PERMISSIONS).exists():
        return  # a new site: ``setup_site`` makes them
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0, using=using)
    foundation.update_roles()

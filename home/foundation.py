"""What a new site stands on before anyone writes a word: languages, home page, lists, roles.

Everything here may be run again: it adds what is missing and changes nothing that editors made.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from content import languages, translations
from content.models import SchoolLevel
from guides.models import GuideIndexPage
from home.models import HomePage, NewsIndexPage, TerritoryIndexPage
from workshops.models import Arrangement, EventIndexPage, WorkshopIndexPage

NATIONAL, TERRITORIAL, FACILITATION = "Rédaction nationale", "Rédaction territoriale", "Animation"

INDEXES = [
    (WorkshopIndexPage, "ateliers", "Ateliers"),
    (EventIndexPage, "evenements", "Événements"),
    (GuideIndexPage, "guides", "Guides"),
    (TerritoryIndexPage, "territoires", "Territoires"),
    (NewsIndexPage, "actualites", "Actualités"),
]

EDITOR_PERMISSIONS = [
    "wagtailadmin.access_admin",
    "workshops.view_session",
    "workshops.add_session",
    "workshops.change_session",
    "workshops.delete_session",
    "workshops.publish_session",
    "workshops.view_venue",
    "workshops.add_venue",
    "workshops.change_venue",
    "workshops.delete_venue",
    "workshops.view_registration",
    "workshops.change_registration",
]
ROLE_PERMISSIONS = {
    FACILITATION: [
        "wagtailadmin.access_admin",
        "workshops.view_session",
        "workshops.add_session",
        "workshops.change_session",
        "workshops.view_venue",
        "workshops.view_registration",
        "workshops.change_registration",
        "accounts.see_contacts",
    ],
    TERRITORIAL: [*EDITOR_PERMISSIONS, "accounts.see_contacts", "accounts.edit_territory"],
    NATIONAL: [
        *EDITOR_PERMISSIONS,
        "accounts.act_nationally",
        "content.add_theme",
        "content.change_theme",
        "content.delete_theme",
        "content.add_introduction",
        "content.change_introduction",
        "territories.change_territory",
        "outbox.view_message",
        "outbox.retry_message",
        "outbox.bounce_message",
        "wagtail_localize.submit_translation",
    ],
}
FILE_PERMISSIONS = ["add_image", "choose_image", "add_document", "choose_document"]
COLLECTION_PERMISSIONS = {NATIONAL: FILE_PERMISSIONS, TERRITORIAL: FILE_PERMISSIONS}
WRITE = ["add_page", "change_page", "publish_page"]
#: On the pages of these types and all below; ``content.page_rights`` narrows it for each page type.
PAGE_PERMISSIONS = {
    NATIONAL: {HomePage: WRITE},
    TERRITORIAL: {
        EventIndexPage: WRITE,
        NewsIndexPage: WRITE,
        TerritoryIndexPage: ["change_page", "publish_page"],
    },
}


@transaction.atomic
def lay():
    """Make all that is missing; return the French home page."""
    with translation.override(languages.default()):
        _write_fixed_lists()
        home = _home_page()
        _index_pages(home)
        _locales()
        synchronize_languages()
        _roles()
    return home


def synchronize_languages():
    """Give every language's tree the pages it lacks, as aliases of the French ones, all at the French addresses."""
    for synchronization in LocaleSynchronization.objects.select_related("locale", "sync_from"):
        synchronization.sync_trees()
    translations.follow_sources()


def _write_fixed_lists():
    for model in (SchoolLevel, Arrangement):
        for position, code in enumerate(model.NAMES):
            model.objects.update_or_create(code=code, defaults={"position": position})


def _home_page():
    locale, _created = Locale.objects.get_or_create(language_code=languages.default())
    home = HomePage.objects.filter(locale=locale).first()
    if home:
        return home
    root = Page.get_first_root_node()
    for welcome in root.get_children().exclude(content_type__model="homepage"):
        welcome.delete()
    root.refresh_from_db()
    home = root.add_child(
        instance=HomePage(
            title="e-parentalité",
            slug="accueil",
            introduction=_("Des ateliers gratuits et des guides pour les familles, près de chez vous."),
            locale=locale,
        )
    )
    host, _colon, port = settings.BASE_URL.partition("://")[2].partition(":")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": host,
            "port": int(port or (443 if settings.HTTPS else 80)),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )
    return home


def _index_pages(home):
    for model, slug, title in INDEXES:
        if not model.objects.child_of(home).exists():
            home.add_child(instance=model(title=title, slug=slug, locale=home.locale))


def _locales():
    source = Locale.objects.get(language_code=languages.default())
    for code, _name in settings.LANGUAGES:
        if code != languages.default():
            locale, _created = Locale.objects.get_or_create(language_code=code)
            LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": source})


def _roles():
    """Three groups; a person's territories say where they act."""
    for name in ROLE_PERMISSIONS:
        Group.objects.get_or_create(name=name)
    update_roles()


def update_roles():
    """Give the roles that exist what the tables say, and nothing else. Other groups are their makers' own.

    Page rights are given in every language's tree: whoever writes the French page may translate it.
    """
    for group in Group.objects.filter(name__in=ROLE_PERMISSIONS):
        group.permissions.set([_permission(code) for code in ROLE_PERMISSIONS[group.name]])
        _allow_pages(group, PAGE_PERMISSIONS.get(group.name, {}))
        _allow_collections(group, COLLECTION_PERMISSIONS.get(group.name, []))


def _permission(code):
    app, codename = code.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _allow_pages(group, rights):
    wanted = {
        (page, _permission(f"wagtailcore.{codename}").pk)
        for model, codenames in rights.items()
        for page in model.objects.values_list("pk", flat=True)
        for codename in codenames
    }
    for given in group.page_permissions.all():
        if (given.page_id, given.permission_id) in wanted:
            wanted.remove((given.page_id, given.permission_id))
        else:
            given.delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in wanted
    )


def _allow_collections(group, codenames):
    root = Collection.get_first_root_node()
    wanted = {Permission.objects.get(codename=codename).pk for codename in codenames}
    given = group.collection_permissions.filter(collection=root)
    given.exclude(permission__in=wanted).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission_id=permission)
        for permission in wanted - set(given.values_list("permission", flat=True))
    )

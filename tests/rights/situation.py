"""What the matrix of rights is tried on: the same rows for the Vosges (« own »), for Guadeloupe and for the nation."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Site
from wagtail_localize.models import Translation, TranslationSource

from content.models import Introduction
from home import foundation
from outbox.models import Message
from tests.factories import (
    CommuneFactory,
    EventPageFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    VenueFactory,
    WorkshopPageFactory,
    registered,
)

ROLES = ["anyone", "facilitator", "editor", "national", "admin"]


@dataclass
class Rows:
    """What belongs to one territory, or to the nation."""

    event: object = None
    english: object = None
    alias: object = None
    translation: object = None
    session: object = None
    draft: object = None
    venue: object = None
    free_venue: object = None
    registration: object = None
    waiting: object = None


@dataclass
class Situation:
    users: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)

    def client(self, role):
        """Someone of that role at their desk. A broken answer comes back as such."""
        client = Client(raise_request_exception=False)
        if self.users[role]:
            client.force_login(self.users[role])
        return client


def people():
    """An editor and a facilitator of the Vosges, and those above them."""
    vosges = TerritoryFactory()
    return {
        "anyone": None,
        "facilitator": UserFactory(facilitator=True, territory=vosges),
        "editor": UserFactory(editor=True, territory=vosges),
        "national": UserFactory(national=True),
        "admin": UserFactory(administrator=True),
    }


def build():
    here = Situation(users=people())
    workshop = WorkshopPageFactory(title="Le téléphone de mon enfant")
    territories = {"own": TerritoryFactory(), "other": TerritoryFactory(guadeloupe=True), "nation": None}
    for name, territory in territories.items():
        rows = here.rows[name] = Rows(event=event_of(territory, title=f"Fête {name}"))
        rows.translation = translation_of(rows.event)
        rows.english = rows.translation.get_target_instance()
        rows.alias = rows.event.get_translation(Locale.objects.get(language_code="ar"))
        place = {"online": True} if territory is None else {}
        if territory:
            rows.venue = place["venue"] = VenueFactory(guadeloupe=name == "other", name=f"Lieu {name}")
            rows.free_venue = VenueFactory(guadeloupe=name == "other", name=f"Lieu libre {name}")
        if name == "own":
            place["facilitators"] = [here.users["facilitator"]]
        rows.session = SessionFactory(activity=workshop, capacity=1, **place)
        rows.draft = SessionFactory(activity=workshop, draft=True, **place)
        rows.registration = registered(rows.session)
        rows.waiting = registered(rows.session)
    here.ids = _shared(here)
    return here


def event_of(territory, **fields):
    """A live event with a change that is not published, and its aliases in the other languages."""
    event = EventPageFactory(territory=territory, **fields)
    foundation.synchronize_languages()
    event.title = f"{event.title}, corrigée"
    event.save_revision()
    event.refresh_from_db()
    return event


def translation_of(page):
    """The page being translated into English, not published yet."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    return translation


def _shared(here):
    """A row of each kind that is no territory's, by the name its addresses give it."""
    image = get_image_model().objects.create(title="Affiche", file=get_test_image_file())
    document = get_document_model().objects.create(
        title="Fiche", file=ContentFile(b"fiche", name="fiche.txt")
    )
    collection = Collection.get_first_root_node().add_child(name="Photos")
    redirect = Redirect.objects.create(old_path="/ancien", redirect_link="https://exemple.test/")
    theme, introduction = ThemeFactory(), Introduction.objects.create(view="agenda", language="fr")
    return {
        "wagtailimages": image.pk,
        "wagtailadmin_api:images": image.pk,
        "wagtailadmin_api:documents": document.pk,
        "wagtailimages_chooser": image.pk,
        "wagtaildocs": document.pk,
        "wagtaildocs_chooser": document.pk,
        "wagtailadmin_collections": collection.pk,
        "wagtailredirects": redirect.pk,
        "themes": theme.pk,
        "introductions": introduction.pk,
        "outbox_messages": Message.objects.first().pk,
        "territoires": TerritoryFactory(code="54", slug="meurthe", name="Meurthe").pk,
        "wagtaillocales": Locale.objects.get(language_code="en").pk,
        "wagtailsites": Site.objects.get().pk,
        "wagtailusers_users": UserFactory().pk,
        "wagtailusers_groups": Group.objects.create(name="Relecture").pk,
        "choisir-une-commune": CommuneFactory().pk,
    }

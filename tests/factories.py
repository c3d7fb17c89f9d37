"""Rows for tests, made by the verbs that make them in the product. A trait names a situation."""

from datetime import date, time, timedelta

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from content.models import Theme
from guides.models import GuideIndexPage, GuidePage
from home import foundation
from home.models import NewsIndexPage, NewsPage, StandardPage, TerritoryIndexPage, TerritoryPage
from territories.models import Commune, PostalCode, SpokenLanguage, Territory
from tests.roots import home_page
from workshops import booking, scheduling
from workshops.models import (
    Arrangement,
    EventIndexPage,
    EventPage,
    Venue,
    WorkshopIndexPage,
    WorkshopPage,
)

PASSWORD = "un-mot-de-passe-de-test"


class TerritoryFactory(factory.django.DjangoModelFactory):
    """The Vosges, unless another is named."""

    class Meta:
        model = Territory
        django_get_or_create = ["code"]

    class Params:
        guadeloupe = factory.Trait(
            code="971",
            slug="guadeloupe",
            name="Guadeloupe",
            locative="en Guadeloupe",
            academy="Guadeloupe",
            time_zone="America/Guadeloupe",
            holiday_zone="guadeloupe",
        )

    code = "88"
    slug = "vosges"
    name = "Vosges"
    locative = "dans les Vosges"
    academy = "Nancy-Metz"
    time_zone = "Europe/Paris"
    holiday_zone = "B"


class CommuneFactory(factory.django.DjangoModelFactory):
    """Épinal, with its postal code."""

    class Meta:
        model = Commune
        django_get_or_create = ["insee"]
        skip_postgeneration_save = True

    class Params:
        guadeloupe = factory.Trait(
            insee="97105",
            name="Basse-Terre",
            department="971",
            latitude=15.9972,
            longitude=-61.7323,
            postal_code="97100",
        )

    insee = "88160"
    name = "Épinal"
    department = "88"
    latitude = 48.1752
    longitude = 6.4505
    population = 32_000

    @factory.post_generation
    def postal_code(self, create, extracted, **kwargs):
        PostalCode.objects.get_or_create(commune=self, code=extracted or "88000")


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    class Params:
        guadeloupe = factory.Trait(
            name="Médiathèque de Basse-Terre",
            postal_code="97100",
            commune=factory.SubFactory(CommuneFactory, guadeloupe=True),
            territory=factory.SubFactory(TerritoryFactory, guadeloupe=True),
        )

    name = "Médiathèque d’Épinal"
    kind = Venue.Kind.LIBRARY
    street = "1 place de la Mairie"
    postal_code = "88000"
    commune = factory.SubFactory(CommuneFactory)
    territory = factory.SubFactory(TerritoryFactory)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["slug"]

    slug = "controle-parental"
    name = "Contrôle parental"
    sign = "controle-parental"


class UserFactory(factory.django.DjangoModelFactory):
    """Nobody in particular; a trait gives a role, ``territory`` where it is held."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        national = factory.Trait(group=foundation.NATIONAL)
        editor = factory.Trait(group=foundation.TERRITORIAL)
        facilitator = factory.Trait(group=foundation.FACILITATION)
        administrator = factory.Trait(is_superuser=True)

    email = factory.Sequence(lambda number: f"compte{number}@demo.test")
    group = None
    territory = None

    @classmethod
    def _create(cls, model, *args, group=None, territory=None, **fields):
        user = model.objects.create_user(password=PASSWORD, **fields)
        if group:
            home_page()
            user.groups.add(Group.objects.get(name=group))
        if territory:
            user.territories.add(territory)
        return user


class PageFactory(factory.Factory):
    """A live French page below its index."""

    class Meta:
        abstract = True

    index = None
    title = factory.Sequence(lambda number: f"Page {number}")
    themes = ()
    levels = ()

    @classmethod
    def _create(cls, model, *args, index=None, parent=None, themes=(), levels=(), **fields):
        home = home_page()
        parent = parent or (index.objects.child_of(home).get() if index else home)
        page = parent.add_child(instance=model(locale=home.locale, **fields))
        if themes:
            page.themes.set(themes)
        if levels:
            page.levels.set(levels)
        if themes or levels:
            page.save()
        return page


class WorkshopPageFactory(PageFactory):
    class Meta:
        model = WorkshopPage

    index = WorkshopIndexPage
    title = factory.Sequence(lambda number: f"Atelier {number}")
    summary = "On règle ensemble le téléphone de votre enfant."
    drawing = "atelier"


class EventPageFactory(PageFactory):
    class Meta:
        model = EventPage

    index = EventIndexPage
    title = factory.Sequence(lambda number: f"J’apprends le numérique en famille ! {number}")
    summary = "Une journée de découverte en famille."
    drawing = "fete"


class GuidePageFactory(PageFactory):
    class Meta:
        model = GuidePage

    index = GuideIndexPage
    title = factory.Sequence(lambda number: f"Guide {number}")
    summary = "Pas à pas, ce soir, à la maison."
    drawing = "telephone"
    steps = factory.LazyFunction(
        lambda: [("step", {"title": "Ouvrir le site", "text": "<p>Allez-y.</p>", "tip": "", "drawing": ""})]
    )


class TerritoryPageFactory(PageFactory):
    class Meta:
        model = TerritoryPage

    index = TerritoryIndexPage
    title = "Les Vosges"
    territory = factory.SubFactory(TerritoryFactory)
    summary = "Les ateliers dans les Vosges."
    drawing = "carte"


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    index = NewsIndexPage
    title = factory.Sequence(lambda number: f"Actualité {number}")
    summary = "Du nouveau."


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda number: f"Page libre {number}")


class SessionFactory(factory.Factory):
    """A published session at Épinal in ten days, for ten people. ``waiting``: so many families wait."""

    class Meta:
        model = scheduling.Session

    class Params:
        guadeloupe = factory.Trait(venue=factory.SubFactory(VenueFactory, guadeloupe=True))
        online = factory.Trait(venue=None, join_url="https://visio.example.org/salle")
        past = factory.Trait(day=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10)))
        open_door = factory.Trait(capacity=None, registration_mode="none")

    activity = factory.SubFactory(WorkshopPageFactory)
    venue = factory.SubFactory(VenueFactory)
    day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    start = time(9, 30)
    end = time(11, 30)
    capacity = 10

    @classmethod
    def _create(
        cls, model, *args, draft=False, full=False, waiting=0, cancelled=False, postponed=False, **fields
    ):
        for model_of_choices in ("languages", "arrangements"):
            _ensure_choices(model_of_choices, fields.get(model_of_choices, ()))
        session = scheduling.create(**fields)
        if draft:
            return session
        session = scheduling.publish(session, by=None)
        if full:
            registered(session, heads=session.capacity)
        for _family in range(waiting):
            registered(session, heads=1)
        if cancelled:
            session = scheduling.cancel(session, reason="L’animatrice est souffrante.", by=None)
        if postponed:
            session = scheduling.postpone(session, reason="La salle est prise.", by=None)
        session.refresh_from_db()
        return session


def _ensure_choices(kind, codes):
    for code in codes:
        if kind == "languages":
            SpokenLanguage.objects.get_or_create(code=code, defaults={"endonym": code})
        else:
            Arrangement.objects.get_or_create(code=code)


_families = iter(range(1, 1_000_000))


def registered(session, *, heads=1, email=None, name=None, key="", **contact):
    """The registration of a new family of ``heads`` people at ``session``."""
    number = next(_families)
    answer = booking.register(
        session,
        contact=booking.Contact(
            name=name or f"Famille {number}",
            email=f"famille{number}@demo.test" if email is None else email,
            **contact,
        ),
        party=booking.Party(adults=1, children=heads - 1),
        key=key,
    )
    return answer.enrolment.registrations.get(session=session)


def on(text):
    """``on("2027-03-13")``: a date."""
    return date.fromisoformat(text)

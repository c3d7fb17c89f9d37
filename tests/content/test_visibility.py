"""What a restriction closes, or an editor withdraws, is named in no list, feed or calendar, in any language."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home import foundation
from tests import tree
from tests.factories import (
    EventPageFactory,
    GuidePageFactory,
    NewsPageFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    ThemeFactory,
    UserFactory,
    WorkshopPageFactory,
)
from tests.workshops.offices import desk, shown
from workshops.models import Session

pytestmark = pytest.mark.django_db

SECRET = "Confidentiel"
#: Where families may meet a page that is not the one they read.
PLACES = [
    *("/", "/agenda/", "/agenda.ics", "/agenda.rss", "/agenda.json", "/agenda.csv", "/embed/agenda/"),
    *("/ateliers/", "/evenements/", "/guides/", "/territoires/vosges/", "/actualites/"),
    *("/territoires/vosges/agenda.ics", "/plan/", "/sitemap.xml", "/ateliers/ouvert/", "/guides/ouvert/"),
]


@pytest.fixture
def secrets(home):
    """Pages of each type, all called alike, with their dates, and open ones that would name them."""
    theme, vosges = ThemeFactory(), TerritoryFactory()
    TerritoryPageFactory()
    StandardPageFactory(slug="plan", body=[("site_tree", None)])
    secret = {"title": SECRET, "slug": "confidentiel"}
    guide = GuidePageFactory(**secret, themes=[theme])
    workshop = WorkshopPageFactory(**secret, themes=[theme])
    event = EventPageFactory(**secret, territory=vosges)
    for activity in (workshop, event):
        SessionFactory(activity=activity)
    open_workshop = WorkshopPageFactory(title="Ouvert", slug="ouvert")
    open_workshop.guides.set([guide])
    open_workshop.save()
    GuidePageFactory(title="Ouvert", slug="ouvert", themes=[theme])
    pages = [
        guide,
        workshop,
        event,
        NewsPageFactory(**secret, territory=vosges),
        StandardPageFactory(**secret),
    ]
    foundation.synchronize_languages()
    return pages


def restrict(page, kind=PageViewRestriction.LOGIN, **how):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **how)


def naming(client, prefix=""):
    """The places that say the secret title or lead to it."""
    found = []
    for path in PLACES:
        if path != "/sitemap.xml" or not prefix:
            answer = client.get(f"{prefix}{path}")
            assert answer.status_code == 200
            words = answer.content.decode().lower()
            found += [path] if SECRET.lower() in words else []
    return found


def test_each_of_these_places_names_what_is_open(client, secrets):
    assert naming(client) == PLACES


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_none_names_what_is_restricted(client, secrets, prefix):
    for page in secrets:
        restrict(page)

    assert naming(client, prefix) == []


def test_none_names_what_an_editor_withdrew(client, secrets):
    Page.objects.filter(translation_key__in=[page.translation_key for page in secrets]).update(live=False)

    assert naming(client) == []


def test_what_is_closed_in_one_language_is_closed_in_all(client, secrets):
    for page in secrets:
        restrict(Page.objects.get(translation_key=page.translation_key, locale__language_code="ar"))

    assert naming(client) == []
    assert client.get("/guides/confidentiel/").status_code == 302


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_so_is_all_that_stands_below(client, secrets, prefix):
    restrict(secrets[0].get_parent())

    assert client.get(f"{prefix}/guides/confidentiel/").status_code == 302
    assert "/guides/ouvert/" not in shown(client.get("/"))


def test_its_dates_are_not_counted(client, secrets):
    counted = "2 séances à venir" in shown(client.get("/territoires/"))
    for page in secrets:
        restrict(page)

    assert [counted, "séances à venir" in shown(client.get("/territoires/"))] == [True, False]


def test_its_dates_have_no_page_and_no_file(client, secrets):
    dates = list(Session.objects.public())
    for page in secrets:
        restrict(page)

    answers = [
        client.get(reverse(name, args=[date.ref])) for date in dates for name in ("session", "session_ics")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_its_dates_still_keep_its_page_from_being_withdrawn(secrets):
    workshop = secrets[1]
    restrict(workshop)

    desk(UserFactory(administrator=True)).post(reverse("wagtailadmin_pages:unpublish", args=[workshop.pk]))

    workshop.refresh_from_db()
    assert workshop.live


def test_one_signs_in_to_read_what_staff_alone_may_read(client, secrets):
    restrict(secrets[0])

    asked = client.get("/guides/confidentiel/", follow=True)
    read = desk(UserFactory(facilitator=True)).get("/guides/confidentiel/")

    assert [asked.status_code, asked.request["PATH_INFO"]] == [200, "/compte/login/"]
    assert asked.request["QUERY_STRING"] == urlencode({"next": "/guides/confidentiel/"})
    assert [read.status_code, "no-store" in read["Cache-Control"]] == [200, True]


def test_someone_of_another_group_is_told_so_and_not_sent_round(secrets):
    restrict(secrets[0], PageViewRestriction.GROUPS).groups.add(Group.objects.get(name=foundation.NATIONAL))

    answers = [
        desk(user).get("/guides/confidentiel/", follow=True)
        for user in (UserFactory(national=True), UserFactory(facilitator=True))
    ]

    assert [answer.status_code for answer in answers] == [200, 403]


def test_a_password_opens_what_it_closes_and_the_form_names_nothing(client, secrets):
    restriction = restrict(secrets[0], PageViewRestriction.PASSWORD, password="sésame")
    asked = client.get("/guides/confidentiel/")
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, secrets[0].pk])

    wrong = client.post(address, {"password": "autre", "return_url": "/guides/confidentiel/"})
    right = client.post(address, {"password": "sésame", "return_url": "/guides/confidentiel/"}, follow=True)

    assert [asked.status_code, SECRET in shown(asked)] == [200, False]
    assert [wrong.status_code, SECRET in shown(wrong)] == [200, False]
    assert SECRET in shown(right)


def test_no_type_of_page_offers_to_be_closed_but_what_is_closed_may_be_opened(secrets):
    client, closed, other = desk(UserFactory(administrator=True)), secrets[0], GuidePageFactory(slug="autre")
    restriction = restrict(closed, PageViewRestriction.GROUPS)

    offered = client.get(reverse("wagtailadmin_pages:set_privacy", args=[other.pk])).json()
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[closed.pk]), {"restriction_type": "none"})

    assert "restriction_type" not in offered["html"]
    assert not PageViewRestriction.objects.filter(pk=restriction.pk).exists()


def test_no_type_of_page_takes_a_restriction_that_it_does_not_offer(secrets):
    address = reverse("wagtailadmin_pages:set_privacy", args=[secrets[0].pk])

    desk(UserFactory(administrator=True)).post(address, {"restriction_type": "login"})

    assert not PageViewRestriction.objects.exists()


def test_every_list_of_pages_asks_the_same_rule():
    asked_elsewhere = [tree.named(path) for path in tree.python() if ".live()" in path.read_text()]

    assert asked_elsewhere == ["workshops/page_schedule.py"]  # it takes down what is live, and lists nothing

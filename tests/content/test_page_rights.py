"""What a page type declares, and the words that each door says it in. Who may what: ``tests/rights``."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, get_page_models

from content.dates import moment_words
from content.page_rights import SitePagePermissionTester
from home.models import NewsPage, TerritoryPage
from tests.factories import (
    EventPageFactory,
    SessionFactory,
    StandardPageFactory,
    TerritoryFactory,
    TerritoryPageFactory,
    UserFactory,
    WorkshopPageFactory,
)
from tests.workshops.offices import desk, editor_of_the_vosges, plain, read
from workshops.models import EventIndexPage, EventPage

pytestmark = pytest.mark.django_db

TO_COME = "Des séances sont à venir : cette page reste en ligne jusqu’à la fin de la dernière, le {}."


def until(session):
    return plain(TO_COME.format(moment_words(session.ends_at, session.time_zone)))


@pytest.fixture
def administrator():
    return desk(UserFactory(administrator=True))


def post(client, view, page, *more):
    return client.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *more]))


def selected(action, *pages):
    query = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{query}"


def test_every_page_with_a_territory_is_its_territory_s():
    with_one = {model for model in get_page_models() if hasattr(model, "territory")}

    assert with_one == {EventPage, NewsPage, TerritoryPage}
    assert {model for model in with_one if not model.belongs_to_territory} == set()


def test_a_plain_page_sends_the_question_to_its_type():
    event = EventPageFactory(territory=TerritoryFactory(guadeloupe=True))
    editor = editor_of_the_vosges()

    tester = Page.objects.get(pk=event.pk).permissions_for_user(editor)

    assert isinstance(tester, SitePagePermissionTester)
    assert not tester.can_edit()


def test_a_translation_is_whose_its_french_page_is():
    event = EventPageFactory(territory=TerritoryFactory())
    english = event.copy_for_translation(
        event.get_parent().get_translations().get(locale__language_code="en").locale, copy_parents=True
    ).specific
    EventPage.objects.filter(pk=event.pk).update(territory=TerritoryFactory(guadeloupe=True))

    assert not EventPage.objects.get(pk=english.pk).permissions_for_user(editor_of_the_vosges()).can_edit()


def test_unpublishing_a_busy_workshop_is_refused_in_words_by_every_door(administrator):
    session = SessionFactory()
    page = session.activity
    action = reverse("wagtailadmin_api:pages:action", args=[page.pk, "unpublish"])

    said = [
        read(post(administrator, "unpublish", page))[-1:],
        read(administrator.post(selected("unpublish", page)))[-1:],
        [plain(administrator.post(action).json()["detail"])],
    ]

    assert said == [[until(session)]] * 3
    assert Page.objects.get(pk=page.pk).live


def test_one_page_refused_and_none_of_the_selection_is_unpublished(administrator):
    busy, free = SessionFactory().activity, WorkshopPageFactory()

    administrator.post(selected("unpublish", busy, free))

    assert [Page.objects.get(pk=page.pk).live for page in (busy, free)] == [True, True]


def test_a_list_stays_in_its_place_and_says_why(administrator):
    events = EventIndexPage.objects.get(locale__language_code="fr")

    said = {
        read(post(administrator, view, events, *more))[-1]
        for view, *more in [("unpublish",), ("delete",), ("copy",), ("move_confirm", events.get_parent().pk)]
    }

    assert said == {"Le site a besoin de « Événements » : cette page reste en ligne, à sa place."}


def test_a_territory_s_editor_reads_who_takes_its_page_away():
    page = TerritoryPageFactory(territory=TerritoryFactory())

    response = post(desk(editor_of_the_vosges()), "unpublish", page)

    assert read(response) == ["Seule la rédaction nationale retire, déplace ou remplace « Les Vosges »."]
    assert Page.objects.get(pk=page.pk).live


def test_a_stranger_does_not_learn_what_stands_in_the_way():
    session = SessionFactory(activity=EventPageFactory(territory=TerritoryFactory(guadeloupe=True)))

    response = post(desk(editor_of_the_vosges()), "unpublish", session.activity)

    assert until(session) not in read(response)


def test_a_page_goes_only_if_every_page_below_it_may(administrator):
    above = StandardPageFactory(title="Au-dessus")
    below = StandardPageFactory(title="Dessous", parent=above)

    assert above.permissions_for_user(UserFactory(administrator=True)).can_delete()
    post(administrator, "delete", above)

    assert not Page.objects.filter(pk__in=[above.pk, below.pk]).exists()


def form_of(page, user, **typed):
    """The form of ``page`` as the admin makes it, with what it shows and ``typed``."""
    form_class = type(page).get_edit_handler().get_form_class()
    shown = form_class(instance=page, for_user=user, parent_page=page.get_parent())
    return shown, form_class


@pytest.mark.parametrize(
    ("make", "is_kept"),
    [
        (lambda: EventIndexPage.objects.get(locale__language_code="fr"), True),
        (TerritoryPageFactory, True),
        (EventPageFactory, False),
    ],
)
def test_the_address_of_what_stays_is_not_typed(make, is_kept):
    form, _form_class = form_of(make(), UserFactory(administrator=True))

    assert form.fields["slug"].disabled is is_kept


@pytest.mark.parametrize(("days", "is_refused"), [(3, True), (30, False)])
def test_an_expiry_is_typed_for_when_the_last_date_is_over(days, is_refused):
    session = SessionFactory()
    page = session.activity.specific
    _shown, form_class = form_of(page, UserFactory(administrator=True))
    at = timezone.localtime() + timezone.timedelta(days=days)

    form = form_class({"expire_at": f"{at:%Y-%m-%d %H:%M}"}, instance=page, parent_page=page.get_parent())
    form.fields = {"expire_at": form.fields["expire_at"]}
    form.formsets = {}

    assert [plain(each) for each in form.errors.get("expire_at", [])] == [until(session)] * is_refused

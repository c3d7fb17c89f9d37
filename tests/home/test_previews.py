"""What an editor previews: every type of page, while it is added and edited, as a draft and as it was, in every language."""

import pytest
from bs4 import BeautifulSoup
from django.forms import ModelMultipleChoiceField
from django.urls import reverse
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.models import Locale, Page, Site, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from content.models import SchoolLevel
from guides.models import GuidePage
from home import foundation
from home.models import HomePage, TerritoryPage
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
from tests.workshops.offices import desk, errors
from workshops.models import ActivityPage, EventPage, WorkshopPage

pytestmark = pytest.mark.django_db

TYPES = sorted((model for model in get_page_models() if model.is_creatable and model is not Page), key=str)
MADE_BY = {
    "WorkshopPage": WorkshopPageFactory,
    "EventPage": EventPageFactory,
    "GuidePage": GuidePageFactory,
    "TerritoryPage": TerritoryPageFactory,
    "NewsPage": NewsPageFactory,
    "StandardPage": StandardPageFactory,
}
#: What the served policy says of a page that is shown to its editor: framed by the admin, by nobody else.
FRAMED_BY_US = ["frame-ancestors 'self'"]
#: Blocks of which nothing is chosen yet, and one that was written.
BEGUN = [
    ("heading", "Un intertitre"),
    ("drawing", {"name": "", "alt": ""}),
    ("picture", {"image": "", "alt": ""}),
]
BEGUN += [("button", {"label": "", "url": "/agenda/"}), ("contact", {"name": "", "phone": ""})]


@pytest.fixture
def editor(home):
    Site.clear_site_root_paths_cache()  # of what another test rolled back
    return desk(UserFactory(administrator=True))


def each_type(test):
    return pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)(test)


def made(model):
    """A live page of this type with all that it may be tied to; of a list, the one there is."""
    factory = MADE_BY.get(model.__name__)
    page = factory(title="Un titre") if factory else model.objects.filter(locale__language_code="fr").get()
    page.title = "Un titre"
    if hasattr(page, "themes"):
        page.themes.set([ThemeFactory()])
        page.levels.set(SchoolLevel.objects.all()[:2])
    if isinstance(page, ActivityPage):
        page.guides.set([GuidePageFactory()])
    page.save_revision().publish()
    if model in (WorkshopPage, EventPage):
        SessionFactory(activity=page)
    if model in (GuidePage, TerritoryPage):
        SessionFactory(
            activity=WorkshopPageFactory(themes=[ThemeFactory()]), venue__territory=TerritoryFactory()
        )
    foundation.synchronize_languages()
    return page


def translation_of(page, language):
    return Page.objects.get(translation_key=page.translation_key, locale__language_code=language).specific


def translated(page, language):
    """Its translation right after « Traduire »."""
    translate_object(page, [Locale.objects.get(language_code=language)])
    return translation_of(page, language)


def view(name, *arguments):
    return reverse(f"wagtailadmin_pages:{name}", args=[each.pk for each in arguments])


def editing(page):
    return view("preview_on_edit", page)


def adding(sibling):
    """Where another page beside ``sibling`` is made."""
    kind, parent = sibling._meta, sibling.get_parent()
    return reverse("wagtailadmin_pages:preview_on_add", args=[kind.app_label, kind.model_name, parent.pk])


def begun(model):
    """The body of a page of which an editor has only begun some blocks."""
    return {"body": streamfield(BEGUN)} if hasattr(model, "body") else {}


def filled(model, **typed):
    """What the form of a page sends where an editor has only begun: nothing but ``typed``."""
    fields = model.get_edit_handler().get_form_class().base_fields
    comments = {"comments": inline_formset([])}
    least = {name: _least(name, field) for name, field in fields.items()}
    return nested_form_data(
        {name: sent for name, sent in {**least, **comments, **typed}.items() if sent is not None}
    )


def _least(name, field):
    """Nothing, or what even a draft must say."""
    if isinstance(field, BlockField):
        return streamfield([])
    if isinstance(field, ModelMultipleChoiceField):
        return None
    if name in ("date", "duration_minutes") or (name == "territory" and field.required):
        return {
            "date": "2027-03-13",
            "duration_minutes": "90",
            "territory": TerritoryFactory(guadeloupe=True).pk,
        }[name]
    return rich_text("") if isinstance(field.widget, DraftailRichTextArea) else ""


def previewed(client, address, posted):
    """The answer of the side panel to a form as it is now."""
    state = client.post(address, posted).json()
    assert state == {"is_valid": True, "is_available": True}
    return client.get(f"{address}?in_preview_panel=true&mode=")


def policy(response):
    return [
        part for part in response["Content-Security-Policy"].split("; ") if part.startswith("frame-ancestors")
    ]


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text(strip=True)


def language(response):
    root = BeautifulSoup(response.content, "html.parser").html
    return root["lang"], root["dir"]


def seen(response):
    return (
        response.status_code,
        policy(response),
        response["X-Frame-Options"],
        heading(response),
        *language(response),
    )


def as_an_editor_sees(title, code="fr"):
    return 200, FRAMED_BY_US, "SAMEORIGIN", title, code, "rtl" if code == "ar" else "ltr"


@each_type
def test_a_page_is_shown_while_it_is_added_edited_translated_and_as_it_was(editor, model):
    page = made(model)
    older, page.title = page.latest_revision, "Un brouillon"
    page.save_revision()
    arabic = translated(page, "ar")
    translation = Translation.objects.get(source__object_id=page.translation_key)

    shown = {
        "nothing typed": previewed(editor, adding(page), filled(model)).status_code,
        "added": seen(previewed(editor, adding(page), filled(model, title="Neuf", slug="tout-neuf"))),
        "added in Arabic": seen(previewed(editor, adding(arabic), filled(model, title="Neuf", slug="neuf"))),
        "edited": seen(
            previewed(editor, editing(page), filled(model, title="Retouché", slug=page.slug, **begun(model)))
        ),
        "edited in Arabic": seen(
            previewed(editor, editing(arabic), filled(model, title="عنوان", slug=arabic.slug))
        ),
        "draft": seen(editor.get(view("view_draft", page))),
        "older": seen(editor.get(view("revisions_view", page, older))),
        "draft in Arabic": seen(editor.get(view("view_draft", arabic))),
        "alias": seen(editor.get(view("view_draft", translation_of(page, "en")))),
        "being translated": seen(
            editor.get(reverse("wagtail_localize:preview_translation", args=[translation.pk]))
        ),
    }

    assert shown == {
        "nothing typed": 200,
        "added": as_an_editor_sees("Neuf"),
        "added in Arabic": as_an_editor_sees("Neuf", "fr" if model is HomePage else "ar"),
        "edited": as_an_editor_sees("Retouché"),
        "edited in Arabic": as_an_editor_sees("عنوان", "ar"),
        "draft": as_an_editor_sees("Un brouillon"),
        "older": as_an_editor_sees("Un titre"),
        "draft in Arabic": as_an_editor_sees("Un brouillon", "ar"),
        "alias": as_an_editor_sees("Un titre", "en"),
        "being translated": as_an_editor_sees("Un brouillon", "ar"),
    }


def test_a_second_page_of_a_territory_is_refused_in_words(editor):
    page = made(TerritoryPage)

    answer = editor.post(
        reverse("wagtailadmin_pages:add", args=["home", "territorypage", page.get_parent().pk]),
        filled(TerritoryPage, title="Encore", summary="Encore", territory=page.territory_id),
    )

    assert [answer.status_code, list(errors(answer))] == [200, ["slug"]]


def test_what_cannot_be_shown_yet_says_so(editor):
    page = made(WorkshopPage)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    broken = streamfield([("button", {"label": "Voir", "url": "javascript:alert(1)"})])

    answer = editor.post(address, filled(WorkshopPage, body=broken)).json()
    shown = editor.get(address)

    assert answer == {"is_valid": False, "is_available": False}
    assert [shown.status_code, policy(shown)] == [200, FRAMED_BY_US]


def test_a_public_page_is_framed_by_nobody(client, home):
    shown = client.get("/")

    assert [policy(shown), shown["X-Frame-Options"]] == [["frame-ancestors 'none'"], "DENY"]


def test_what_is_checked_in_a_preview_is_not_sent_to_families(editor, home):
    shown = {
        "preview": editor.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk])),
        "page": editor.get("/"),
    }

    assert {name: b"userbar.js" in answer.content for name, answer in shown.items()} == {
        "preview": True,
        "page": False,
    }

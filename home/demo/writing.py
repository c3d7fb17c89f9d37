"""The demo's words: TOML files → pages. A page that exists already is left as its editors made it."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model

from content.models import Introduction, SchoolLevel, Theme, ThemeTranslation
from guides.models import GuideIndexPage, GuidePage
from home.models import NewsIndexPage, NewsPage, StandardPage, TerritoryIndexPage, TerritoryPage
from territories.models import Territory
from workshops.models import EventIndexPage, EventPage, WorkshopIndexPage, WorkshopPage

HERE = Path(__file__).parent
PICTURES = {
    "atelier": "Des parents autour d’une table, avec un ordinateur et une animatrice",
    "fete": "Des stands décorés de fanions, des familles qui se promènent",
    "salon": "Un parent et un enfant sur un canapé, une tablette entre eux",
    "ecole": "Un parent et un enfant devant la porte de l’école",
    "equipement": "Un ordinateur portable passe de main en main au-dessus d’un comptoir",
    "relais": "Une personne tend un livret à une autre",
}
#: Blocks whose value is not a dict of their own keys.
PLAIN_BLOCKS = {"heading", "paragraph"}


def load(name):
    """The content of ``<name>.toml``."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def write_everything(home):
    """All pages of the demo, in the order in which they refer to one another."""
    write_themes()
    pictures = write_pictures()
    write_home(home)
    write_guides()
    write_workshops()
    write_events()
    write_territories()
    write_news(pictures)


def write_themes():
    for position, row in enumerate(load("themes")["theme"]):
        theme, created = Theme.objects.get_or_create(
            slug=row["slug"], defaults={"name": row["label"], "sign": row["sign"], "position": position}
        )
        if created:
            for language in ("en", "ar"):
                ThemeTranslation.objects.create(theme=theme, language=language, name=row[language])


def write_pictures():
    """``{name: image}``, from the files beside this module."""
    images = get_image_model().objects
    for name, alt in PICTURES.items():
        if not images.filter(title=alt).exists():
            with (HERE / "images" / f"{name}.png").open("rb") as file:
                images.create(title=alt, description=alt, file=ImageFile(file, name=f"{name}.png"))
    return {name: images.filter(title=alt).first() for name, alt in PICTURES.items()}


def write_home(home):
    pages = load("pages")
    if not home.body:
        home.title, home.seo_title = pages["home"]["title"], pages["home"]["seo_title"]
        home.introduction = pages["home"]["introduction"]
        home.body = stream(pages["home"]["body"])
        home.save_revision().publish()  # so that its aliases in other languages follow
    indexes = {
        "workshops": WorkshopIndexPage,
        "events": EventIndexPage,
        "guides": GuideIndexPage,
        "territories": TerritoryIndexPage,
        "news": NewsIndexPage,
    }
    for name, model in indexes.items():
        page = model.objects.child_of(home).get()
        if not page.introduction:
            page.introduction = pages[name]["introduction"]
            page.save_revision().publish()
    Introduction.objects.get_or_create(
        view="agenda", language="fr", defaults={"text": pages["agenda"]["introduction"]}
    )
    for row in pages["page"]:
        _add(home, StandardPage, row, summary=row.get("summary", ""), body=stream(row["body"]))


def write_guides():
    parent = GuideIndexPage.objects.get(locale__language_code="fr")
    for row in load("guides")["guide"]:
        _add(
            parent,
            GuidePage,
            row,
            summary=row["summary"],
            drawing=row["drawing"],
            preparation=row.get("preparation", ""),
            steps=[("step", {"tip": "", "drawing": "", **step}) for step in row["steps"]],
            reviewed_on=timezone.localdate() - timedelta(days=row["reviewed_days_ago"]),
            body=stream(row.get("body", [])),
        )


def write_workshops():
    parent = WorkshopIndexPage.objects.get(locale__language_code="fr")
    for row in load("workshops")["workshop"]:
        _add(
            parent,
            WorkshopPage,
            row,
            **_activity(row),
            duration_minutes=row["duration_minutes"],
            difficulty=row["difficulty"],
            gathering=row["gathering"],
            objectives=lines(row["objectives"]),
            programme=[("moment", moment) for moment in row["programme"]],
        )


def write_events():
    parent = EventIndexPage.objects.get(locale__language_code="fr")
    for row in load("events")["event"]:
        _add(
            parent,
            EventPage,
            row,
            **_activity(row),
            territory=Territory.objects.filter(slug=row["territory"]).first(),
            audience=row["audience"],
            programme=[("appointment", {"text": "", **line}) for line in row["programme"]],
            stands=[("stand", stand) for stand in row.get("stands", [])],
            practical=row["practical"],
            questionnaire=stream(row.get("questionnaire", [])),
        )


def write_territories():
    parent = TerritoryIndexPage.objects.get(locale__language_code="fr")
    for row in load("territories")["territory"]:
        _add(
            parent,
            TerritoryPage,
            row,
            territory=Territory.objects.get(slug=row["slug"]),
            summary=row["summary"],
            drawing=row["drawing"],
            body=stream(row["body"]),
        )


def write_news(pictures):
    parent = NewsIndexPage.objects.get(locale__language_code="fr")
    for row in load("news")["news"]:
        image = pictures.get(row["drawing"])
        _add(
            parent,
            NewsPage,
            row,
            date=timezone.localdate() - timedelta(days=row["days_ago"]),
            territory=Territory.objects.filter(slug=row["territory"]).first(),
            summary=row["summary"],
            drawing=row["drawing"],
            image=image,
            image_alt=image.description if image else "",
            body=stream(row["body"]),
        )


def stream(rows):
    """``[{"type", …}]`` as a StreamField takes them."""
    return [(row["type"], _block(row)) for row in rows]


def lines(texts):
    return [("line", text) for text in texts]


def _block(row):
    if row["type"] in PLAIN_BLOCKS:
        return row["value"]
    if row["type"] == "site_tree":
        return None
    optional = {"contact": {"text": "", "phone": "", "hours": "", "url": ""}, "quote": {"source": ""}}
    value = {name: value for name, value in row.items() if name != "type"}
    return {**optional.get(row["type"], {}), **value}


def _activity(row):
    return {
        "summary": row["summary"],
        "drawing": row["drawing"],
        "bring": lines(row.get("bring", [])),
        "before": row.get("before", ""),
        "body": stream(row.get("body", [])),
    }


def _add(parent, model, row, **fields):
    """The page of this slug, published as an editor does it if it is missing; None if it was there."""
    if parent.get_children().filter(slug=row["slug"]).exists():
        return None
    page = model(title=row["title"], slug=row["slug"], locale=parent.locale, live=False, **fields)
    parent.add_child(instance=page)
    _sort(page, row)
    page.save_revision().publish()
    return page


def _sort(page, row):
    """Themes, levels and guides, once the page has a key."""
    if "themes" in row:
        page.themes.set(Theme.objects.filter(slug__in=row["themes"]))
        page.levels.set(SchoolLevel.objects.filter(code__in=row["levels"]))
    if "guides" in row and hasattr(page, "guides"):
        page.guides.set(GuidePage.objects.filter(slug__in=row["guides"], locale__language_code="fr"))

"""The way around the site: the menu, the path back, the plan."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content import languages
from content.visibility import readable

MENU = [
    ("/agenda/", _("Agenda")),
    ("/ateliers/", _("Ateliers")),
    ("/evenements/", _("Événements")),
    ("/guides/", _("Guides")),
    ("/territoires/", _("Territoires")),
]


def here(path):
    """``path`` in the active language."""
    return languages.path_in(languages.active(), path)


def main_menu(current_path):
    """The five doors of the site; the one that ``current_path`` is behind is marked."""
    return [
        {"url": here(path), "label": label, "current": current_path.startswith(here(path))}
        for path, label in MENU
    ]


def breadcrumbs(page):
    """Home … parent, each ``{url, title}``; home alone without a page, nothing on the home page."""
    home = {"url": here("/"), "title": _("Accueil")}
    if not page:
        return [home]
    if page.depth <= 2:
        return []
    parents = readable(page.get_ancestors()).filter(depth__gt=2)
    return [home, *({"url": _below_home(parent), "title": parent.title} for parent in parents)]


def site_tree():
    """Every page that anyone may read as two levels, for the plan of the site; two queries at most."""
    pages = readable(Page.objects).filter(locale__language_code=languages.default(), depth__gt=2)
    shown = languages.localized(pages.order_by("path"))
    tree = [{"url": here("/agenda/"), "title": _("Agenda"), "children": []}]
    for page in shown:
        entry = {"url": _below_home(page), "title": page.title, "children": []}
        if page.depth == 3:
            tree.append(entry)
        else:
            tree[-1]["children"].append(entry)
    return tree


def _below_home(page):
    return here("/" + "/".join(page.url_path.split("/")[2:]))

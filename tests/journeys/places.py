"""One address of each kind of page of the demo."""

import json
import re
import uuid
from urllib.parse import urlsplit

#: What families and staff may meet, by the name tests call it.
NAMES = [
    "home",
    "agenda",
    "agenda, filtered",
    "agenda, near a postal code",
    "agenda, nothing found",
    "agenda, not understood",
    "following dates",
    "following dates, not understood",
    "agenda in a frame",
    "agenda in a frame, nothing found",
    "agenda in a frame, not understood",
    "agenda for another site",
    "agenda for another site, not understood",
    "workshops",
    "workshop",
    "events",
    "event",
    "guides",
    "guide",
    "territories",
    "territory",
    "news list",
    "news",
    "standard page",
    "site map",
    "session with places",
    "session with a waiting list",
    "session not open yet",
    "session cancelled",
    "session postponed",
    "session on line",
    "session past",
    "form",
    "form of a waiting list",
    "form with errors",
    "already registered",
    "enrolment",
    "before cancelling",
    "before erasing",
    "unknown link",
    "questionnaire",
    "questionnaire with errors",
    "questionnaire, thanks",
    "sign-in",
    "not found",
]
#: Forms that are sent as they open.
SENT_EMPTY = ["form with errors", "questionnaire with errors"]
STATUSES = {**dict.fromkeys(SENT_EMPTY, 422), "not found": 404, "unknown link": 404}
QUESTIONNAIRE = "/evenements/j-apprends-le-numerique-en-famille/questionnaire/"
FIXED = {
    "home": "/",
    "agenda": "/agenda/",
    "agenda, filtered": "/agenda/?territoire=vosges&format=sur-place",
    "agenda, near a postal code": "/agenda/?code_postal=88000&rayon=100",
    "agenda, nothing found": "/agenda/?q=trottinette",
    "agenda, not understood": "/agenda/?territoire=nulle-part&du=hier",
    "following dates": "/agenda/abonnement/?territoire=vosges&format=sur-place",
    "following dates, not understood": "/agenda/abonnement/?territoire=nulle-part",
    "agenda in a frame": "/embed/agenda/?territoire=vosges",
    "agenda in a frame, nothing found": "/embed/agenda/?q=trottinette",
    "agenda in a frame, not understood": "/embed/agenda/?territoire=nulle-part&du=hier",
    "agenda for another site": "/agenda/integrer/?territoire=vosges&nombre=3",
    "agenda for another site, not understood": "/agenda/integrer/?territoire=nulle-part&interface=xx",
    "workshops": "/ateliers/",
    "events": "/evenements/",
    "guides": "/guides/",
    "territories": "/territoires/",
    "territory": "/territoires/vosges/",
    "news list": "/actualites/",
    "standard page": "/accessibilite/",
    "site map": "/plan-du-site/",
    "unknown link": f"/inscriptions/{'x' * 32}/",
    "questionnaire": QUESTIONNAIRE,
    "questionnaire with errors": QUESTIONNAIRE,
    "questionnaire, thanks": f"{QUESTIONNAIRE}merci/",
    "sign-in": "/compte/login/",
    "not found": "/rien-ici/",
}
BELOW = {"workshop": "/ateliers/", "event": "/evenements/", "guide": "/guides/", "news": "/actualites/"}
#: The states of sessions are not told apart in links: the demo's own rows are asked.
REFS = """
import json
from workshops.models import Session
refs = {}
for session in Session.objects.public().select_related("venue").order_by("starts_at"):
    kind = "past" if session.is_over else session.registration if session.state == "published" else session.state
    refs.setdefault(kind, session.ref)
    if not session.is_over and session.venue is None:
        refs.setdefault("online", session.ref)
print(json.dumps(refs))
"""
SESSIONS = {
    "session with places": "open",
    "session with a waiting list": "waiting_list",
    "session not open yet": "not_yet",
    "session cancelled": "cancelled",
    "session postponed": "postponed",
    "session on line": "online",
    "session past": "past",
}


def sitemap_paths(site):
    """The path of every page that the sitemap names, in every language."""
    return [urlsplit(url).path for url in re.findall("<loc>(.*?)</loc>", site.get("/sitemap.xml").text)]


def find(site):
    """``{name: French path}`` for all of ``NAMES``. Registers a family, for the page it then gets."""
    refs = json.loads(site.manage("shell", "--no-imports", "-c", REFS))
    paths = FIXED | {name: f"/seances/{refs[kind]}/" for name, kind in SESSIONS.items()}
    every = sitemap_paths(site)
    for name, parent in BELOW.items():
        paths[name] = next(path for path in every if path.startswith(parent) and path != parent)
    form = f"{paths['session with places']}inscription/"
    paths["form"] = paths["form with errors"] = form
    paths["form of a waiting list"] = f"{paths['session with a waiting list']}inscription/"
    paths["already registered"] = f"{form}deja/"
    paths["enrolment"] = register(site, form).headers["Location"]
    paths["before cancelling"] = f"{paths['enrolment']}annuler/"
    paths["before erasing"] = f"{paths['enrolment']}effacer/"
    return paths


def register(site, form, **fields):
    """What the form of this path answers to a new family."""
    family = {
        "name": "Famille Exemple",
        "email": f"{uuid.uuid4().hex}@demo.test",
        "adults": "1",
        "children": "1",
    }
    return site.post(form, family | fields)


def in_language(language, path):
    return path if language == "fr" else f"/{language}{path}"


def fetch(site, name, path):
    """The answer of the page called ``name``; a form with errors is one that was sent empty."""
    return site.post(path, {}) if name in SENT_EMPTY else site.get(path)


def visit(page, name, path):
    """The same in a browser: the ``Response``."""
    response = page.goto(path)
    if name in SENT_EMPTY:
        with page.expect_navigation() as navigation:
            page.locator("main form button[type=submit]").click()
        response = navigation.value
    return response


def roomiest(page):
    """The card of the shown agenda with the most places: other tests take some too."""
    cards = page.locator(".session", has_text="Il reste").all()
    return max(cards, key=lambda card: int(re.search(r"Il reste\s(\d+)", card.inner_text())[1]))

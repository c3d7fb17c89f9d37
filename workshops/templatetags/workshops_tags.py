"""Sessions, asked for by pages of the floors below."""

from django import template
from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from content import languages
from content.models import attach_themes
from content.visibility import readable
from workshops import calendar_links as links
from workshops import json_ld as structured
from workshops.models import Session, WorkshopPage

register = template.Library()


@register.simple_tag
def next_sessions(themes=None, territory=None, limit=3):
    """The next published dates about one of ``themes`` or in ``territory``, as ready cards."""
    sessions = Session.objects.public().filter(state="published")
    if themes is not None:
        about = WorkshopPage.objects.filter(themes__in=themes).values("pk")
        sessions = sessions.filter(activity__in=about)
    if territory is not None:
        sessions = sessions.in_territory(territory)
    return sessions.upcoming()[:limit].cards()


@register.simple_tag
def related_workshops(guide):
    """The workshops that name ``guide`` as reading, in the active language."""
    if guide.source.pk is None:  # not saved yet
        return []
    pages = readable(WorkshopPage.objects).filter(
        guides__translation_key=guide.translation_key, locale__language_code=languages.default()
    )
    pages = list(pages.select_related("locale"))
    attach_themes(pages)
    return languages.localized(pages)


@register.simple_tag
def calendar_links(session):
    """Where else than in a file one date can be saved."""
    return links.of_session(session)


@register.simple_tag
def json_ld(sessions):
    """A data block (no script runs) that tells search engines of one session or several."""
    if not isinstance(sessions, (list, tuple)):
        sessions = [sessions]
    if not sessions:
        return ""
    prefetch_related_objects([session for session in sessions if session.sequence], "changes")
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(structured.events(sessions)),  # noqa: S308
    )

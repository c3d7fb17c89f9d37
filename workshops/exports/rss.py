"""Sessions → an RSS 2.0 feed (https://www.rssboard.org/rss-specification).

Nothing stands in an item that changes without ``revised_at`` (no places left): readers show it again then.
"""

import re

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from content import languages
from workshops.calendar.text import cleaned, one_line

#: What no XML 1.0 document may hold (§2.2) and ``cleaned`` lets through.
_NOT_XML = re.compile("[\ufffe\uffff]")
#: Without a session the library would write the current second, and no ``ETag`` would hold.
_BUILT_NOW = re.compile(r"<lastBuildDate>.*?</lastBuildDate>")


def to_rss(sessions, *, name, agenda_url, feed_url):
    """Bytes. ``agenda_url``: the same sessions as a page; ``feed_url``: this feed. Both absolute."""
    feed = Rss201rev2Feed(
        title=_in_xml(one_line(name)),
        link=agenda_url,
        description=_("Les dates à venir, celles qui changent et celles qui sont annulées."),
        language=languages.active(),
        feed_url=feed_url,
    )
    for session in sessions:
        feed.add_item(**_item(session))
    written = feed.writeString("utf-8")
    return (written if feed.items else _BUILT_NOW.sub("", written)).encode()


def _item(session):
    return {
        "title": _in_xml(one_line(_title(session))),
        "link": session.page_url,
        "description": _in_xml(_description(session)),
        "unique_id": session.uid.urn,
        "unique_id_is_permalink": False,
        "pubdate": session.revised_at,
        "categories": [_in_xml(one_line(theme.label)) for theme in session.themes],
    }


def _title(session):
    title = _("%(date)s : %(title)s (%(place)s)") % {
        "date": session.when.date,
        "title": session.title,
        "place": session.venue.city if session.venue else _("En ligne"),
    }
    return session.marked(title)


def _description(session):
    """HTML, which is what readers take it for: one paragraph for each thing one wants to know."""
    paragraphs = [
        session.off_words,
        session.summary,
        capfirst(session.when_words),
        session.place_words,
        ", ".join(str(language.label) for language in session.spoken_languages),
        session.note,
    ]
    return format_html_join("", "<p>{}</p>", ((cleaned(words),) for words in paragraphs if words.strip()))


def _in_xml(words):
    return _NOT_XML.sub("", str(words))

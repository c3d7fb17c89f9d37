"""What templates ask for beyond the fields of their objects."""

from datetime import datetime

import phonenumbers
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info
from wagtail.images.models import SourceImageIOError

from content import languages, navigation
from content.dates import dated_words, zone_words
from content.pictures import FACES
from territories.zones import ZONES

register = template.Library()

#: Widths in CSS pixels that a picture is cut to: a phone, and a phone's dense screen or a desktop column.
PICTURE_WIDTHS = (360, 720)
DRAWING_SIZES = {"accueil": (480, 320)}


@register.simple_tag
def sign(name):
    """One of the site's signs. It says nothing that the words beside it do not."""
    return format_html(
        '<svg class="sign" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/signs.svg"),
        name,
    )


@register.simple_tag
def face(step):
    """The face of a step of a scale, 1 (not at all) to 4 (entirely). It says what the words beside it say."""
    return sign(FACES[int(step) - 1])


@register.simple_tag
def drawing(name, alt="", **attributes):
    """One of the site's drawings; nothing where none is chosen yet. ``attributes``: class, loading…"""
    if not name:
        return ""
    width, height = DRAWING_SIZES.get(name, (320, 240))
    attributes = {
        "src": static(f"img/drawings/{name}.svg"),
        "alt": alt,
        "width": width,
        "height": height,
        "loading": "lazy",
        "decoding": "async",
        **attributes,
    }
    return format_html("<img{}>", _attributes(attributes))


@register.simple_tag
def picture(image, alt="", sizes="(min-width: 48em) 22rem, 100vw", **attributes):
    """An editor's image, cut to what the screen shows, in WebP. Nothing if none is chosen yet, or its file is gone."""
    if image is None:
        return ""
    try:
        renditions = image.get_renditions(*(f"width-{width}|format-webp" for width in PICTURE_WIDTHS))
    except SourceImageIOError:
        return ""
    small, *others = sorted(renditions.values(), key=lambda rendition: rendition.width)
    attributes = {
        "src": small.url,
        "srcset": ", ".join(f"{rendition.url} {rendition.width}w" for rendition in (small, *others)),
        "sizes": sizes,
        "alt": alt,
        "width": small.width,
        "height": small.height,
        "loading": "lazy",
        "decoding": "async",
        **attributes,
    }
    return format_html("<img{}>", _attributes(attributes))


def _attributes(attributes):
    return mark_safe("".join(format_html(' {}="{}"', name, value) for name, value in attributes.items()))  # noqa: S308


def _parsed(number):
    try:
        return phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return None


@register.filter
def phone(number):
    """« 01 23 45 67 89 » by pairs with no-break spaces; a short number (3018) as it is."""
    parsed = _parsed(number)
    if parsed is None or len(number.strip()) < 6:
        return number
    words = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return words.replace(" ", "\u00a0")


@register.filter
def phone_uri(number):
    """What follows ``tel:``."""
    parsed = _parsed(number)
    if parsed is None or len(number.strip()) < 6:
        return "".join(character for character in number if character in "+0123456789")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@register.filter
def absolute(path):
    """The full address of a path: from ``BASE_URL``, never from what a client says the host is."""
    return f"{settings.BASE_URL}{path}"


@register.simple_tag
def path(address):
    """``address`` in the reader's language."""
    return navigation.here(address)


@register.simple_tag(takes_context=True)
def language_links(context):
    """One entry per language; a search stays the same search."""
    request = context.get("request")
    return languages.links(request.get_full_path() if request else "/")


@register.simple_tag(takes_context=True)
def main_menu(context):
    request = context.get("request")
    return navigation.main_menu(request.path if request else "/")


@register.simple_tag
def breadcrumbs(page):
    return navigation.breadcrumbs(page)


@register.simple_tag
def site_tree():
    return navigation.site_tree()


@register.simple_tag
def foreign_lang(page):
    """`` lang="fr" dir="ltr"`` where the words of a page are not in the language of the interface."""
    code = getattr(page, "lang", "") if page else ""
    if not code:
        return ""
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.filter
def in_zone(moment, zone):
    """« 13 mars 2027 à 9 h 30 (heure de Paris) »."""
    return dated_words(moment, zone)


@register.filter
def readers_zone(moment):
    """« heure de Paris »: that of whoever reads, for a moment said in it; "" for a day, which has no hour."""
    if not isinstance(moment, datetime):
        return ""
    zone = timezone.get_current_timezone_name()
    return zone_words(zone) if zone in ZONES else zone

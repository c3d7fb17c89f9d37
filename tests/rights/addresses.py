"""Every address of the admin, from the URL conf, and what to ask it about."""

import re

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver, reverse


def named():
    """{name: route} of every address of the admin; of two with one name, the first."""
    found = {}
    for route, name in _walk(get_resolver()):
        if name and route.startswith(settings.ADMIN_PATH):
            found.setdefault(name, route)
    return found


def shadowing():
    """The routes without a name: each stands before one of the same route that has one."""
    return [
        route for route, name in _walk(get_resolver()) if route.startswith(settings.ADMIN_PATH) and not name
    ]


def _walk(resolver, before="", namespace=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        else:
            yield route, f"{namespace}{pattern.name}" if pattern.name else ""


def path_of(name, route, here, rows):
    """The address ``name``, about ``rows``, or about a row that is no territory's."""
    kwargs = re.findall(r"<(?:\w+:)?(\w+)>", route)
    return reverse(name, kwargs={kwarg: _value(kwarg, name, here, rows) for kwarg in kwargs})


def _value(kwarg, name, here, rows):
    special = SPECIAL.get(name, {})
    if kwarg in special:
        return special[kwarg](rows)
    if kwarg in OF_EVENTS:
        return OF_EVENTS[kwarg](rows)
    namespace = name.rpartition(":")[0]
    if namespace in OF_TERRITORIES:
        return OF_TERRITORIES[namespace](rows)
    return here.ids.get(namespace, 1)


def _key(row):
    return row.pk if row else 0


#: What an argument of an address means, whatever the address.
OF_EVENTS = {
    "page_id": lambda rows: rows.event.pk,
    "page_pk": lambda rows: rows.event.pk,
    "page_to_move_id": lambda rows: rows.event.pk,
    "parent_page_id": lambda rows: rows.event.get_parent().pk,
    "destination_id": lambda rows: rows.event.get_parent().pk,
    "content_type_app_name": lambda rows: "workshops",
    "content_type_model_name": lambda rows: "eventpage",
    "app_label": lambda rows: "workshops",
    "app_name": lambda rows: "workshops",
    "model_name": lambda rows: "eventpage",
    "object_id": lambda rows: str(rows.event.pk),
    "revision_id": lambda rows: rows.event.latest_revision_id,
    "revision_id_a": lambda rows: "live",
    "revision_id_b": lambda rows: "latest",
    "translation_id": lambda rows: rows.translation.pk,
    "translation_source_id": lambda rows: rows.translation.source_id,
    "string_segment_id": lambda rows: _key(rows.translation.source.stringsegment_set.first()),
    "overridable_segment_id": lambda rows: _key(rows.translation.source.overridablesegment_set.first()),
    "action": lambda rows: "publish",
    "action_name": lambda rows: "publish",
    "filter_spec": lambda rows: "width-100",
    "uidb64": lambda rows: "x",
    "token": lambda rows: "x",
}
#: The row that the addresses of a namespace are about, where it is a territory's.
OF_TERRITORIES = {
    "wagtailadmin_pages": lambda rows: rows.event.pk,
    "wagtailadmin_api:pages": lambda rows: rows.event.pk,
    "seances": lambda rows: rows.session.pk,
    "inscriptions": lambda rows: rows.registration.pk,
    "lieux": lambda rows: _key(rows.venue),
    "choisir-un-lieu": lambda rows: _key(rows.venue),
    "questionnaires": lambda rows: rows.event.pk,
}
#: Where an address needs a row in a state of its own.
SPECIAL = {
    "wagtail_bulk_action": {"app_label": lambda rows: "wagtailcore", "model_name": lambda rows: "page"},
    "wagtailadmin_pages:convert_alias": {"page_id": lambda rows: rows.alias.pk},
    "wagtail_localize:convert_to_alias": {"page_id": lambda rows: rows.english.pk},
    "seances:delete": {"pk": lambda rows: rows.draft.pk},
    "seances:propose": {"pk": lambda rows: rows.draft.pk},
    "seances:publish": {"pk": lambda rows: rows.draft.pk},
    "inscriptions:offer": {"pk": lambda rows: rows.waiting.pk},
    "lieux:delete": {"pk": lambda rows: _key(rows.free_venue)},
}
#: What is sent where an empty form means nothing: some of Wagtail's views break on less.
BODIES = {
    "wagtailadmin_choose_page_external_link": lambda rows: {
        "external-link-chooser-url": "https://exemple.test/",
        "external-link-chooser-link_text": "Exemple",
    },
    "wagtail_localize:edit_string_translation": lambda rows: {"value": "Party"},
    "wagtail_localize:edit_override": lambda rows: {"value": "1"},
    "wagtail_localize:upload_pofile": lambda rows: {
        "file": ContentFile(str(rows.translation.export_po()).encode(), name="en.po")
    },
}
#: The verbs an address is tried with, after GET: POST, unless it knows another.
VERBS = {"wagtail_localize:edit_string_translation": "put", "wagtail_localize:edit_override": "put"}
#: Wagtail's view of a form that is signed, and breaks on any other: nobody but administrators reaches it.
NEEDS_A_SIGNED_FORM = {"wagtailredirects:process_import"}

"""Sentences about what a draft lacks to be published: Wagtail's actions raise it, and only its form says it."""

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page


def faults_in_words(model, by_field):
    """« Résumé : Ce champ ne peut pas être vide. », from the messages by field of a ``ValidationError``."""
    return " ".join(
        said
        if name == NON_FIELD_ERRORS
        else _("%(field)s : %(fault)s") % {"field": _label(model, name), "fault": said}
        for name, messages in by_field.items()
        for said in messages
    )


def refusals_to_publish(pages, user, *, with_drafts_below=False):
    """Sentences, one for each page that cannot be: it lacks something."""
    pages = list(pages)
    if with_drafts_below:
        pages += [draft for page in pages for draft in _drafts_below(page, user)]
    return list(dict.fromkeys(sentence for page in pages if (sentence := _refusal(page))))


def _drafts_below(page, user):
    drafts = page.get_descendants().not_live().specific()
    return [draft for draft in drafts if draft.permissions_for_user(user).can_publish()]


def _refusal(page):
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    try:
        draft.full_clean()
    except ValidationError as error:
        return _("« %(page)s » ne peut pas être publiée : %(faults)s Rien n’est publié.") % {
            "page": draft.title,
            "faults": faults_in_words(type(draft), error.message_dict),
        }
    return ""


def _label(model, name):
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return name

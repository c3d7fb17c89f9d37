"""Refusing to delete what is in use, in words.

``on_delete=PROTECT`` keeps the rows safe, but left alone it answers an editor with an error
page. Three ways in, for every app above:

- ``ProtectedDeletion``, a mixin for the delete view of a Wagtail viewset;
- ``refuse_deletion(request, objects)``, for other views;
- Wagtail's bulk deletions, all of them, by the hook this app registers.
"""

from collections import Counter

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from treebeard.models import Node
from wagtail.admin import messages


def refusal(instance):
    """Why ``instance`` cannot be deleted, as a sentence; "" when nothing forbids it.

    It counts what depends on it and names none: some of it may be families' registrations.
    Nothing is deleted here.
    """
    collector = Collector(using=router.db_for_write(type(instance), instance=instance))
    try:
        collector.collect([instance])
        if isinstance(instance, Node):  # a page goes with all that is under it
            collector.collect(instance.get_descendants())
    except ProtectedError as error:
        return _sentence(instance, error.protected_objects)
    except RestrictedError as error:
        return _sentence(instance, error.restricted_objects)
    return ""


def _sentence(instance, dependents):
    counts = Counter(type(dependent) for dependent in dependents)
    uses = [_counted(model, count) for model, count in counts.most_common()]
    return ngettext(
        "On ne peut pas supprimer « %(object)s » : %(uses)s en dépend.",
        "On ne peut pas supprimer « %(object)s » : %(uses)s en dépendent.",
        counts.total(),
    ) % {"object": instance, "uses": get_text_list(uses, _("et"))}


def _counted(model, count):
    """« 1 séance », « 12 séances »."""
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"


def refuse_deletion(request, objects):
    """True when one of ``objects`` is in use; the editor then finds why in the messages."""
    sentences = [sentence for each in objects if (sentence := refusal(each))]
    for sentence in sentences:
        messages.error(request, sentence)
    return bool(sentences)


class ProtectedDeletion:
    """For a Wagtail ``DeleteView``, before it in the bases.

    It answers in ``get`` and ``post``, which come after the view has checked permissions:
    a stranger does not learn what depends on the object.
    """

    def get(self, request, *args, **kwargs):
        if refuse_deletion(request, [self.object]):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if refuse_deletion(request, [self.object]):
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)


def refuse_bulk_deletion(request, action_type, objects, action):
    """A ``before_bulk_action`` hook: one object in use, and none of the selection goes."""
    if action_type == "delete" and refuse_deletion(request, objects):
        return redirect(action.next_url)
    return None

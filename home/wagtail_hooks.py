"""Refusals in Wagtail's admin that only this floor can make."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from content import languages
from home.models import TerritoryPage


def _territory_in_use(page):
    """The French page of a territory that has sessions, ``page`` itself or below it."""
    return (
        TerritoryPage.objects.descendant_of(page, inclusive=True)
        .filter(locale__language_code=languages.default(), territory__sessions__isnull=False)
        .first()
    )


def _refuse(request, pages):
    used = next((found for page in pages if (found := _territory_in_use(page))), None)
    if used is None:
        return False
    messages.error(
        request,
        _("On ne peut pas supprimer « %(page)s » : ce territoire a des séances. Dépubliez plutôt la page.")
        % {"page": used.title},
    )
    return True


@hooks.register("before_delete_page")
def refuse_territory_deletion(request, page):
    """Nothing in the database ties sessions to the page of their territory; families' links do."""
    if _refuse(request, [page]):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def refuse_territory_deletions(request, action_type, objects, action):
    if action_type == "delete" and _refuse(request, objects):
        return redirect(action.next_url)
    return None

"""Rights on pages: one place for every page type, asked by every door.

A page type declares ``edited_by``, ``removed_by``, ``belongs_to_territory``, and says in
``hiding_refusal`` and ``deletion_refusal`` what stands in the way, whoever asks. Here that is
laid over the rights of Wagtail's groups. The explorer, the edit form, selections, choosers and the
admin's API all end at ``SitePagePermissionTester`` (one page) or ``SitePagePermissionPolicy`` (lists).
"""

import enum

from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.rights import acts_in_key, acts_nationally, territories_of
from content import languages


class Who(enum.Enum):
    """Whom a page type lets do something, among those whom Wagtail's groups let."""

    EDITORS = "whoever may edit the page"
    NATION = "national staff"
    NOBODY = "nobody"


class SitePagePermissionTester(PagePermissionTester):
    """What ``user`` may do to one page of the site."""

    def is_within_reach(self):
        """Whether the page is theirs to work on, as far as it is a territory's or the nation's."""
        if self.page.pk is None:
            return True
        if self.page.edited_by is Who.NATION and not acts_nationally(self.user):
            return False
        return not self.page.belongs_to_territory or acts_in_key(self.user, self.page.owning_territory_id)

    def can_see(self):
        """Whether the admin shows them the page at all: one they work on, or one above those."""
        policy = self.permission_policy
        return policy.explorable_instances(self.user).filter(pk=self.page.pk).exists()

    def may_be_removed(self):
        """Whether they may take it away, as far as its type says: not whether something stands in the way."""
        removed_by = self.page.removed_by
        if removed_by is Who.NOBODY or (removed_by is Who.NATION and not acts_nationally(self.user)):
            return False
        return self.is_within_reach()

    def can_edit(self):
        return super().can_edit() and self.is_within_reach()

    def can_publish(self):
        return super().can_publish() and self.is_within_reach()

    def can_unpublish(self):
        return super().can_unpublish() and self.may_be_removed() and not self.page.hiding_refusal()

    def can_delete(self, ignore_bulk=False):
        return (
            super().can_delete(ignore_bulk)
            and self.may_be_removed()
            and not self.page.prevents_deletion()
            and all(below.can_delete(ignore_bulk=True) for below in self._below())
        )

    def _below(self):
        """The same question about each page that would go with this one."""
        if self.page.is_leaf():
            return
        for page in self.page.get_descendants().specific(defer=True).iterator():
            yield page.permissions_for_user(self.user)

    def can_set_view_restrictions(self):
        """Making a page private hides it; what is private already may be opened."""
        if not (super().can_set_view_restrictions() and self.may_be_removed()):
            return False
        return not self.page.hiding_refusal() or self.page.view_restrictions.exists()

    def can_move(self):
        return super().can_delete(ignore_bulk=True) and self.may_be_removed()

    def can_move_to(self, destination):
        """Elsewhere; or to another place in the same list, which is the list's affair."""
        if self.page.is_child_of(destination):
            return destination.permissions_for_user(self.user).can_reorder_children()
        return self.may_be_removed() and super().can_move_to(destination)

    def can_copy(self):
        """There is one of each page that is not its editors' to take away."""
        return self.page.removed_by is Who.EDITORS and super().can_copy()

    def can_reorder_children(self):
        return super().can_reorder_children() and self.is_within_reach()

    def can_submit_for_moderation(self):
        return super().can_submit_for_moderation() and self.is_within_reach()

    def can_lock(self):
        return super().can_lock() and self.is_within_reach()

    def can_unlock(self):
        return super().can_unlock() and self.is_within_reach()

    def can_view_revisions(self):
        return super().can_view_revisions() and self.can_edit()

    def refusal(self, act):
        """Why not, in words: ``act`` is a view's or an action's name, « unpublish » for example.

        "" where nothing refuses, and to whoever may not even edit the page: what depends on it is
        none of their business.
        """
        if act not in {"delete", "unpublish", "move", "set_privacy", "copy", "create_alias"}:
            return ""
        if not self.can_edit():
            return ""
        if act in {"copy", "create_alias"}:
            return "" if self.can_copy() else self._one_of_each()
        if not self.may_be_removed():
            return self._one_of_each()
        if act == "delete":
            return str(self.page.deletion_refusal()) or self._refusal_below()
        if act == "unpublish" or (act == "set_privacy" and not self.can_set_view_restrictions()):
            return str(self.page.hiding_refusal())
        return ""

    def _one_of_each(self):
        if self.page.removed_by is Who.NOBODY:
            return str(self.page.deletion_refusal())
        return _("Seule la rédaction nationale retire, déplace ou remplace « %(page)s ».") % {
            "page": self.page.title
        }

    def _refusal_below(self):
        return next((said for below in self._below() if (said := below.refusal("delete"))), "")


class SitePagePermissionPolicy(PagePermissionPolicy):
    """Which pages of a list are a person's: explorer, search, reports, the history and the API go by it.

    What belongs to another territory, or to the nation, is not listed to a territory's editors:
    its drafts are none of their business, and what is live they read on the site.
    """

    def explorable_instances(self, user):
        """Kept with the person, as their permissions are: one screen asks many times, and it is long to build."""
        if not hasattr(user, "_explorable_pages"):
            user._explorable_pages = self._explorable_instances(user)
        return user._explorable_pages.all()

    def _explorable_instances(self, user):
        if user.is_active and not user.is_superuser and not self.get_cached_permissions_for_user(user):
            return self.model._default_manager.none()
        return within_reach(super().explorable_instances(user), user)

    def instances_user_has_any_permission_for(self, user, actions):
        return within_reach(super().instances_user_has_any_permission_for(user, actions), user)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        tester = instance.permissions_for_user(user)
        return not isinstance(tester, SitePagePermissionTester) or tester.is_within_reach()


def within_reach(pages, user):
    """Those of ``pages`` that are no other territory's, whatever the language."""
    if not user.is_active or acts_nationally(user):
        return pages
    foreign = Page.objects.none()
    for model in get_page_models():
        if getattr(model, "belongs_to_territory", False):
            sources = model.objects.filter(locale__language_code=languages.default())
            sources = sources.exclude(territory__in=territories_of(user))
            foreign |= Page.objects.filter(translation_key__in=sources.values("translation_key"))
    return pages.exclude(pk__in=foreign.values("pk"))


def shown_to(pages, user):
    """Those of ``pages`` that ``user`` may link to: what everyone reads, and what they work on."""
    mine = policy_registry.get_by_type(Page).explorable_instances(user)
    shown = Page.objects.filter(Q(live=True, draft_title=F("title")) | Q(pk__in=mine.values("pk")))
    return pages.filter(pk__in=shown.values("pk"))  # by key alone: a search takes no other filter


def register_policy():
    """Called when the app is ready."""
    policy_registry.register(Page, SitePagePermissionPolicy())

from wagtail import hooks

from content import choosers, page_guards
from content.viewsets import IntroductionViewSet, ThemeViewSet

hooks.register("before_delete_page", page_guards.refuse_page_deletion)
hooks.register("before_move_page", page_guards.refuse_reserved_move)
hooks.register("before_copy_page", page_guards.refuse_reserved_copy)
hooks.register("before_bulk_action", page_guards.refuse_reserved_moves)
hooks.register("construct_page_chooser_queryset", choosers.offer_sources_of_links)


@hooks.register("register_admin_viewset")
def register_content():
    return [ThemeViewSet(), IntroductionViewSet()]

from wagtail import hooks

from territories.deletion import refuse_bulk_deletion
from territories.viewsets import TerritoryViewSet

hooks.register("before_bulk_action", refuse_bulk_deletion)


@hooks.register("register_admin_viewset")
def register_territories():
    return TerritoryViewSet("territoires")

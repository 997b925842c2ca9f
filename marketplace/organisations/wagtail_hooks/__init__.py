"""Organisations and takeover requests in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from marketplace.organisations.wagtail_hooks.organisations import OrganisationViewSet
from marketplace.organisations.wagtail_hooks.takeovers import TakeoverViewSet
from marketplace.organisations.wagtail_hooks.waiting import add_waiting


class OrganisationsGroup(ViewSetGroup):
    """Both lists under one menu item."""

    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 400
    items = (
        OrganisationViewSet("organisations_admin", url_prefix="organisations"),
        TakeoverViewSet("takeovers_admin", url_prefix="takeovers"),
    )


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationsGroup:
    """Put organisations into the admin."""
    return OrganisationsGroup()


hooks.register("construct_homepage_panels", add_waiting)

"""Listings in Wagtail's admin: lists, moderation, batches, which workflow serves whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from marketplace.listings.models import Batch, Capability, Demand, Listing
from marketplace.listings.wagtail_hooks.bulk import AssignBatch, WithdrawInBulk
from marketplace.listings.wagtail_hooks.policies import ModerationPolicy
from marketplace.listings.wagtail_hooks.viewsets import (
    AssignmentViewSet,
    BatchViewSet,
    CapabilityViewSet,
    DemandViewSet,
)
from marketplace.taxonomy.keeping import KeptPermissionPolicy

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.snippets.action_menu import ActionMenuItem

for model in (Demand, Capability):
    register_permission_policy(model, ModerationPolicy(model), exact_class=True)
register_permission_policy(Batch, KeptPermissionPolicy(Batch), exact_class=True)


class ListingsGroup(SnippetViewSetGroup):
    """The menu of listings."""

    menu_label = _("Listings")
    menu_icon = "list-ul"
    menu_order = 150
    items = (DemandViewSet, CapabilityViewSet, BatchViewSet, AssignmentViewSet)


register_snippet(ListingsGroup)
hooks.register("register_bulk_action", AssignBatch)
# After Wagtail's own, whose place (deleting) this one takes.
hooks.register("register_bulk_action", WithdrawInBulk, order=1)

_DECISIONS = frozenset({"approve", "reject"})


@hooks.register("construct_snippet_action_menu")
def leave_decisions_only(
    menu_items: list[ActionMenuItem], _request: HttpRequest, context: dict[str, Any]
) -> None:
    """Take saving, publishing, unpublishing, scheduling and cancelling out of a listing's menu."""
    if issubclass(context["model"], Listing):
        menu_items[:] = [item for item in menu_items if item.name in _DECISIONS]

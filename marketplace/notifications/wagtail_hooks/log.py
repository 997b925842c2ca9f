"""What left the portal, to whom and with what success; never the words of a message."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from marketplace.notifications.bouncing import may_have_bounced
from marketplace.notifications.kinds import all_kinds, kind_of
from marketplace.notifications.models import Delivery, DeliveryState
from marketplace.notifications.ways import OUTSIDE

READ_LOG: Final = "notifications.view_delivery"


def _kinds() -> list[tuple[str, str]]:
    return [(kind.name, kind.called) for kind in all_kinds()]


def _kind(delivery: Delivery) -> str:
    """Return what a delivery tells: its kind, a code, or how often its digest comes."""
    if delivery.proof_id is not None:
        return gettext("Code that proves a number")
    return kind_of(delivery.kind).called if delivery.kind else str(delivery.get_pace_display())


def _return_page(delivery: Delivery) -> str | None:
    """Return where it is noted that a mail came back; nothing for what did not leave as one."""
    if not may_have_bounced(delivery):
        return None
    return reverse("notifications_returned", args=[delivery.key])


class DeliveryFilters(WagtailFilterSet):
    """State, kind and channel."""

    state = ChoiceFilter(label=_("state"), choices=DeliveryState.choices)
    kind = ChoiceFilter(label=_("kind"), choices=_kinds)
    channel = ChoiceFilter(
        label=_("channel"), choices=[(channel.value, channel.label) for channel in OUTSIDE]
    )

    class Meta:
        model = Delivery
        fields = ["state", "kind", "channel"]


class DeliveryLog(ReportView):
    """The newest deliveries first; nothing is changed here."""

    model = Delivery
    permission_policy = ModelPermissionPolicy(Delivery)
    permission_required = "view"
    page_title = _("Deliveries")
    header_icon = "mail"
    filterset_class = DeliveryFilters
    index_url_name = "notifications_log"
    index_results_url_name = "notifications_log_results"
    is_searchable = False
    list_export = ()
    columns = [
        DateColumn("made_at", label=_("made on")),
        Column("user", label=_("person")),
        Column("kind", label=_("kind"), accessor=_kind),
        Column("channel", label=_("channel"), accessor="get_channel_display"),
        TitleColumn("masked", label=_("address"), get_url=_return_page),
        Column("state", label=_("state"), accessor="get_state_display"),
        Column("tries", label=_("tries")),
        Column("note", label=_("note")),
        DateColumn("settled_at", label=_("settled")),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        """Return all deliveries with their people."""
        rows: QuerySet[Any] = Delivery.objects.select_related("user").order_by("-made_at", "-pk")
        return rows

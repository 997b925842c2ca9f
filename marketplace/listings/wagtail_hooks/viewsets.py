"""The admin's lists of demands, capabilities, batches and workflow assignments."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets

from marketplace.listings.batches import save_batch
from marketplace.listings.models import Batch, Capability, Demand, WorkflowAssignment
from marketplace.listings.wagtail_hooks.panels import VersionPanel
from marketplace.listings.wagtail_hooks.views import CollectDecision, DecideListing, EditListing

_FILTERS: Final = {
    "lifecycle__state": ["exact"],
    "lifecycle__review": ["exact"],
    "lifecycle__owner__kind": ["exact"],
    "lifecycle__batch": ["exact"],
    "lifecycle__origin": ["exact"],
}


class ListingViewSet(snippets.SnippetViewSet):
    """What the lists of demands and capabilities share: no adding, copying, deleting, locking."""

    copy_view_enabled = False
    inspect_view_enabled = False
    edit_view_class = EditListing
    workflow_action_view_class = DecideListing
    collect_workflow_action_data_view_class = CollectDecision
    search_fields = ["title", "lifecycle__number", "lifecycle__owner__name"]
    search_backend_name = None
    ordering = ["-lifecycle__pk"]
    list_per_page = 50
    edit_handler = ObjectList([VersionPanel(heading=_("Version"))])
    list_display = [
        "title",
        Column(
            "number", label=_("number"), accessor="lifecycle.number", sort_key="lifecycle__number"
        ),
        Column("owner", label=pgettext_lazy("of a listing", "owner"), accessor="lifecycle.owner"),
        Column("state", label=_("state"), accessor="lifecycle.get_state_display"),
        Column("review", label=_("version in work"), accessor="lifecycle.get_review_display"),
        Column("batch", label=_("batch"), accessor="lifecycle.batch"),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.locking_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the rows with what the columns show."""
        return self.model.objects.select_related("lifecycle__owner", "lifecycle__batch")

    def get_common_view_kwargs(self, **options: Any) -> dict[str, Any]:
        """Return what every view is given; there is no lock to set."""
        given = {**super().get_common_view_kwargs(), "lock_url_name": None, "unlock_url_name": None}
        return {**given, **options}

    @property
    def revisions_revert_view(self) -> Any:
        """Return the view of an old version: the portal's, since nothing is put back here."""

        def show(_request: HttpRequest, *, pk: str, revision_id: int) -> HttpResponse:
            return redirect("listings:version", self.model.KEY, int(pk), revision_id)

        return show

    @property
    def revisions_compare_view(self) -> Any:
        """Return the view that compares two versions: the portal's."""

        def show(
            _request: HttpRequest, *, pk: str, revision_id_b: str, **_older: str
        ) -> HttpResponse:
            if revision_id_b.isdecimal():
                return redirect("listings:version", self.model.KEY, int(pk), int(revision_id_b))
            return redirect("listings:item", self.model.KEY, int(pk))

        return show


class DemandViewSet(ListingViewSet):
    """Demands."""

    model = Demand
    icon = "help"
    list_filter = {"mode": ["exact"], **_FILTERS}


class CapabilityViewSet(ListingViewSet):
    """Capabilities."""

    model = Capability
    icon = "tick-inverse"
    list_filter = {"maturity": ["exact"], **_FILTERS}


class CreateBatch(snippets.CreateView):
    """Makes a batch."""

    def save_instance(self) -> Batch:
        """Save through the action."""
        return save_batch(super().save_instance, by=self.request.user)


class EditBatch(snippets.EditView):
    """Changes a batch."""

    def save_instance(self) -> Batch:
        """Save through the action."""
        return save_batch(super().save_instance, by=self.request.user)


class BatchViewSet(snippets.SnippetViewSet):
    """Batches: items published together."""

    model = Batch
    icon = "folder-open-inverse"
    copy_view_enabled = False
    add_view_class = CreateBatch
    edit_view_class = EditBatch
    ordering = ["-year", "-order"]
    list_display = ["name", "year", "order", "published_on"]
    panels = [
        FieldPanel("name"),
        FieldPanel("year"),
        FieldPanel("order"),
        FieldPanel("published_on"),
        FieldPanel("introduction"),
    ]


class AssignmentViewSet(snippets.SnippetViewSet):
    """Which workflow serves which list and kind of organisation."""

    model = WorkflowAssignment
    icon = "tasks"
    copy_view_enabled = False
    ordering = ["list_key", "organisation_kind"]
    list_display = ["__str__", "workflow"]
    panels = [FieldPanel("list_key"), FieldPanel("organisation_kind"), FieldPanel("workflow")]

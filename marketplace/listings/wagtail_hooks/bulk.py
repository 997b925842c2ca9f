"""What staff do to several listings at once: put them into a batch, withdraw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from marketplace.core.refusals import Refusal
from marketplace.listings import actions, permissions
from marketplace.listings.forms.steps import WithdrawForm
from marketplace.listings.models import Batch, Capability, Demand, Listing


class BatchForm(forms.Form):
    """The batch that items are put into."""

    batch = forms.ModelChoiceField(
        label=gettext_lazy("batch"),
        queryset=Batch.objects.all(),
        required=False,
        empty_label=gettext_lazy("none"),
    )


class ListingBulkAction(SnippetBulkAction):
    """An action that goes through the items one by one and says which were refused."""

    models = (Demand, Capability)
    template_name = "listings/admin/bulk.html"

    def check_perm(self, snippet: Listing) -> bool:
        """Whether the person moderates listings."""
        return permissions.is_portal_staff(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the confirmation page shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["action_name"] = self.display_name
        return context

    def each(
        self, listings: Sequence[Listing], action: Callable[[Listing], object]
    ) -> tuple[int, int]:
        """Do it to each, and say which were refused and why; return how many were not."""
        done = 0
        for listing in listings:
            try:
                action(listing)
            except Refusal as refusal:
                messages.error(self.request, f"{listing}: {refusal.message}")
            else:
                done += 1
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Return how many were changed."""
        if not num_parent_objects:
            return None
        return ngettext(
            "%(number)s item changed.", "%(number)s items changed.", num_parent_objects
        ) % {"number": num_parent_objects}

    @classmethod
    def execute_action(cls, objects: Sequence[Listing], **kwargs: Any) -> tuple[int, int]:
        """Do it to the chosen items."""
        view: ListingBulkAction = kwargs["self"]
        return view.run(objects)

    def run(self, listings: Sequence[Listing]) -> tuple[int, int]:
        """Do it to the items; return how many were changed."""
        raise NotImplementedError


class AssignBatch(ListingBulkAction):
    """Puts items into a batch, or into none."""

    display_name = gettext_lazy("Put into a batch")
    aria_label = gettext_lazy("Put the selected items into a batch")
    action_type = "assign_batch"
    action_priority = 10
    form_class = BatchForm

    def run(self, listings: Sequence[Listing]) -> tuple[int, int]:
        """Assign the chosen batch."""
        batch = self.cleaned_form.cleaned_data["batch"]
        return self.each(
            listings,
            lambda listing: actions.assign_batch(listing, batch, by=self.request.user),
        )


class WithdrawInBulk(ListingBulkAction):
    """Withdraws published items with a reason; takes the place of Wagtail's deleting."""

    display_name = gettext_lazy("Withdraw")
    aria_label = gettext_lazy("Withdraw the selected items")
    # Under this name Wagtail would delete; nothing public is deleted.
    action_type = "delete"
    action_priority = 30
    classes = frozenset({"serious"})
    form_class = WithdrawForm

    def run(self, listings: Sequence[Listing]) -> tuple[int, int]:
        """Withdraw with the reason that was given."""
        reason = self.cleaned_form.cleaned_data["reason"]
        return self.each(
            listings,
            lambda listing: actions.withdraw_listing(listing, by=self.request.user, reason=reason),
        )

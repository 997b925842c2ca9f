"""What waits for the verifiers, on the first page of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import may_verify

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN: Final = 10


class ToVerifyPanel(Component):
    """The organisations that registered and wait, the oldest first."""

    name = "organisations_to_verify"
    template_name = "organisations/admin/to_verify.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the first of them, and how many wait."""
        waiting = Organisation.objects.to_verify()
        return {"number": waiting.count(), "waiting": waiting.order_by("created", "pk")[:_SHOWN]}


def add_waiting(request: HttpRequest, panels: list[Component]) -> None:
    """Show what waits to whoever may verify."""
    if may_verify(request.user):
        panels.append(ToVerifyPanel())

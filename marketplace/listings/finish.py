"""Wagtail's door at the end of a workflow; light, since Wagtail imports it before any model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import Signal

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from marketplace.accounts.models import User

approvals_finished = Signal()
"""Sent in the transaction of the last approval; an exception undoes the approval."""


def publish_submitted_revision(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish or schedule the version that was submitted, not one written after it."""
    approvals_finished.send(sender=None, workflow_state=workflow_state, user=user)

"""Keeps Wagtail from sending mail of its own about approvals.

Its mail leaves from inside the transaction of an action, before the commit; whoever is concerned
hears of an approval by the portal's notifications.
"""

from __future__ import annotations

from typing import Any, Final

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

_RECEIVERS: Final = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def keep_quiet() -> None:
    """Take the places of Wagtail's receivers; call before `wagtail.admin` is ready.

    A signal keeps the first receiver of an id, so Wagtail's own connect to nothing.
    """
    for signal, sender, name in _RECEIVERS:
        signal.connect(_say_nothing, sender=sender, dispatch_uid=name)


def _say_nothing(**_signal: Any) -> None:
    """Take a place."""

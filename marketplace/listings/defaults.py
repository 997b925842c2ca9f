"""The approvals that a new portal starts with; staff change them in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from wagtail.models import Task, Workflow, WorkflowTask

from marketplace.listings.models import (
    PortalReviewTask,
    SecrecyReviewTask,
    UnitApprovalTask,
    WorkflowAssignment,
)
from marketplace.organisations.models import PUBLIC_KINDS

if TYPE_CHECKING:
    from django.apps import AppConfig

REVIEWERS: Final = "平台审核"
"""The group whose members decide the last step, in Wagtail's moderation."""

SECRECY_REVIEWERS: Final = "保密审查"
"""The group that reviews the items of firms, who have no secrecy office of their own."""

_MODERATION: Final = (
    "access_admin",
    "change_demand",
    "change_capability",
    "add_batch",
    "change_batch",
)


def create_default_approvals(
    app_config: AppConfig, *, using: str = DEFAULT_DB_ALIAS, **_signal: object
) -> None:
    """Create groups, steps, workflows and assignments where there are none; after `migrate`."""
    if using != DEFAULT_DB_ALIAS or WorkflowAssignment.objects.exists():
        return
    create_permissions(app_config, verbosity=0, using=using)
    reviewers, _new = Group.objects.get_or_create(name=REVIEWERS)
    reviewers.permissions.set(Permission.objects.filter(codename__in=_MODERATION))
    secrecy, _new = Group.objects.get_or_create(name=SECRECY_REVIEWERS)
    unit = UnitApprovalTask.objects.create(name="处室审批")
    own_secrecy = SecrecyReviewTask.objects.create(name="单位保密审查")
    portal_secrecy = SecrecyReviewTask.objects.create(name="平台保密审查", group=secrecy)
    portal = PortalReviewTask.objects.create(name="平台审核")
    portal.groups.add(reviewers)
    public = _workflow("公共单位审批", unit, own_secrecy, portal)
    others = _workflow("企业与机构审批", portal_secrecy, portal)
    for kind in sorted(PUBLIC_KINDS):
        WorkflowAssignment.objects.create(
            list_key=WorkflowAssignment.List.DEMAND, organisation_kind=kind, workflow=public
        )
    for key in WorkflowAssignment.List:
        WorkflowAssignment.objects.create(list_key=key, workflow=others)


def _workflow(name: str, *steps: Task) -> Workflow:
    workflow = Workflow.objects.create(name=name)
    for order, step in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=order)
    return workflow

"""Approvals: the steps that a version passes before it goes live, as Wagtail workflow tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Revision, Task, TaskState, Workflow

from marketplace.accounts.models import User
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.refusals import Refusal
from marketplace.listings.validation import problems
from marketplace.organisations.models import Kind, Organisation, Role

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from marketplace.listings.models.listing import Lifecycle, Listing


class WorkflowAssignment(models.Model):
    """Which workflow a list uses for owners of a kind; without a kind it is the list's default."""

    class List(models.TextChoices):
        """The list that the workflow serves."""

        DEMAND = "demand", _("demands")
        CAPABILITY = "capability", _("capabilities")

    list_key = models.CharField(_("list"), max_length=10, choices=List.choices)
    organisation_kind = models.CharField(
        _("kind of organisation"), max_length=20, choices=Kind.choices, blank=True
    )
    workflow = models.ForeignKey(Workflow, models.PROTECT, verbose_name=_("workflow"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list_key", "organisation_kind"], name="listings_assignment_once"
            ),
        ]
        verbose_name = _("workflow assignment")
        verbose_name_plural = _("workflow assignments")

    def __str__(self) -> str:
        """Return list, kind and workflow."""
        return f"{self.get_list_key_display()} · {self.get_organisation_kind_display()}"


class SecrecyReview(models.Model):
    """The secrecy review (保密审查) of a version, or of one imported file of public sources."""

    class Conclusion(models.TextChoices):
        """What the reviewer concluded."""

        PUBLIC = "public", _("may be published")
        PUBLIC_SOURCE = "public_source", _("from a public source")
        NOT_PUBLIC = "not_public", _("must not be published")

    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("source file"), max_length=200, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reviewer"), related_name="+"
    )
    reviewed_on = models.DateField(_("date of the review"))
    conclusion = models.CharField(_("conclusion"), max_length=14, choices=Conclusion.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("secrecy review")
        verbose_name_plural = _("secrecy reviews")

    def __str__(self) -> str:
        """Return conclusion and date."""
        return f"{self.get_conclusion_display()} {self.reviewed_on}"

    def covers(self, revision: Revision) -> bool:
        """Return whether it allows this version to be published."""
        if self.conclusion == self.Conclusion.NOT_PUBLIC:
            return False
        return self.revision_id in (None, revision.pk)


class DecisionForm(forms.Form):
    """The opinion that goes with a decision."""

    comment = forms.CharField(
        label=_("opinion"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class ReturnForm(forms.Form):
    """The reason for which a version is returned; it cannot be empty."""

    comment = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class SecrecyForm(DecisionForm):
    """The secrecy reviewer's date and conclusion."""

    reviewed_on = forms.DateField(
        label=_("date of the review"), widget=forms.DateInput({"type": "date"})
    )
    conclusion = forms.ChoiceField(
        label=_("conclusion"),
        choices=[(c.value, c.label) for c in [SecrecyReview.Conclusion.PUBLIC]],
    )


class ScheduleForm(DecisionForm):
    """The portal's last approval, perhaps with the instant at which it goes live."""

    goes_live = forms.DateTimeField(
        label=_("goes live"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: at once."),
    )


class DecidedByPeople(Task):
    """A step that named people decide, in the portal or in Wagtail's moderation."""

    class Meta:
        abstract = True

    def deciders(self, lifecycle: Lifecycle) -> models.QuerySet[User]:
        """Return the people who may decide this step for a listing."""
        raise NotImplementedError

    def staff_groups(self) -> list[int]:
        """Return the groups of staff that decide this step; none where a house decides it."""
        return []

    def may_decide(self, user: Any, listing: Listing) -> Decision:
        """Return whether a person may decide this step now, or why not."""
        if not user.is_authenticated:
            return refused(_("Please sign in."), "anonymous")
        if self.deciders(listing.lifecycle).filter(pk=user.pk).exists():
            return ALLOWED
        return refused(_("This step is decided by other people."), "not_decider")

    def get_actions(self, obj: Listing, user: Any) -> list[tuple[str, Any, bool]]:
        """Return the actions that a person has here; no approval of a version with problems."""
        if not self.may_decide(user, obj):
            return []
        actions: list[tuple[str, Any, bool]] = [("reject", _("Return with a comment"), True)]
        if not problems(_submitted(obj)):
            actions.append(("approve", _("Approve"), True))
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form that goes with an action."""
        return ReturnForm if action == "reject" else DecisionForm

    def get_task_states_user_can_moderate(
        self,
        user: Any,
        **_kwargs: Any,
    ) -> models.QuerySet[TaskState]:
        """Return the steps in progress that a person may decide."""
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        keys = [
            state.pk
            for state in waiting.select_related("workflow_state")
            if self.may_decide(user, state.workflow_state.content_object)
        ]
        found: models.QuerySet[TaskState] = TaskState.objects.filter(pk__in=keys)
        return found

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        **kwargs: Any,
    ) -> None:
        """Decide the step: lock the lifecycle, ask the permission, keep what the form says, go on.

        Refusal where the person may not decide, the step was decided meanwhile, or this is the
        last step and the version has problems that stop publication.
        """
        listing: Listing = task_state.workflow_state.content_object
        lifecycle = lock_lifecycle(listing)
        self.may_decide(user, listing).demand()
        task_state.refresh_from_db()
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise Refusal(_("This step has been decided already."), code="already_decided")
        comment = str(kwargs.pop("comment", ""))
        if action_name == "approve":
            self.keep_answers(task_state, user, lifecycle, kwargs)
        elif not comment.strip():
            raise Refusal(
                _("Say why it is returned."),
                code="reason_missing",
                fields={"comment": [_("Say why it is returned.")]},
            )
        super().on_action(task_state, user, action_name, comment=comment)

    def keep_answers(
        self, task_state: TaskState, user: User, lifecycle: Lifecycle, answers: dict[str, Any]
    ) -> None:
        """Keep what the step's form asked beside the opinion; nothing by default."""


class UnitApprovalTask(DecidedByPeople):
    """The owner's approver says yes: of the handling unit where it has one, else of the whole."""

    class Meta:
        verbose_name = _("approval by the unit")
        verbose_name_plural = _("approvals by the unit")

    def deciders(self, lifecycle: Lifecycle) -> models.QuerySet[User]:
        """Return the owner's approvers who are bound to no unit or to the handling one."""
        return _approvers(lifecycle.owner_id, lifecycle.unit_id)

    @classmethod
    def get_description(cls) -> str:
        """Return what staff read when they choose a task type."""
        return str(_("Approvers of the owner's handling unit decide, in the portal."))


class SecrecyReviewTask(DecidedByPeople):
    """The secrecy review; nothing is published without it."""

    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("reviewers"),
        help_text=_("Empty: the owner's own approvers review."),
    )

    admin_form_fields: ClassVar = [*Task.admin_form_fields, "group"]

    class Meta:
        verbose_name = _("secrecy review step")
        verbose_name_plural = _("secrecy review steps")

    def deciders(self, lifecycle: Lifecycle) -> models.QuerySet[User]:
        """Return the reviewers' group, else the owner's approvers."""
        if self.group_id:
            return User.objects.filter(groups=self.group_id, is_active=True)
        return _approvers(lifecycle.owner_id, None)

    def staff_groups(self) -> list[int]:
        """Return the reviewers' group where one is set."""
        return [self.group_id] if self.group_id else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form that asks for date and conclusion."""
        return ReturnForm if action == "reject" else SecrecyForm

    def keep_answers(
        self, task_state: TaskState, user: User, lifecycle: Lifecycle, answers: dict[str, Any]
    ) -> None:
        """Record the review of this version and tie the lifecycle to it."""
        lifecycle.secrecy_review = SecrecyReview.objects.create(
            revision=task_state.revision,
            reviewer=user,
            reviewed_on=answers.get("reviewed_on") or timezone.localdate(),
            conclusion=answers.get("conclusion") or SecrecyReview.Conclusion.PUBLIC,
        )
        lifecycle.save(update_fields=["secrecy_review"])

    @classmethod
    def get_description(cls) -> str:
        """Return what staff read when they choose a task type."""
        return str(_("A reviewer records date and conclusion of the secrecy review."))


class SupervisingApprovalTask(DecidedByPeople):
    """A supervising department says yes."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("supervising department")
    )

    admin_form_fields: ClassVar = [*Task.admin_form_fields, "organisation"]

    class Meta:
        verbose_name = _("approval by the supervising department")
        verbose_name_plural = _("approvals by the supervising department")

    def deciders(self, lifecycle: Lifecycle) -> models.QuerySet[User]:
        """Return the supervising department's approvers."""
        return _approvers(self.organisation_id, None)

    @classmethod
    def get_description(cls) -> str:
        """Return what staff read when they choose a task type."""
        return str(_("Approvers of the supervising department decide, in the portal."))


class PortalReviewTask(DecidedByPeople, AbstractGroupApprovalTask):
    """Portal staff decide in Wagtail's moderation: approve, return or schedule."""

    class Meta:
        verbose_name = _("portal review")
        verbose_name_plural = _("portal reviews")

    def deciders(self, lifecycle: Lifecycle) -> models.QuerySet[User]:
        """Return the people of the task's groups, and superusers."""
        in_groups = models.Q(groups__in=self.groups.all())
        return User.objects.filter(
            in_groups | models.Q(is_superuser=True), is_active=True
        ).distinct()

    def staff_groups(self) -> list[int]:
        """Return the task's groups."""
        return list(self.groups.values_list("pk", flat=True))

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form that may schedule."""
        return ReturnForm if action == "reject" else ScheduleForm

    def keep_answers(
        self, task_state: TaskState, user: User, lifecycle: Lifecycle, answers: dict[str, Any]
    ) -> None:
        """Keep the instant at which the version goes live."""
        lifecycle.goes_live = answers.get("goes_live")
        lifecycle.save(update_fields=["goes_live"])

    @classmethod
    def get_description(cls) -> str:
        """Return what staff read when they choose a task type."""
        return str(_("Members of the chosen groups approve, return or schedule."))


def lock_lifecycle(listing: Listing) -> Lifecycle:
    """Return the lifecycle row, locked until the transaction ends, and put it on the listing."""
    model = type(listing.lifecycle)
    locked: Lifecycle = (
        model._default_manager.select_for_update(of=("self",))
        .select_related("owner", "unit")
        .get(pk=listing.lifecycle.pk)
    )
    listing.lifecycle = locked
    return locked


def waiting_step(listing: Listing) -> TaskState | None:
    """Return the step that waits for a decision, with its specific task, or None."""
    state: TaskState | None = listing.current_workflow_task_state
    return state


def steps_of(listing: Listing) -> list[TaskState]:
    """Return all steps of the newest approval run, oldest first, for the approval sheet."""
    run: WorkflowState | None = listing.workflow_states.order_by("-created_at").first()
    if run is None:
        return []
    return list(
        run.task_states.select_related("task", "finished_by", "revision").order_by("started_at")
    )


def _approvers(organisation_id: int, unit_id: int | None) -> models.QuerySet[User]:
    member = models.Q(memberships__organisation=organisation_id, memberships__role=Role.APPROVER)
    if unit_id:
        member &= models.Q(memberships__unit__isnull=True) | models.Q(memberships__unit=unit_id)
    return User.objects.filter(member, is_active=True).distinct()


def _submitted(listing: Listing) -> Any:
    revision = listing.lifecycle.submitted_revision
    return revision.as_object() if revision else listing

"""What people do with listings before and after publication; each change is one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from marketplace.core import clock, idempotency
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.listings import permissions
from marketplace.listings.addenda import keep_statement
from marketplace.listings.comparing import CONTENT, differences
from marketplace.listings.deadlines import INSTANTS, problems_of_instants
from marketplace.listings.models import CapabilityLifecycle, DemandLifecycle
from marketplace.listings.models.approvals import lock_lifecycle, waiting_step
from marketplace.listings.publication_checks import problems_above
from marketplace.listings.timetable import PLANNED, problems_of_moved_days
from marketplace.listings.transitions import LIFE, REVIEW
from marketplace.listings.validation import problems
from marketplace.organisations.locks import locked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wagtail.models import TaskState

    from marketplace.accounts.models import User
    from marketplace.listings.addenda import Statement
    from marketplace.listings.models import Batch, Lifecycle, Listing
    from marketplace.organisations.models import Organisation

    AnyListing = TypeVar("AnyListing", bound=Listing)

_LIFECYCLES: dict[str, Any] = {"demand": DemandLifecycle, "capability": CapabilityLifecycle}
_DATED = frozenset({*INSTANTS, *PLANNED})
_OPERATION = frozenset(
    {"unit", "batch", "contact_name", "contact_phone", "contact_visibility", "is_example"}
)


class AlreadySaved(Refusal):
    """The draft that a form made before, which says something else than the form does now."""

    def __init__(self, listing: Listing) -> None:
        """Hold the draft."""
        message = _("This form made a draft before. Compare both before you save again.")
        super().__init__(message, code="already_saved")
        self.listing = listing


@transaction.atomic
def create_draft(
    listing: AnyListing,
    *,
    owner: Organisation,
    by: User,
    operation: Mapping[str, Any] | None = None,
    origin: str = "own",
    idempotency_key: str = "",
) -> AnyListing:
    """Save a new item as a draft of its owner and return it; almost nothing need be filled in.

    `operation` holds fields of the lifecycle row: unit, batch, contact. The same key returns the
    draft that it made before, and no second one. Refusal where `by` may not write for the owner;
    AlreadySaved where the draft of the key differs from `listing`.
    """
    if origin == "own":
        permissions.may_create(by, owner, key=listing.KEY).demand()
    values = _operation(operation or {}, owner)
    scope, sent = f"create_{listing.KEY}:{by.pk}", {"owner": owner.pk}
    if idempotency_key:
        locked(owner)  # of two clicks the second waits, and finds what the first one made
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        return _made_before(listing, int(made), operation=values)
    listing.live = False
    listing.save()
    row = _LIFECYCLES[listing.KEY](owner=owner, created_by=by, origin=origin, **values)
    setattr(row, listing.KEY, listing)
    row.save()
    listing.save_revision(user=by, clean=False)
    idempotency.remember(scope, idempotency_key, request=sent, result=str(listing.pk))
    return listing


@transaction.atomic
def save_draft(
    listing: AnyListing,
    *,
    by: User,
    base_revision_id: int | None,
    operation: Mapping[str, Any] | None = None,
) -> AnyListing:
    """Save the changed draft as a new revision; the live version stays as it is.

    `listing` comes from `get_latest_revision_as_object()` and carries the changes;
    `base_revision_id` is the revision that the author saw. Of two writers one wins: the other gets
    a Refusal with the code `edit_conflict` and keeps what was typed.
    """
    lifecycle = lock_lifecycle(listing)
    permissions.may_edit(by, listing).demand()
    row = type(listing)._default_manager.get(pk=listing.pk)
    if row.latest_revision_id != base_revision_id:
        raise Refusal(
            _("Somebody else saved this draft meanwhile. Compare both before you save again."),
            code="edit_conflict",
        )
    values = {**_operation(operation or {}, lifecycle.owner)}
    if "batch" in values:
        _refuse_other_batch(lifecycle, values["batch"])
    values["review"] = REVIEW.target("save", lifecycle.review)
    for name, value in values.items():
        setattr(lifecycle, name, value)
    lifecycle.save(update_fields=list(values))
    if row.first_published_at is None:
        listing.live = False
        listing.save()
    listing.save_revision(user=by, clean=False)
    return listing


@transaction.atomic
def submit_listing(
    listing: AnyListing, *, by: User, statement: Statement | None = None
) -> AnyListing:
    """Hand the latest draft to the approvers; Refusal with the problems by field where it has some.

    A change of a published demand needs a statement: its publication is an addendum. A version
    that changed after it was returned passes every step again; an unchanged one resumes
    at the step that returned it.
    """
    lifecycle = lock_lifecycle(listing)
    permissions.may_submit(by, listing).demand()
    listing.refresh_from_db(fields=["latest_revision"])
    revision = listing.get_latest_revision()
    version = revision.as_object()
    refuse_problems(version, lifecycle)
    keep_statement(version, lifecycle, said=statement)
    workflow = listing.get_workflow()
    if workflow is None:
        raise Refusal(
            _("No approvals are set up for this kind of organisation yet."), code="no_workflow"
        )
    before = lifecycle.submitted_revision_id
    lifecycle.review = REVIEW.target("submit", lifecycle.review)
    lifecycle.submitted_revision = revision
    lifecycle.save(update_fields=["review", "submitted_revision"])
    record(f"{listing.KEY}_submitted", listing, actor=by, data={"revision": revision.pk})
    run = listing.current_workflow_state
    if run is not None and before == revision.pk:
        run.resume(user=by)
        return listing
    if run is not None:
        run.cancel(user=by)
    workflow.start(listing, by)
    return listing


@transaction.atomic
def recall_listing(listing: AnyListing, *, by: User) -> AnyListing:
    """Take a submitted or scheduled version back to the author's desk."""
    lifecycle = lock_lifecycle(listing)
    permissions.may_recall(by, listing).demand()
    lifecycle.review = REVIEW.target("recall", lifecycle.review)
    lifecycle.goes_live = None
    lifecycle.save(update_fields=["review", "goes_live"])
    run = listing.current_workflow_state
    if run is not None:
        run.cancel(user=by)
    record(f"{listing.KEY}_recalled", listing, actor=by)
    return listing


def decide_step(
    step: TaskState,
    *,
    by: User,
    approve: bool,
    comment: str = "",
    answers: Mapping[str, Any] | None = None,
) -> None:
    """Decide an approval step; the same door that Wagtail's moderation uses.

    `answers` holds what the step's form asks: the secrecy review's date and conclusion, or
    `goes_live`. Refusal where the person may not, the step was decided, or a return has no reason.
    """
    name = "approve" if approve else "reject"
    step.task.specific.on_action(step, by, name, comment=comment, **(answers or {}))


@transaction.atomic
def withdraw_listing(listing: AnyListing, *, by: User, reason: str) -> AnyListing:
    """Take a published item off the list, with the reason that its page goes on showing."""
    lifecycle = lock_lifecycle(listing)
    permissions.may_withdraw(by, listing).demand()
    if not reason.strip():
        message = _("Say why it is withdrawn.")
        raise Refusal(message, code="reason_missing", fields={"reason": [message]})
    lifecycle.state = LIFE.target("withdraw", lifecycle.state)
    lifecycle.withdrawn_at = clock.now()
    lifecycle.withdrawn_reason = reason.strip()
    if REVIEW.allows("recall", lifecycle.review):
        lifecycle.review = REVIEW.target("recall", lifecycle.review)
        lifecycle.goes_live = None
    lifecycle.save(
        update_fields=["state", "withdrawn_at", "withdrawn_reason", "review", "goes_live"]
    )
    step = waiting_step(listing)
    if step is not None:
        step.workflow_state.cancel(user=by)
    record(f"{listing.KEY}_withdrawn", listing, actor=by)
    return listing


def copy_as_draft(listing: AnyListing, *, by: User) -> AnyListing:
    """Return a new draft of the same owner with the content of an item, its times cleared.

    What was published is copied, else the latest draft; files are referenced, not copied.
    """
    permissions.may_read(by, listing).demand(status=404)
    lifecycle = listing.lifecycle
    source = listing if lifecycle.published_at else listing.get_latest_revision_as_object()
    copy = type(listing)()
    for name in (name for name in CONTENT[listing.KEY] if name not in _DATED):
        value = getattr(source, name)
        setattr(copy, name, _copied(value) if hasattr(value, "all") else value)
    names = ("unit", "contact_name", "contact_phone", "contact_visibility")
    running = {name: getattr(lifecycle, name) for name in names if hasattr(lifecycle, name)}
    if running["unit"] is not None and running["unit"].retired:
        running["unit"] = None
    return create_draft(copy, owner=lifecycle.owner, by=by, operation=running)


@transaction.atomic
def confirm_listing(listing: AnyListing, *, by: User) -> AnyListing:
    """Confirm that a published item still holds, or that an imported one is right."""
    lifecycle = lock_lifecycle(listing)
    permissions.may_confirm(by, listing).demand()
    lifecycle.confirmed_at = clock.now()
    lifecycle.save(update_fields=["confirmed_at"])
    record(f"{listing.KEY}_confirmed", listing, actor=by)
    return listing


@transaction.atomic
def assign_batch(listing: AnyListing, batch: Batch | None, *, by: User) -> AnyListing:
    """Put an item into a batch, or into none; the batch of a listed challenge stands."""
    lifecycle = lock_lifecycle(listing)
    if not permissions.is_portal_staff(by):
        raise Refusal(_("Batches are made by portal staff."), code="forbidden", status=403)
    _refuse_other_batch(lifecycle, batch)
    lifecycle.batch = batch
    lifecycle.save(update_fields=["batch"])
    record(f"{listing.KEY}_batched", listing, actor=by)
    return listing


def _refuse_other_batch(lifecycle: Any, batch: Batch | None) -> None:
    """Refuse another batch for a listed challenge: its rules bound the bids in the one it has."""
    is_listed = lifecycle.published_at is not None and lifecycle.batch_id is not None
    is_other = lifecycle.batch_id != (batch.pk if batch else None)
    if is_listed and is_other and getattr(lifecycle.listing, "is_challenge", False):
        reason = _("The batch of a listed challenge no longer changes.")
        raise Refusal(reason, code="batch_fixed", fields={"batch": [reason]})


def merge_owner(placeholder: Organisation, into: Organisation, *, by: User | None) -> None:
    """Give the items of a placeholder to the firm that took over; call in its transaction."""
    for model in _LIFECYCLES.values():
        rows = model.objects.select_for_update(of=("self",)).filter(owner=placeholder)
        for lifecycle in rows:
            lifecycle.owner = into
            lifecycle.save(update_fields=["owner"])
            record(f"{lifecycle.listing.KEY}_reassigned", lifecycle.listing, actor=by)


def present_problems(version: Listing, lifecycle: Lifecycle) -> dict[str, list[Any]]:
    """Return what stops the publication of a version at this moment, by field."""
    found = problems(version)
    now = clock.now()
    instants = problems_of_instants(version, lifecycle, at=now)
    days = problems_of_moved_days(version, lifecycle, at=now)
    for name, message in (*instants, *days, *problems_above(version, lifecycle)):
        found.setdefault(name, []).append(message)
    return found


def refuse_problems(version: Listing, lifecycle: Lifecycle) -> None:
    """Raise Refusal with the problems by field where a version cannot be published."""
    found = present_problems(version, lifecycle)
    if found:
        raise Refusal(
            _("Some fields need attention before it can be published."),
            code="problems",
            status=422,
            fields=found,
        )


def _made_before(listing: AnyListing, pk: int, *, operation: Mapping[str, Any]) -> AnyListing:
    """Return the draft that a form made before; AlreadySaved where the form says something else."""
    made: AnyListing = type(listing)._default_manager.get(pk=pk)
    runs = {name: getattr(made.lifecycle, name) for name in operation}
    if runs != dict(operation) or differences(made.get_latest_revision_as_object(), listing):
        raise AlreadySaved(made)
    return made


def _copied(related: Any) -> list[Any]:
    """Return terms as they are, and rows as new ones without a key."""
    found = list(related.all())
    for child in found:
        if isinstance(child, Orderable):
            child.pk = None
    return found


def _operation(values: Mapping[str, Any], owner: Organisation) -> dict[str, Any]:
    foreign = set(values) - _OPERATION
    if foreign:
        message = f"not fields of operation: {sorted(foreign)}"
        raise ValueError(message)
    unit = values.get("unit")
    if unit is not None and unit.organisation_id != owner.pk:
        reason = _("This unit belongs to another organisation.")
        raise Refusal(reason, code="foreign_unit", fields={"unit": [reason]})
    return dict(values)

"""The end of the approvals: publish or schedule the version that was submitted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.listings.actions import refuse_problems
from marketplace.listings.addenda import addendum_for, announce
from marketplace.listings.deadlines import put_in_force
from marketplace.listings.models import CapabilityLifecycle, DemandLifecycle
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.listings.transitions import LIFE, REVIEW

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision, TaskState, WorkflowState

    from marketplace.accounts.models import User
    from marketplace.listings.models import Lifecycle, Listing, SecrecyReview

logger = logging.getLogger(__name__)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def on_approvals_finished(
    *, workflow_state: WorkflowState, user: User | None, **_signal: Any
) -> None:
    """Publish at once, or keep the version for its instant; in the last approval's transaction."""
    listing: Listing = workflow_state.content_object
    lifecycle = lock_lifecycle(listing)
    revision = lifecycle.submitted_revision
    if revision is None:
        raise Refusal(_("No version was submitted."), code="not_submitted")
    if lifecycle.goes_live is not None and lifecycle.goes_live > clock.now():
        lifecycle.review = REVIEW.target("schedule", lifecycle.review)
        lifecycle.approved_revision = revision
        lifecycle.save(update_fields=["review", "approved_revision"])
        record(f"{listing.KEY}_scheduled", listing, actor=user, data={"revision": revision.pk})
        return
    _publish(listing, lifecycle, revision=revision, by=user)


def on_step_started(*, instance: TaskState, user: User | None, **_signal: Any) -> None:
    """Record that a step waits, so that the people who decide it are told."""
    listing = instance.workflow_state.content_object
    if hasattr(listing, "KEY"):
        data = {"step": instance.pk}
        record(f"{listing.KEY}_step_opened", listing, actor=user, data=data)


def on_step_approved(*, instance: TaskState, user: User | None, **_signal: Any) -> None:
    """Record that a step was approved."""
    listing = instance.workflow_state.content_object
    if hasattr(listing, "KEY"):
        data = {"step": instance.pk}
        record(f"{listing.KEY}_step_approved", listing, actor=user, data=data)


def on_workflow_rejected(*, instance: WorkflowState, user: User | None, **_signal: Any) -> None:
    """Give a returned version back to its author."""
    listing = instance.content_object
    if not hasattr(listing, "KEY"):
        return
    lifecycle = lock_lifecycle(listing)
    lifecycle.review = REVIEW.target("return", lifecycle.review)
    lifecycle.save(update_fields=["review"])
    step = instance.current_task_state
    record(f"{listing.KEY}_returned", listing, actor=user, data={"step": step.pk})


@transaction.atomic
def publish_imported(listing: Listing, *, by: User, secrecy_review: SecrecyReview) -> None:
    """Publish an imported item under the secrecy review of its file; the reduced rules apply."""
    lifecycle = lock_lifecycle(listing)
    if lifecycle.origin != lifecycle.Origin.IMPORTED:
        raise Refusal(_("Only imported items are published from a list."), code="not_imported")
    lifecycle.secrecy_review = secrecy_review
    lifecycle.save(update_fields=["secrecy_review"])
    revision = listing.get_latest_revision()
    _publish(listing, lifecycle, revision=revision, by=by)


def publish_on_time() -> None:
    """Publish what is due; the clock's job."""
    publish_due()


def publish_due() -> int:
    """Publish every scheduled version whose instant has come, each on its own; return how many."""
    done = 0
    for model in (DemandLifecycle, CapabilityLifecycle):
        waiting = model.objects.filter(
            review=model.Review.SCHEDULED, goes_live__lte=clock.now()
        ).order_by("goes_live")
        for lifecycle in waiting:
            done += _publish_scheduled(lifecycle.listing)
    return done


def _publish_scheduled(listing: Listing) -> bool:
    try:
        with transaction.atomic():
            lifecycle = lock_lifecycle(listing)
            due = lifecycle.goes_live is not None and lifecycle.goes_live <= clock.now()
            if lifecycle.review != lifecycle.Review.SCHEDULED or not due:
                return False
            _publish(listing, lifecycle, revision=lifecycle.approved_revision, by=None)
    except Refusal as refusal:
        logger.warning("scheduled %s %s was not published: %s", listing.KEY, listing.pk, refusal)
        _return_scheduled(listing)
        return False
    return True


@transaction.atomic
def _return_scheduled(listing: Listing) -> None:
    lifecycle = lock_lifecycle(listing)
    lifecycle.review = REVIEW.target("return", lifecycle.review)
    lifecycle.goes_live = None
    lifecycle.save(update_fields=["review", "goes_live"])
    record(f"{listing.KEY}_returned", listing, actor=None)


def _publish(
    listing: Listing, lifecycle: Lifecycle, *, revision: Revision | None, by: User | None
) -> None:
    if revision is None:
        raise Refusal(_("There is no version to publish."), code="no_version")
    version: Listing = revision.as_object()
    refuse_problems(version, lifecycle)
    review = lifecycle.secrecy_review
    if review is None or not review.covers(revision):
        raise Refusal(
            _("Nothing is published without a secrecy review of this version."), code="no_secrecy"
        )
    instant = clock.now()
    is_first = lifecycle.published_at is None
    addendum = addendum_for(version, lifecycle, revision=revision)
    _put_in_force(listing, lifecycle, version=version, instant=instant)
    lifecycle.approved_revision = revision
    lifecycle.save()
    revision.publish(user=by, skip_permission_checks=True)
    listing.refresh_from_db()
    kind = "published" if is_first else "revised"
    record(f"{listing.KEY}_{kind}", listing, actor=by, data={"revision": revision.pk})
    if addendum is not None:
        announce(addendum, lifecycle, by=by, at=instant)


def _put_in_force(
    listing: Listing, lifecycle: Lifecycle, *, version: Listing, instant: datetime
) -> None:
    """Set state, number and the instants that the version writes."""
    lifecycle.state = LIFE.target("publish", lifecycle.state)
    lifecycle.review = REVIEW.target("publish", lifecycle.review)
    lifecycle.goes_live = None
    put_in_force(version, lifecycle)
    if lifecycle.origin == lifecycle.Origin.OWN:
        lifecycle.confirmed_at = instant
    if lifecycle.published_at is not None:
        lifecycle.revised_at = instant
        return
    lifecycle.published_at = instant
    lifecycle.number = next_number(listing.NUMBER_PREFIX, instant.astimezone(SHANGHAI).year)

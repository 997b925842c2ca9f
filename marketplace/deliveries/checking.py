"""Evidence for a milestone and its check; each change is one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.core import clock
from marketplace.deliveries import permissions
from marketplace.deliveries.models import Check, Checkpoint, Submission, SubmissionFile
from marketplace.deliveries.noting import (
    checked_links,
    locked_checkpoint,
    note,
    refuse_too_many,
    require,
)
from marketplace.files.store import store
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a milestone was reached: words, and files or links if there are."""

    words: str
    links: Sequence[str] = ()
    files: Sequence[UploadedFile[bytes]] = ()


@transaction.atomic
def submit_evidence(checkpoint: Checkpoint, *, by: User, evidence: Evidence) -> Submission:
    """Hand evidence for a milestone to the owner; what was sent before stands beside it.

    A Refusal says what is missing where, or which gate comes first.
    """
    checkpoint = locked_checkpoint(checkpoint)
    require(permissions.may_submit(anew(by), checkpoint))
    refuse_too_many(evidence.files)
    now = clock.now()
    submission: Submission = Submission.objects.create(
        checkpoint=checkpoint,
        number=checkpoint.submissions.count() + 1,
        words=written(evidence.words, "words", of=Submission),
        links=checked_links(evidence.links),
        at=now,
        by=by,
    )
    for file in evidence.files:
        SubmissionFile.objects.create(submission=submission, blob=store(file, by=by))
    checkpoint.submit(at=now)
    checkpoint.save(update_fields=["state", "submitted_at"])
    note("checkpoint_submitted", checkpoint, of=checkpoint.delivery, by=by)
    return submission


@transaction.atomic
def pass_checkpoint(checkpoint: Checkpoint, *, by: User) -> Checkpoint:
    """Find that a milestone was reached; payments that hang on it can be applied for."""
    checkpoint = locked_checkpoint(checkpoint)
    require(permissions.may_settle(anew(by), checkpoint))
    now = clock.now()
    Check.made(_latest(checkpoint), by=by, at=now).save()
    checkpoint.settle("pass", at=now)
    checkpoint.save(update_fields=["state", "settled_at"])
    return note("checkpoint_passed", checkpoint, of=checkpoint.delivery, by=by)


@transaction.atomic
def return_checkpoint(checkpoint: Checkpoint, *, by: User, reason: str) -> Checkpoint:
    """Send evidence back with the reason; the firm submits anew."""
    checkpoint = locked_checkpoint(checkpoint)
    require(permissions.may_settle(anew(by), checkpoint))
    words = written(reason, "reason", of=Check)
    Check.made(_latest(checkpoint), by=by, at=clock.now(), reason=words).save()
    checkpoint.send_back()
    checkpoint.save(update_fields=["state"])
    return note("checkpoint_returned", checkpoint, of=checkpoint.delivery, by=by)


def _latest(checkpoint: Checkpoint) -> Submission:
    found: Submission = checkpoint.submissions.order_by("-number")[0]
    return found

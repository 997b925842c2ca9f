"""Sending a draft: the first time it makes a claim, later another version of the same claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import draft_permissions, permissions
from marketplace.claims.checks import checks_of, kept
from marketplace.claims.draft_lock import lock_draft
from marketplace.claims.drafted import Drafted, faults_as_fields
from marketplace.claims.models import Claim, StampedReceipt
from marketplace.claims.versions import keep_version, new_claim, version_of
from marketplace.claims.writing import write
from marketplace.core import clock, idempotency
from marketplace.core.refusals import Refusal
from marketplace.files.store import store
from marketplace.journal.record import record
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.claims.models import ClaimDraft


@transaction.atomic
def submit_draft(draft: ClaimDraft, *, by: User, seen: str, idempotency_key: str = "") -> Claim:
    """Send a draft as it was `seen`, and return the claim with its receipt.

    The same key returns the claim that it made before. A draft that says what the claim's present
    version says already makes no other. Refusal where the draft was changed since it was seen,
    where something in it is missing or mistaken, and where the firm may not apply or change now.
    """
    lock_lifecycle(draft.demand)
    scope = f"submit_draft:{by.pk}:{draft.pk}"
    made = idempotency.recall(scope, idempotency_key, request=seen)
    if made is not None:
        return _claim(int(made))
    draft = lock_draft(draft)
    now = clock.now()
    live = Claim.objects.live().for_rows().filter(demand=draft.demand, firm=draft.firm).first()
    drafted = Drafted(draft, by=by)
    if live is not None and _says(live, drafted):
        draft_permissions.may_invite(anew(by), draft).demand()
        return _sent(draft, live, by=by, at=now)
    _ask(draft, live, by=by, at=now)
    _refuse_unready(drafted, seen)
    claim = _apply(drafted, at=now) if live is None else _change(live, drafted, at=now)
    _sent(draft, claim, by=by, at=now)
    idempotency.remember(scope, idempotency_key, request=seen, result=str(claim.pk))
    return claim


@transaction.atomic
def attach_receipt(claim: Claim, upload: UploadedFile[bytes], *, by: User) -> StampedReceipt:
    """Attach a scan of the present version's print that was signed and stamped."""
    lock_lifecycle(claim.demand)
    claim = _claim(claim.pk)
    permissions.may_attach_receipt(anew(by), claim).demand()
    scan: StampedReceipt = StampedReceipt.objects.create(
        version=version_of(claim),
        blob=store(upload, by=by),
        attached_at=clock.now(),
        attached_by=by,
    )
    record("claim_receipt_attached", claim, actor=by, data={"scan": scan.pk})
    return scan


def _ask(draft: ClaimDraft, live: Claim | None, *, by: User, at: datetime) -> None:
    person = anew(by)
    if live is None:
        permissions.may_claim(person, draft.demand, firm=draft.firm, at=at).demand()
        return
    status = 403 if live.state == Claim.State.SUBMITTED else 409
    permissions.may_change(person, live, at=at).demand(status=status)


def _refuse_unready(drafted: Drafted, seen: str) -> None:
    if drafted.faults:
        raise Refusal(
            _("Something is missing or must be put right before this can be sent."),
            code="mistakes",
            status=422,
            fields=faults_as_fields(drafted.faults),
        )
    if drafted.mark != seen:
        raise Refusal(
            _(
                "The draft or the demand was changed since this page was shown."
                " Read it once more, then send it."
            ),
            code="changed_meanwhile",
        )


def _says(claim: Claim, drafted: Drafted) -> bool:
    """Return whether the claim's present version says what the draft says."""
    return bool(version_of(claim).application == drafted.plain)


def _apply(drafted: Drafted, *, at: datetime) -> Claim:
    draft, by = drafted.draft, drafted.by
    claim = new_claim(draft.demand, draft.firm, by=by, at=at)
    write(claim, drafted.main, by=by)
    claim.save(force_insert=True)
    return _keep(claim, drafted, kind="claim_submitted", at=at)


def _change(claim: Claim, drafted: Drafted, *, at: datetime) -> Claim:
    write(claim, drafted.main, by=drafted.by)
    claim.change(at=at)
    written = ["pitch", "contact_name", "contact_phone", "capability"]
    claim.save(update_fields=[*written, "state", "version", "confirmed_at"])
    return _keep(claim, drafted, kind="claim_changed", at=at)


def _keep(claim: Claim, drafted: Drafted, *, kind: str, at: datetime) -> Claim:
    blobs = [one.blob for one in drafted.files]
    checks = kept(checks_of(claim, [one.organisation for one in drafted.partners], at=at))
    keep_version(claim, drafted.application, by=drafted.by, at=at, checks=checks, blobs=blobs)
    data = {"demand": claim.demand_id, "firm": claim.firm_id, "version": claim.version}
    record(kind, claim, actor=drafted.by, data=data)
    return claim


def _sent(draft: ClaimDraft, claim: Claim, *, by: User, at: datetime) -> Claim:
    is_first, draft.sent_at = draft.sent_at is None, at
    draft.save(update_fields=["sent_at"])
    if is_first and draft.helper_id is not None:
        data = {"firm": draft.firm_id, "helper": draft.helper_id}
        record("draft_sent", draft, actor=by, data=data)
    return claim


def _claim(key: int) -> Claim:
    claim: Claim = Claim.objects.for_rows().get(pk=key)
    return claim

"""Applying, answering and withdrawing: each change is one function, whatever door it comes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.claims import permissions
from marketplace.claims.checks import checks_now, checks_of, codes_of, kept, unmet
from marketplace.claims.models import Claim
from marketplace.claims.versions import application_of, keep_version, new_claim, version_of
from marketplace.claims.writing import Application, refuse_mistakes, write
from marketplace.cooperations.actions import open_cooperation
from marketplace.cooperations.resources import request_as_applied
from marketplace.core import clock, idempotency
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.listings.addenda import last_number
from marketplace.listings.models import Capability, Demand
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User

_ANSWERED = [
    "state",
    "decided_at",
    "decided_by",
    "reason",
    "despite",
    "details_asked_at",
    "details_wanted",
    "cooperation",
]


class AlreadyClaimed(Refusal):
    """The firm's live claim for the demand stands in the way, and is told."""

    def __init__(self, claim: Claim, message: object) -> None:
        """Hold the claim that exists."""
        super().__init__(str(message), code="duplicate")
        self.claim = claim


@transaction.atomic
def submit_claim(
    demand: Demand,
    *,
    firm: Organisation,
    by: User,
    idempotency_key: str = "",
    addendum: int | None = None,
    **application: Unpack[Application],
) -> Claim:
    """Apply for a demand in a firm's name, and return the claim with its receipt.

    The same key with the same content returns the claim that it made before, and no second one.
    `addendum` is the number of the newest addendum that was read, if it is known: Refusal where
    another came since. Refusal with the reason where the firm may not apply, with messages by field
    where the application has mistakes; AlreadyClaimed where the firm has a live claim.
    """
    lock_lifecycle(demand)
    scope = f"submit_claim:{by.pk}:{demand.pk}"
    sent = {"firm": firm.pk, **application, "capability": _key_of(application.get("capability"))}
    made = idempotency.recall(scope, idempotency_key, request=sent)
    if made is not None:
        return reread(int(made))
    demand, firm = _as_they_are(demand, firm)
    now = clock.now()
    decision = permissions.may_claim(anew(by), demand, firm=firm, at=now)
    if decision.code == "duplicate":
        raise AlreadyClaimed(Claim.objects.live().get(demand=demand, firm=firm), decision.reason)
    decision.demand()
    _refuse_unread(demand, addendum)
    claim = new_claim(demand, firm, by=by, at=now)
    write(claim, application, by=by)
    refuse_mistakes(claim)
    claim.save(force_insert=True)
    checks = kept(checks_of(claim, (), at=now))
    keep_version(claim, application_of(claim), by=by, at=now, checks=checks)
    record("claim_submitted", claim, actor=by, data=parties(claim))
    idempotency.remember(scope, idempotency_key, request=sent, result=str(claim.pk))
    return claim


@transaction.atomic
def accept_claim(
    claim: Claim, *, by: User, reason: str = "", seen: int | None = None, despite: str = ""
) -> Claim:
    """Accept a claim and open its co-operation; a word with it may say what comes next.

    `seen` is the version that was read, that of `claim` unless it is given. Refusal where another
    came since, where the demand's slots are taken, and where a binding condition is not shown to
    be met and `despite` does not say why it is accepted all the same.
    """
    seen = claim.version if seen is None else seen
    claim = locked(claim)
    decision = permissions.may_accept(anew(by), claim)
    decision.demand(status=409 if decision.code == "no_slot" else status_of(claim))
    refuse_unseen(claim, seen)
    now = clock.now()
    missing = codes_of(unmet(checks_now(claim, at=now)))
    said = reason_of(despite, field="despite") if missing else ""
    if missing and not said:
        raise _unshown()
    claim.accept(by=by, at=now, reason=reason_of(reason), despite=said)
    claim.cooperation = open_cooperation(
        claim.demand,
        provider=claim.firm,
        capability=claim.capability,
        by=by,
        timeline=claim.timeline,
    )
    version = version_of(claim)
    needs = version.application.get("resources", ())
    request_as_applied(claim.cooperation, needs, asked_by=version.submitted_by, by=by)
    return settle(claim, "claim_accepted", by=by, unmet=missing)


@transaction.atomic
def decline_claim(claim: Claim, *, by: User, reason: str, seen: int | None = None) -> Claim:
    """Decline a claim, as it was seen, with a reason that the firm reads; Refusal without one."""
    seen = claim.version if seen is None else seen
    claim = locked(claim)
    permissions.may_decide(anew(by), claim).demand(status=status_of(claim))
    refuse_unseen(claim, seen)
    reason = required(reason, _("Say why you decline: the firm reads it."))
    claim.decline(by=by, at=clock.now(), reason=reason)
    return settle(claim, "claim_declined", by=by)


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: User) -> Claim:
    """Take a firm's claim back while it waits for its answer."""
    claim = locked(claim)
    permissions.may_withdraw(anew(by), claim).demand(status=status_of(claim))
    claim.withdraw(by=by, at=clock.now())
    return settle(claim, "claim_withdrawn", by=by)


def locked(claim: Claim) -> Claim:
    """Return the claim as it is, under the lock that every change of a demand's claims takes."""
    lock_lifecycle(claim.demand)
    return reread(claim.pk)


def reread(key: int) -> Claim:
    """Return the claim with a key as it is now, with what pages and permissions read."""
    claim: Claim = Claim.objects.for_rows().get(pk=key)
    return claim


def settle(claim: Claim, kind: str, *, by: User, unmet: Sequence[str] = ()) -> Claim:
    """Save what answers change, and record it, with the codes of what was not shown to be met."""
    claim.save(update_fields=_ANSWERED)
    more = {"unmet": list(unmet)} if unmet else {}
    record(kind, claim, actor=by, data={**parties(claim), **more})
    return claim


def refuse_unseen(claim: Claim, seen: int) -> None:
    """Raise a Refusal where the claim has another version than the one that was read."""
    if claim.version != seen:
        raise Refusal(
            _("The firm sent another version since this page was shown. Read it, then answer."),
            code="changed_meanwhile",
        )


def parties(claim: Claim) -> dict[str, int]:
    """Return whom an entry about a claim concerns, by key."""
    return {"demand": claim.demand_id, "firm": claim.firm_id}


def status_of(claim: Claim) -> int:
    """Return 409 where only the state stands in the way: somebody was quicker."""
    return 403 if claim.state == Claim.State.SUBMITTED else 409


def _as_they_are(demand: Demand, firm: Organisation) -> tuple[Demand, Organisation]:
    """Return both rows read anew, the demand with the lifecycle that is locked."""
    fresh = Demand.objects.get(pk=demand.pk)
    fresh.lifecycle = demand.lifecycle
    return fresh, Organisation.objects.get(pk=firm.pk)


def required(text: str, message: Any) -> str:
    """Return words that can be stored; Refusal with the message beside the field without any."""
    words = reason_of(text)
    if not words:
        raise Refusal(message, code="reason_missing", status=422, fields={"reason": [message]})
    return words


def reason_of(text: str, *, field: str = "reason") -> str:
    """Return words that can be stored, or none; Refusal beside the field for others."""
    reason = text.strip()
    try:
        Claim._meta.get_field(field).clean(reason, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise mistakes({field: error.messages}) from error
    return reason


def _refuse_unread(demand: Demand, addendum: int | None) -> None:
    if addendum is not None and addendum != last_number(demand):
        raise Refusal(
            _(
                "The demand was changed since you opened this form. Read what changed,"
                " then send it; what you wrote is still here."
            ),
            code="changed_meanwhile",
        )


def _unshown() -> Refusal:
    message = _("Not everything that binds is shown to be met. Say why you accept all the same.")
    return Refusal(message, code="unshown", status=422, fields={"despite": [message]})


def _key_of(capability: Capability | None) -> int | None:
    return None if capability is None else capability.pk

"""What changes the state of a challenge; each change is one function, whatever door it comes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.challenges import permissions
from marketplace.challenges.models import Challenge, ExitReason
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.listings.actions import withdraw_listing
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision

_LEFT: Final = ("state", "ended_at", "ended_by", "exit_reason", "exit_note")


@transaction.atomic
def open_challenge(challenge: Challenge, *, by: User | None) -> Challenge:
    """Note that the bids of a closed challenge are opened; the caller has asked the permission.

    Refusal in any other state, so that of two openings one is refused.
    """
    challenge = locked(challenge)
    challenge.open(at=clock.now())
    challenge.save(update_fields=["state", "opened_at"])
    return note("challenge_opened", challenge, by=by)


@transaction.atomic
def fail_challenge(
    challenge: Challenge, *, by: User, reason: ExitReason, words: str = ""
) -> Challenge:
    """End a closed challenge without a result (流标), with a reason that its page shows."""
    challenge = locked(challenge)
    require(permissions.may_fail(anew(by), challenge))
    return leave(challenge, "fail", by=by, reason=reason, words=words)


@transaction.atomic
def terminate_challenge(
    challenge: Challenge, *, by: User, reason: ExitReason, words: str = ""
) -> Challenge:
    """Stop a listed challenge for good; its demand is withdrawn, and the pages show why."""
    challenge = locked(challenge)
    require(permissions.may_terminate(anew(by), challenge))
    challenge = leave(challenge, "terminate", by=by, reason=reason, words=words)
    withdraw_listing(challenge.demand, by=by, reason=words.strip() or reason.label)
    return challenge


@transaction.atomic
def withdraw_challenge(
    challenge: Challenge, *, by: User, reason: ExitReason, words: str = ""
) -> Challenge:
    """Withdraw a challenge that was never listed."""
    challenge = locked(challenge)
    require(permissions.may_withdraw(anew(by), challenge))
    return leave(challenge, "withdraw", by=by, reason=reason, words=words)


def leave(
    challenge: Challenge, verb: str, *, by: User | None, reason: ExitReason, words: str
) -> Challenge:
    """Let a locked challenge leave the chain; Refusal where the reason is another exit's."""
    challenge.leave(verb, by=by, at=clock.now(), reason=reason, note=storable_words(words, "words"))
    if reason.way_out != challenge.state or not reason.is_active:
        raise mistakes({"reason": [_("Choose one of the reasons.")]})
    challenge.save(update_fields=_LEFT)
    return note(f"challenge_{challenge.state}", challenge, by=by, reason=reason.code)


def storable_words(words: str, field: str) -> str:
    """Return words as their column takes them; a Refusal beside their field for others."""
    words = words.strip()
    try:
        Challenge._meta.get_field("exit_note").clean(words, None)
    except ValidationError as error:
        raise mistakes({field: error.messages}) from error
    return words


def locked(challenge: Challenge) -> Challenge:
    """Return it as it is now, under the lock of its demand's lifecycle row."""
    lifecycle = lock_lifecycle(challenge.demand)
    fresh: Challenge = Challenge.objects.for_rows().get(pk=challenge.pk)
    fresh.demand.lifecycle = lifecycle
    return fresh


def require(decision: Decision) -> None:
    """Raise a Refusal: 409 where the state stands in the way, 403 for whoever may not."""
    decision.demand(status=409 if decision.code == "wrong_state" else 403)


def note(kind: str, challenge: Challenge, *, by: User | None, **more: object) -> Challenge:
    """Record what happened to a challenge, and return it."""
    record(kind, challenge, actor=by, data={"demand": challenge.demand_id, **more})
    return challenge

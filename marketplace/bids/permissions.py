"""Who may draft, submit, replace, withdraw and open, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marketplace.bids.models import CeremonyKey
from marketplace.challenges import permissions as challenge_permissions
from marketplace.challenges.permissions import FIRMS
from marketplace.claims.permissions import is_eligible, is_entitled
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.organisations.models import Role
from marketplace.organisations.permissions import may_act_for, memberships_of
from marketplace.sealing.shares import SHARES

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation


def takes_bids(challenge: Challenge, *, at: datetime) -> Decision:
    """Return whether a challenge takes bids at an instant, whoever asks."""
    if challenge.takes_bids_at(at):
        return _is_ready(challenge)
    if challenge.state in {challenge.State.TERMINATED, challenge.State.FAILED}:
        return refused(_("This challenge has ended."), "ended")
    if not challenge.demand.is_public:
        return refused(_("This challenge is not listed."), "not_listed")
    if challenge.demand.lifecycle.phase_at(at) == "upcoming":
        return refused(_("Bids are not taken yet."), "not_open")
    return refused(_("The close has passed: bids are sealed for good."), "closed")


def may_draft(user: Any, challenge: Challenge, *, firm: Organisation, at: datetime) -> Decision:
    """Return whether a person may write a body's draft: from the publication to the close."""
    openness = takes_bids(challenge, at=at)
    if not openness and openness.code != "not_open":
        return openness
    return may_act_for(user, firm, Role.BIDDER) and _is_wanted(challenge, firm)


def may_submit(user: Any, challenge: Challenge, *, firm: Organisation, at: datetime) -> Decision:
    """Return whether a person may submit or replace a body's bid at an instant, or why not."""
    return (
        takes_bids(challenge, at=at)
        and may_act_for(user, firm, Role.BIDDER)
        and meets_rules(challenge, firm, at=at)
    )


def meets_rules(challenge: Challenge, firm: Organisation, *, at: datetime) -> Decision:
    """Return whether a body may answer a challenge by its rules, conditions and credit."""
    return _is_wanted(challenge, firm) and is_eligible(challenge.demand, firm, at=at)


def may_withdraw(user: Any, challenge: Challenge, *, firm: Organisation, at: datetime) -> Decision:
    """Return whether a person may take a body's bid back: until the close."""
    return takes_bids(challenge, at=at) and may_act_for(user, firm, Role.BIDDER)


def may_open(user: Any, challenge: Challenge, *, at: datetime) -> Decision:
    """Return whether a person may open the bids at an instant: not before the close has come.

    The portal's own key and an officer suffice under the time lock; a ceremony needs an opener.
    """
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    decision = may_open_at_all(user, challenge)
    return decision and is_due(challenge, at=at)


def may_open_at_all(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person is one of those who open, whatever the time."""
    if challenge.seal_mode == challenge.SealMode.TIME_LOCK:
        return challenge_permissions.may_run(user, challenge)
    if challenge.openers.filter(user=user.pk).exists():
        return ALLOWED
    return refused(_("Only the openers who were named open these bids."), "not_opener")


def is_due(challenge: Challenge, *, at: datetime) -> Decision:
    """Return whether bids may be unsealed at an instant: closed, and recorded as closed."""
    closes = challenge.closes_at
    if closes is None or at < closes:
        return refused(_("Bids stay sealed until the close."), "too_early")
    if challenge.state == challenge.State.CLOSED:
        return ALLOWED
    if challenge.state == challenge.State.PUBLISHED:
        return refused(_("The close is being recorded; try again in a moment."), "not_closed")
    return refused(_("These bids are opened already, or the challenge has ended."), "wrong_state")


def may_supervise(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person supervises (纪检) the body that listed the challenge."""
    owner = challenge.demand.lifecycle.owner
    return may_act_for(user, owner, Role.SUPERVISOR)


def may_read_opening(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person enters the page of an opening: who opens, or supervises."""
    if not user.is_authenticated:
        return refused(_("Please sign in first."), "anonymous")
    return next(
        (
            one
            for one in (
                may_open_at_all(user, challenge),
                challenge_permissions.may_run(user, challenge),
                may_supervise(user, challenge),
            )
            if one
        ),
        refused(_("Openers, officers and the supervisor enter here."), "not_opener"),
    )


def may_prepare(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person enters the page of openers before the list: who opens, or runs it."""
    if not is_before_list(challenge) or challenge.seal_mode != challenge.SealMode.CEREMONY:
        return refused(_("This challenge has no opening to prepare."), "wrong_state")
    return may_open_at_all(user, challenge) or challenge_permissions.may_run(user, challenge)


def is_before_list(challenge: Challenge) -> bool:
    """Return whether a challenge may still come to its list and has not been there."""
    early = (challenge.State.DRAFTED, challenge.State.ARGUING, challenge.State.ARGUED)
    return challenge.state in early and challenge.demand.lifecycle.published_at is None


def may_be_opener(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may be named as an opener: nobody of a firm but of the owner."""
    owner = challenge.demand.lifecycle.owner_id
    if not user.is_active:
        return refused(_("This account is not active."), "not_active")
    for one in memberships_of(user):
        if one.organisation.kind in FIRMS and one.organisation_id != owner:
            return refused(_("People of firms do not open bids."), "of_firm")
    return ALLOWED


def may_name_openers(user: Any, challenge: Challenge) -> Decision:
    """Return whether a person may name the openers: who runs it, before it ever took bids.

    Bids are sealed to the key of those who stand, so naming anew is over for good once a listed
    challenge was ready, whatever its openers' rehearsals say later.
    """
    decision = challenge_permissions.may_run(user, challenge)
    is_early = is_before_list(challenge)
    is_unready = challenge.state == challenge.State.PUBLISHED and not _was_ready(challenge)
    if decision and not is_early and not is_unready:
        return refused(_("The openers stand since the challenge takes bids."), "wrong_state")
    return decision


def is_ready(challenge: Challenge) -> bool:
    """Return whether a challenge can take bids: its openers have rehearsed, or it needs none."""
    if challenge.seal_mode != challenge.SealMode.CEREMONY:
        return True
    return bool(challenge.openers.filter(rehearsed_at__isnull=False).count() == SHARES)


def _was_ready(challenge: Challenge) -> bool:
    ready = CeremonyKey.objects.filter(challenge=challenge, ready_at__isnull=False)
    return bool(ready.exists() or is_ready(challenge))


def belongs_to_owner(user: Any, challenge: Challenge) -> bool:
    """Return whether a person belongs to the body that listed the challenge."""
    owner = challenge.demand.lifecycle.owner_id
    return any(one.organisation_id == owner for one in memberships_of(user))


def _is_ready(challenge: Challenge) -> Decision:
    if is_ready(challenge):
        return ALLOWED
    return refused(_("The openers have not rehearsed yet; bids are taken then."), "not_ready")


def _is_wanted(challenge: Challenge, firm: Organisation) -> Decision:
    if challenge.bidder_kinds and firm.kind not in challenge.bidder_kinds:
        return refused(_("By its rules this challenge is not for your kind of body."), "wrong_kind")
    return is_entitled(challenge.demand, firm)

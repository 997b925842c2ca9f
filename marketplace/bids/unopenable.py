"""Whether a challenge ends because its bids cannot be opened, as far as rows show it (流标)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.bids.book import BROKEN_VAULT
from marketplace.bids.models import FormalState, OpeningAttempt
from marketplace.bids.validity import short_of_bids
from marketplace.challenges.defaults import CANNOT_BE_OPENED
from marketplace.challenges.models import ChallengeState
from marketplace.sealing.shares import NEEDED

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


def unopenable(challenge: Challenge) -> str:
    """Return the code of the reason where bids cannot be opened, or too few without the lost ones.

    Before the opening no number of bids is asked for: what is told holds for none as for many.
    """
    if challenge.state == ChallengeState.CLOSED:
        found = _is_vault_broken(challenge) or _are_openers_gone(challenge)
    else:
        found = challenge.pk in short_of_bids([challenge]) and _is_short_by_lost_bids(challenge)
    return CANNOT_BE_OPENED if found else ""


def _is_vault_broken(challenge: Challenge) -> bool:
    """Return whether the last attempt that reached the vault found its ledger altered."""
    answers = (OpeningAttempt.ALLOWED, BROKEN_VAULT)
    last = challenge.opening_attempts.filter(answer__in=answers).first()
    return last is not None and last.answer == BROKEN_VAULT


def _are_openers_gone(challenge: Challenge) -> bool:
    """Return whether too few openers are left, with the shares that were handed already."""
    if challenge.seal_mode != challenge.SealMode.CEREMONY:
        return False
    openers = list(challenge.openers.select_related("user"))
    able = [one for one in openers if one.user.is_active]
    return not able or sum(one in able or one.handed is not None for one in openers) < NEEDED


def _is_short_by_lost_bids(challenge: Challenge) -> bool:
    """Return whether there would be enough bids, were those valid that could not be opened."""
    bids = challenge.bids.all()
    lost = bids.exclude(fault="").count()
    admitted = bids.filter(fault="", formal_check__state=FormalState.ADMITTED).count()
    return admitted + lost >= challenge.minimum_bids

"""Lets the demo's people look at some matches: seen, invited, put aside, in contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.core import clock
from marketplace.demo import people
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.matches import actions
from marketplace.matches.models import Invitation, Match, MatchState, Side, SideOfMatch
from marketplace.organisations.models import Membership, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from marketplace.listings.models import Lifecycle

_PATIENCE: Final = 600.0
"""Seconds without progress after which the recording of matches is given up."""

_ROUNDS: Final = 3


def load_matches() -> int:
    """Record what was published, and let people act on some of it; 0 where they have before."""
    run_until_caught_up(patience=_PATIENCE)
    if SideOfMatch.objects.exists() or Invitation.objects.exists():
        return 0
    rows = Match.objects.in_force(clock.now()).filter(fits=True, state=MatchState.SUGGESTED)
    rows = rows.filter(demand__lifecycle__owner__kind__in=["agency", "institution", "state_firm"])
    chosen = [
        one
        for one in rows.exclude(demand__mode="challenge").for_rows().order_by("-total", "pk")
        if _bidder(one.capability.lifecycle) is not None
    ][: _ROUNDS * len(_SCENES)]
    for number, match in enumerate(chosen):
        _SCENES[number % len(_SCENES)](match)
    return len(chosen)


def _see(match: Match) -> None:
    actions.see_match(match, side=Side.DEMAND, by=_officer(match))


def _invite(match: Match) -> None:
    actions.invite_to_apply(match, by=_officer(match))


def _decline(match: Match) -> None:
    _invite(match)
    reason = "团队今年的实施排期已满，明年一季度后可以再谈。"
    actions.decline_invitation(match, by=_firm(match), reason=reason)


def _accept(match: Match) -> None:
    _invite(match)
    actions.accept_invitation(match, by=_firm(match))


def _put_aside(match: Match) -> None:
    reason = "能力偏向成套平台，本需求只采购单项服务，规模不合适。"
    actions.dismiss_match(match, side=Side.DEMAND, by=_officer(match), reason=reason)


def _firm_puts_aside(match: Match) -> None:
    reason = "现场条件与我们的产品不符，暂不跟进。"
    actions.dismiss_match(match, side=Side.CAPABILITY, by=_firm(match), reason=reason)


def _wait(match: Match) -> None:
    actions.confirm_contact(match, side=Side.CAPABILITY, by=_firm(match))


def _contact(match: Match) -> None:
    _wait(match)
    actions.confirm_contact(match, side=Side.DEMAND, by=_officer(match))


_SCENES: Final[tuple[Callable[[Match], None], ...]] = (
    _contact,
    _see,
    _invite,
    _wait,
    _put_aside,
    _decline,
    _firm_puts_aside,
    _accept,
)


def _officer(match: Match) -> User:
    return people.officer_of(match.demand.lifecycle)


def _firm(match: Match) -> User:
    bidder = _bidder(match.capability.lifecycle)
    assert bidder is not None  # noqa: S101 - the matches were chosen so
    return bidder


def _bidder(lifecycle: Lifecycle) -> User | None:
    """Return somebody who bids for a capability's owner, or None where nobody does."""
    able = Membership.objects.able_to(Role.BIDDER).filter(organisation=lifecycle.owner)
    found = able.select_related("user").order_by("pk").first()
    return found.user if found else None

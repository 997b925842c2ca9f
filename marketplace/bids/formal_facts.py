"""What the portal itself finds out for a formal check: nobody overrides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from marketplace.bids.models import FormalItem, PartnerState
from marketplace.bids.permissions import meets_rules

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.bids.models import Bid


@dataclass(frozen=True, slots=True)
class Fact:
    """An item that the portal answers itself, and why it does not hold."""

    item: FormalItem
    holds: bool
    why: str | _StrPromise = ""


def facts_of(bid: Bid, *, at: datetime) -> list[Fact]:
    """Return partners, own money and eligibility of an opened bid as they are at an instant."""
    return [_partners(bid), _own_money(bid), _eligible(bid, at=at)]


def standing_against(bid: Bid, *, at: datetime) -> Iterator[str | _StrPromise]:
    """Yield why an opened bid cannot be admitted at an instant."""
    yield from (fact.why for fact in facts_of(bid, at=at) if not fact.holds)


def _partners(bid: Bid) -> Fact:
    waiting = bid.partners.exclude(state=PartnerState.CONFIRMED)
    names = [str(one) for one in waiting]
    why = format_lazy(_("Not confirmed by: {names}"), names=_listed(names)) if names else ""
    return Fact(FormalItem.PARTNERS, not names, why)


def _listed(names: list[str]) -> str:
    return pgettext("between names", ", ").join(names)


def _own_money(bid: Bid) -> Fact:
    share = bid.challenge.own_share
    least = Decimal(bid.content.get("public_money", 0)) * (share or 0)
    holds = Decimal(bid.content.get("own_money", 0)) >= least
    return Fact(
        FormalItem.OWN_MONEY, holds, "" if holds else _("Less own money than the rules ask for.")
    )


def _eligible(bid: Bid, *, at: datetime) -> Fact:
    decision = meets_rules(bid.challenge, bid.firm, at=at)
    return Fact(FormalItem.ELIGIBLE, bool(decision), decision.reason)

"""How the pages of bids find challenge and body; no address of theirs names the body."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404

from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Organisation, Role
from marketplace.organisations.permissions import organisations_of
from marketplace.sealing.keepers import keeper

_DIGITS: Final = 20


def challenge_or_404(user: Any, number: str) -> Challenge:
    """Return the listed challenge with a public number that a person may see."""
    rows = Challenge.objects.visible_to(user).for_rows()
    found: Challenge = get_object_or_404(rows, demand__lifecycle__number=number.upper())
    return found


def bid_or_404(user: Any, receipt: str) -> Bid:
    """Return the opened bid with a receipt where a person may read it."""
    rows = Bid.objects.visible_to(user).for_rows()
    found: Bid = get_object_or_404(rows, receipt=receipt.upper())
    return found


def door_of(challenge: Challenge, firm: Organisation) -> str:
    """Return the part of an address that stands for a body: a keyed digest, which tells nothing."""
    return keeper().digest("door", str(challenge.pk), str(firm.pk))[:_DIGITS]


def firm_or_404(user: Any, challenge: Challenge, *, door: str) -> Organisation:
    """Return the body behind a door where a person may bid for it; Http404 for any other."""
    for firm in organisations_of(user, Role.BIDDER):
        if door_of(challenge, firm) == door:
            return firm
    raise Http404

"""Why a challenge would end without a result (流标) now: a registry that rooms above feed.

The form that ends one shows the first reason found as chosen; whoever ends it may choose another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from marketplace.challenges.models import ExitReason, WayOut

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge

    Teller = Callable[[Challenge], str]

NONE_ABOVE_MINIMUM: Final = "none_above_minimum"

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let a room tell the code of the reason that its rows show, or nothing; asked in turn."""
    if teller not in _tellers:
        _tellers.append(teller)


def reason_found(challenge: Challenge) -> ExitReason | None:
    """Return the reason for which a challenge would end without a result, or None."""
    codes = (teller(challenge) for teller in _tellers)
    code = next(filter(None, codes), "")
    rows = ExitReason.objects.filter(way_out=WayOut.FAILED, is_active=True)
    return rows.filter(code=code).first()

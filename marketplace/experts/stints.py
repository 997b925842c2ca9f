"""The panels for which experts were drawn, told by the room that holds them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    Teller = Callable[[Collection[int]], Mapping[int, Sequence["Stint"]]]


@dataclass(frozen=True, slots=True)
class Stint:
    """A panel for which somebody was drawn: what became of it, and whether it still binds."""

    panel: str
    url: str
    state: str | _StrPromise
    at: datetime
    is_open: bool = False
    is_recusal: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What somebody did on panels, the newest first."""

    stints: tuple[Stint, ...] = ()

    @property
    def load(self) -> int:
        """Return on how many panels they are now."""
        return sum(one.is_open for one in self.stints)

    @property
    def recusals(self) -> int:
        """Return how often they stepped back."""
        return sum(one.is_recusal for one in self.stints)


_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let a room tell the panels of experts by their keys; call in its `ready()`."""
    _tellers.append(teller)


def histories_of(experts: Collection[int]) -> dict[int, History]:
    """Return the history of each expert by key; the caller has asked who reads it."""
    told = [teller(experts) for teller in _tellers]
    return {
        key: History(
            tuple(
                sorted(
                    (one for rows in told for one in rows.get(key, ())),
                    key=lambda one: one.at,
                    reverse=True,
                )
            )
        )
        for key in experts
    }

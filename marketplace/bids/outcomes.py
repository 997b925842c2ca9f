"""What became of opened bids: a registry to which each room adds what the bidder reads of its own.

A room registers a source in its `ready()`::

    from marketplace.bids import outcomes

    outcomes.register(own_ranks)

A source gets a person and opened bids of the organisations for which this person bids, and yields
what its room tells them: of each bid its own, and never a word of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from marketplace.bids.models import Bid
    from marketplace.core.refusals import Message


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of an outcome: what it is called, what it says, and a remark."""

    name: str
    says: Message
    remark: str = ""
    by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a bid (its key): in a sentence, where to read on, until when to act."""

    bid: int
    what: Message
    url: str
    by: datetime | None = None
    facts: tuple[Fact, ...] = ()
    facts_are: Message = ""
    """What the facts are called, which stand folded beneath."""


Source = Callable[[Any, Sequence["Bid"]], Iterable[Outcome]]

_sources: Final[list[Source]] = []


def register(source: Source) -> None:
    """Let a room tell bidders what became of their bids; the same source is asked once."""
    if source not in _sources:
        _sources.append(source)


def outcomes_of(user: Any, bids: Iterable[Bid]) -> dict[int, list[Outcome]]:
    """Return what became of a person's opened bids, by their keys, in the order of the chain."""
    asked = list(bids)
    found: dict[int, list[Outcome]] = {one.pk: [] for one in asked}
    for source in _sources if asked else ():
        for outcome in source(user, asked):
            found[outcome.bid].append(outcome)
    return found

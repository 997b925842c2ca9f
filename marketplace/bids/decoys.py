"""Decoy pieces of a vault: with the real ones they make up a number that tells little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from marketplace.bids import store

_MEGABYTE: Final = 1024 * 1024


@dataclass(slots=True)
class Decoys:
    """The decoys that there are: so many pieces of a seed, from one place to another.

    A place is used once: a name that went and came again would be known for a decoy's.
    """

    seed: str = field(default_factory=store.new_seed)
    first: int = 0
    end: int = 0

    def names(self) -> Iterator[str]:
        """Yield the names of the pieces."""
        return _names(self.seed, self.first, end=self.end)

    def settle(self, real: int) -> Iterator[str]:
        """Write what is missing beside so many real pieces; return the names of what is too much.

        The caller removes those once the ledger that no longer names them is stored.
        """
        wanted = missing(real)
        for name in _names(self.seed, self.end, end=self.first + wanted):
            store.write_decoy(name)
        end = max(self.end, self.first + wanted)
        surplus = _names(self.seed, self.first, end=end - wanted)
        self.first, self.end = end - wanted, end
        return surplus


def missing(real: int) -> int:
    """Return how many decoys fill so many real pieces up to a multiple of what a vault begins with.

    So a vault with less than its setting has as many pieces as an empty one, and of a larger one
    the number is told in coarse steps only.
    """
    step = settings.SEAL_DECOY_MEGABYTES * _MEGABYTE // store.PIECE_BYTES
    if not step:
        return 0
    return max(step, -(-real // step) * step) - real


def _names(seed: str, first: int, *, end: int) -> Iterator[str]:
    return (store.piece_name(seed, place) for place in range(first, end))

"""Chance that anybody can repeat: numbers from a seed by HMAC-SHA256, the same on any machine."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

_WIDTH: Final = 8
_SPAN: Final = 1 << (8 * _WIDTH)


class Stream:
    """A row of numbers that a seed and a label determine, each label independent of the others."""

    def __init__(self, seed: bytes, label: str) -> None:
        """Begin the row; every block is HMAC(seed, label NUL counter), read from its first byte."""
        self._seed = seed
        self._label = label.encode() + b"\0"
        self._counter = 0
        self._rest = b""

    def below(self, bound: int) -> int:
        """Return the next number from 0 to `bound` − 1, each as likely: what would lean is passed.

        ValueError for a bound that is not from 1 to 2⁶⁴.
        """
        if not 1 <= bound <= _SPAN:
            raise ValueError(f"{bound} is no bound")
        fair = _SPAN - _SPAN % bound
        while True:
            number = int.from_bytes(self._take(), "big")
            if number < fair:
                return number % bound

    def _take(self) -> bytes:
        if not self._rest:
            counter = self._counter.to_bytes(_WIDTH, "big")
            self._rest = hmac.digest(self._seed, self._label + counter, hashlib.sha256)
            self._counter += 1
        taken, self._rest = self._rest[:_WIDTH], self._rest[_WIDTH:]
        return taken

"""Whether a promised value is lower than what the bid answered: figures in the same words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from marketplace.listings.models import Indicator
from marketplace.listings.plain_text import half_width

_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
_UP: Final = frozenset({Indicator.Comparison.GE, Indicator.Comparison.GT})
_DOWN: Final = frozenset({Indicator.Comparison.LE, Indicator.Comparison.LT})


def is_lower(value: str, *, answered: str, comparison: str) -> bool:
    """Return whether a value promises less than the bid's answer, or cannot be compared with it.

    Only the one figure of an answer may change, and only to the better; words, units and answers
    with several figures stay as the bid has them.
    """
    new, old = _plain(value), _plain(answered)
    if new == old:
        return False
    figures = _FIGURE.findall(new), _FIGURE.findall(old)
    if any(len(found) != 1 for found in figures) or _words(new) != _words(old):
        return True
    promised, least = Decimal(figures[0][0]), Decimal(figures[1][0])
    if comparison in _UP:
        return promised < least
    return not (comparison in _DOWN and promised <= least)


def figure_in(text: str) -> Decimal | None:
    """Return the one figure that a text holds; None where there is none, or several."""
    found = _FIGURE.findall(_plain(text))
    return Decimal(found[0]) if len(found) == 1 else None


def _plain(text: str) -> str:
    return "".join(half_width(text).replace(",", "").split())


def _words(text: str) -> str:
    return _FIGURE.sub("#", text)

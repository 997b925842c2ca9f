"""Whether a reached value keeps what was asked and promised, as far as two numbers tell."""

from __future__ import annotations

import operator
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from marketplace.agreements.promises import figure_in

_HOLDS: Final = {
    "ge": operator.ge,
    "le": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
    "eq": operator.eq,
}
_KEPT_BY: Final = {"gt": "ge", "lt": "le"}


def keeps(comparison: str, asked: str, *, reached: str) -> bool | None:
    """Return whether a reached value keeps an indicator; None where people have to say so."""
    holds = _HOLDS.get(comparison)
    wanted, got = number_in(asked), number_in(reached)
    if holds is None or wanted is None or got is None:
        return None
    return bool(holds(got, wanted))


def keeps_promise(comparison: str, promised: str, *, reached: str) -> bool | None:
    """Return whether a reached value is as good as the promised one; None where people say so.

    The one figure of each text counts: to reach exactly what was promised keeps it, also where more
    than a number was asked for.
    """
    wanted = figure_in(promised)
    if wanted is None:
        return None
    return keeps(_KEPT_BY.get(comparison, comparison), str(wanted), reached=reached)


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is, with full-width digits and a percent sign; else None."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").replace(",", "").strip()
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

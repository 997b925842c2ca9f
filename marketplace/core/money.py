"""Money: Decimal yuan in the database, 万元 for people."""

from __future__ import annotations

from decimal import Decimal

_WAN = Decimal(10_000)


def from_wan(value: Decimal | float | str) -> Decimal:
    """Return yuan for a number of 万元."""
    return (Decimal(str(value)) * _WAN).quantize(Decimal("0.01"))


def to_wan(yuan: Decimal) -> Decimal:
    """Return 万元 for yuan, without trailing zeros."""
    wan = (yuan / _WAN).normalize()
    return wan.quantize(Decimal(1)) if wan == wan.to_integral() else wan

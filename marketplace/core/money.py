"""Money: Decimal yuan in the database, 万元 for people."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_WAN = Decimal(10_000)


def from_wan(value: Decimal | float | str) -> Decimal:
    """Return yuan for a number of 万元."""
    return (Decimal(str(value)) * _WAN).quantize(Decimal("0.01"))


def to_wan(yuan: Decimal) -> Decimal:
    """Return 万元 for yuan, without trailing zeros."""
    wan = (yuan / _WAN).normalize()
    return wan.quantize(Decimal(1)) if wan == wan.to_integral() else wan


def written(yuan: Decimal) -> str:
    """Return a sum as `46.8 ten thousand yuan`, in the active language."""
    wan = number_format(to_wan(yuan), force_grouping=True)
    return _("%(wan)s ten thousand yuan") % {"wan": wan}

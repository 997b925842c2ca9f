"""Public numbers in sequence, receipt numbers that tell nothing, decimals as they are typed."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.db import transaction

from marketplace.core.models import Sequence

# No 0, O, 1, I, L: a receipt number is read out over the phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def next_number(prefix: str, year: int) -> str:
    """Return the next public number of a year, as `XQ-2026-0001`; call inside a transaction."""
    name = f"{prefix}-{year}"
    Sequence.objects.get_or_create(name=name)
    with transaction.atomic(durable=False):
        row = Sequence.objects.select_for_update().get(name=name)
        row.last += 1
        row.save(update_fields=["last"])
    return f"{name}-{row.last:04d}"


def receipt_number() -> str:
    """Return a random receipt number of twelve characters in three groups (59 bits)."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def plain(value: object) -> str:
    """Return a stored value as somebody types it: a decimal without trailing zeros, none empty."""
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

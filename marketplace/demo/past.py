"""Lets a demo action happen at an instant of the past, by the offset that the clock honours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from marketplace.core import clock


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Run a block some days ago, in one transaction, and set the clock back before it commits."""
    with transaction.atomic():
        kept = clock.offset()
        clock.shift(kept - timedelta(days=days))
        yield
        clock.shift(kept)

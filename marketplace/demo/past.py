"""Lets a demo action happen at an instant of the past, where the settings honour an offset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from marketplace.core import clock


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Run a block some days ago, in one transaction."""
    with transaction.atomic(), clock.set_back(timedelta(days=days)):
        yield

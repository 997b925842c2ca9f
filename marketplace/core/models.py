"""Rows behind the small modules of the core."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ClockOffset(models.Model):
    """One row: how far the portal's clock runs ahead of the database's, in tests and demos."""

    ONLY = 1

    offset = models.DurationField()


class Sequence(models.Model):
    """The last number given under a name, such as `XQ-2026`."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveBigIntegerField(default=0)


class IdempotencyKey(models.Model):
    """A key that a caller sent with a write, and the row that the write made."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    result = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "key"], name="core_idempotency_key_once"),
        ]

"""Saving what staff set for challenges and what follows them, and recording it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Model

from marketplace.journal.record import record

if TYPE_CHECKING:
    from marketplace.accounts.models import User

Setting = TypeVar("Setting", bound=Model)


@transaction.atomic
def save_setting(save: Callable[[], Setting], *, by: User) -> Setting:
    """Save a row as the admin's form does, and record it under its model's name."""
    row = save()
    record(f"{row._meta.model_name}_saved", row, actor=by)
    return row

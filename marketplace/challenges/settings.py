"""Saving what staff set: programmes, and the labels of the reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from marketplace.challenges.models import ExitReason, Programme
from marketplace.journal.record import record

if TYPE_CHECKING:
    from marketplace.accounts.models import User

Setting = TypeVar("Setting", Programme, ExitReason)


@transaction.atomic
def save_setting(save: Callable[[], Setting], *, by: User) -> Setting:
    """Save a programme or a reason as the admin's form does, and record it."""
    row = save()
    record(f"{row._meta.model_name}_saved", row, actor=by)
    return row

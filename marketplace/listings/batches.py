"""What staff do to batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from marketplace.journal.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from marketplace.listings.models import Batch


@transaction.atomic
def save_batch(save: Callable[[], Batch], *, by: User) -> Batch:
    """Save a checked batch and tell those who show it: `save` is the form's."""
    batch = save()
    record("batch_saved", batch, actor=by)
    return batch

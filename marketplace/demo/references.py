"""Lets Wagtail's index of references be written once for all that is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from marketplace.listings.models import Capability, Demand
from marketplace.organisations.models import Organisation

_LOADED: Final[tuple[type[Any], ...]] = (Organisation, Capability, Demand)


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """Run a block in which many rows are saved several times; index their references after it."""
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in _LOADED:
            _index(model)


@transaction.atomic
def _index(model: type[Any]) -> None:
    if ReferenceIndex.model_is_indexable(model):
        for row in model._default_manager.order_by("pk"):
            ReferenceIndex.create_or_update_for_object(row)

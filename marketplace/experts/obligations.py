"""What must be settled before an expert leaves: higher rooms say so for their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from marketplace.core.decisions import ALLOWED, Decision

if TYPE_CHECKING:
    from marketplace.experts.models import Expert

Ask = Callable[["Expert"], Decision]

_asked: list[Ask] = []


def register(ask: Ask) -> None:
    """Ask `ask(expert)` before somebody leaves; call in the `ready()` of the room."""
    if ask not in _asked:
        _asked.append(ask)


def may_go(expert: Expert) -> Decision:
    """Return whether nothing holds an expert, or the first reason that does."""
    return next((found for found in (ask(expert) for ask in _asked) if not found), ALLOWED)

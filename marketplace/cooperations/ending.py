"""What higher rooms do in the moment in which a co-operation ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.cooperations.models import Cooperation


class Hook(Protocol):
    """What a higher room does when a co-operation has ended."""

    def __call__(self, cooperation: Cooperation, *, by: User) -> None:
        """Let go of what stood because of the co-operation."""


_hooks: Final[list[Hook]] = []


def register(hook: Hook) -> None:
    """Have `hook(cooperation, by=by)` run in the transaction of the end; call in `ready()`.

    It holds the lock of the demand's lifecycle: nobody sees the one without the other.
    """
    if hook not in _hooks:
        _hooks.append(hook)


def tell(cooperation: Cooperation, *, by: User) -> None:
    """Run what was registered for a co-operation that has just ended."""
    for hook in _hooks:
        hook(cooperation, by=by)

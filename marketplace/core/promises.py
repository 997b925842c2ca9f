"""What somebody promised to do by an instant: a reminder on the due day, then the escalation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from marketplace.core.workdays import morning_of

if TYPE_CHECKING:
    from datetime import datetime

REMINDED: Final = "reminded_at"
ESCALATED: Final = "escalated_at"


class Promised(Protocol):
    """A row of something that somebody should do, with the stamps of its prompts."""

    reminded_at: Any

    @property
    def is_open(self) -> bool:
        """Return whether it still waits."""

    def is_late_at(self, instant: datetime) -> bool:
        """Return whether it should have been done by an instant."""

    def save(self, *, update_fields: list[str]) -> None:
        """Keep the fields."""


def due_stamp(waiting: Promised, now: datetime, *, due_by: datetime, late: str = ESCALATED) -> str:
    """Return which stamp something open is due to get now, or nothing; `late` is the last one.

    `due_by` is the instant as holidays are known now, which may differ from what was said.
    """
    if not waiting.is_open or getattr(waiting, late) is not None:
        return ""
    if waiting.is_late_at(now):
        return late
    return REMINDED if morning_of(due_by) <= now and waiting.reminded_at is None else ""


def stamped(waiting: Promised, now: datetime, *, due_by: datetime, late: str = ESCALATED) -> str:
    """Give a locked row the stamp that it is due to get now; return which, or nothing."""
    stamp = due_stamp(waiting, now, due_by=due_by, late=late)
    if stamp:
        setattr(waiting, stamp, now)
        waiting.save(update_fields=[stamp])
    return stamp

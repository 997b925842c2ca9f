"""Answers to questions of permission: yes or no, always with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.core.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, with the reason that a page shows when it is not."""

    allowed: bool
    reason: str | _StrPromise = ""
    code: str = ""

    def __bool__(self) -> bool:
        """Return whether it is allowed."""
        return self.allowed

    def demand(self, *, status: int = 403) -> None:
        """Raise a Refusal with this reason and HTTP status unless it is allowed."""
        if not self.allowed:
            raise Refusal(self.reason, code=self.code or "forbidden", status=status)


ALLOWED = Decision(allowed=True)


def refused(reason: str | _StrPromise, code: str = "forbidden") -> Decision:
    """Return the negative decision with its reason and a stable code."""
    return Decision(allowed=False, reason=reason, code=code)

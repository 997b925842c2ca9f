"""What an officer writes into an agreement, row by row, each known by its name on the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneText:
    """A milestone; after a gate the next stage begins."""

    name: str
    title: str
    due_on: date
    is_gate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseText:
    """The value promised for an indicator, and the name of the milestone by which it is due."""

    name: str
    key: int
    value: str
    milestone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallmentText:
    """A payment with the name of its milestone; no name: once both sides have signed."""

    name: str
    title: str
    amount: Decimal
    milestone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A clause."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """All that an officer writes; the rest comes from the demand and the bid."""

    starts_on: date
    ends_on: date
    amount: Decimal
    own_money: Decimal
    is_public: bool
    milestones: Sequence[MilestoneText]
    promises: Sequence[PromiseText]
    installments: Sequence[InstallmentText]
    clauses: Sequence[ClauseText]

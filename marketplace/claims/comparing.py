"""Two to four applications side by side; no match score stands where people choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from marketplace.claims.permissions import gates_between
from marketplace.claims.versions import version_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.claims.models import Claim
    from marketplace.listings.gates import Gate

FEWEST: Final = 2
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One line of the comparison: what is compared, and what each application says of it."""

    label: str
    cells: tuple[str, ...]
    is_gate: bool = False

    @property
    def differs(self) -> bool:
        """Return whether the applications say different things."""
        return len(set(self.cells)) > 1


_WRITTEN: Final[tuple[tuple[_StrPromise, Callable[[Claim], str]], ...]] = (
    (gettext_lazy("How they would do it"), lambda claim: claim.pitch),
    (gettext_lazy("Capability"), lambda claim: claim.capability.title if claim.capability else ""),
    (gettext_lazy("kind of firm"), lambda claim: str(claim.firm.get_kind_display())),
    (gettext_lazy("founded in"), lambda claim: str(claim.firm.founded or "")),
    (gettext_lazy("scale"), lambda claim: str(claim.firm.get_scale_display())),
    (gettext_lazy("state"), lambda claim: str(claim.get_state_display())),
)


_SENT: Final = (
    ("approach", pgettext_lazy("of an application", "Approach")),
    ("schedule", gettext_lazy("Schedule")),
    ("team", gettext_lazy("Team")),
)
"""Parts of a full application that are compared word by word, by their names on the sheet."""


def comparison_rows(claims: Sequence[Claim], *, at: datetime) -> list[ComparisonRow]:
    """Return the lines in which claims for one demand are compared: what they wrote, then gates.

    What an application does not say is an empty cell.
    """
    written = [
        ComparisonRow(str(label), tuple(read(claim) for claim in claims))
        for label, read in _WRITTEN
    ]
    return [*written, *_sent_rows(claims), *_gate_rows(claims, at=at)]


def _sent_rows(claims: Sequence[Claim]) -> list[ComparisonRow]:
    """Return what full applications say: of each indicator, then of the rest."""
    sent = [version_of(claim).application for claim in claims]
    answers = [{one["asked"]: one["answer"] for one in each.get("indicators", ())} for each in sent]
    asked = dict.fromkeys(indicator for each in answers for indicator in each)
    rows = [
        ComparisonRow(indicator, tuple(each.get(indicator, "") for each in answers))
        for indicator in asked
    ]
    rows += [
        ComparisonRow(str(label), tuple(str(each.get(name) or "") for each in sent))
        for name, label in _SENT
    ]
    return [row for row in rows if any(row.cells)]


def _gate_rows(claims: Sequence[Claim], *, at: datetime) -> list[ComparisonRow]:
    found = [
        {
            gate.code: gate
            for gate in gates_between(claim.demand, claim.firm, capability=claim.capability, at=at)
        }
        for claim in claims
    ]
    labels = {gate.code: str(gate.label) for gates in found for gate in gates.values()}
    return [
        ComparisonRow(label, tuple(_answer(gates.get(code)) for gates in found), is_gate=True)
        for code, label in labels.items()
    ]


def _answer(gate: Gate | None) -> str:
    if gate is None:
        return ""
    words = {"met": _("met"), "failed": _("not met")}.get(str(gate.answer), _("to be shown"))
    return f"{words} · {gate.fact}" if gate.fact else words

"""Two to four applications side by side; no match score stands where people choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from marketplace.claims.permissions import gates_between
from marketplace.claims.questions import may_name_price
from marketplace.claims.versions import version_of
from marketplace.core import money

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.claims.models import Claim
    from marketplace.listings.gates import Gate
    from marketplace.listings.models import Demand

    Content = dict[str, Any]
    Read = Callable[[Content], str]

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
    """Return the lines in which claims for one demand are compared, never with a score.

    What the demand measures comes first, also where nobody answered it, then what is opened,
    cases, the price where the path lets one be named, files and partners, then what else they
    wrote, then gates. What an application does not say is an empty cell.
    """
    sent = [version_of(claim).application for claim in claims]
    written = [
        ComparisonRow(str(label), tuple(read(claim) for claim in claims))
        for label, read in _WRITTEN
    ]
    rest = [
        ComparisonRow(str(label), tuple(str(each.get(name) or "") for each in sent))
        for name, label in _SENT
    ]
    return [
        *_rows_about(claims[0].demand, sent),
        *written,
        *(row for row in rest if any(row.cells)),
        *_gate_rows(claims, at=at),
    ]


def _rows_about(demand: Demand, sent: Sequence[Content]) -> Iterator[ComparisonRow]:
    """Yield what the demand asks: its indicators, what it opens, and what goes with an answer."""
    measured = [str(one) for one in demand.indicators.all()]
    yield from _asked_rows(measured, sent, part="indicators", key="asked", read=_said)
    opened = [one.text for one in demand.opened_resources.all()]
    yield from _asked_rows(opened, sent, part="resources", key="what", read=_need)
    yield _listed(_("Cases"), sent, part="cases", read=_case)
    if may_name_price(demand):
        prices = (each.get("price") for each in sent)
        cells = tuple(money.written(Decimal(one)) if one else "" for one in prices)
        yield ComparisonRow(_("Price for orientation"), cells)
    yield _listed(_("Files"), sent, part="files", read=_name)
    yield _listed(_("Partners"), sent, part="partners", read=_partner)


def _asked_rows(
    asked: Sequence[str], sent: Sequence[Content], *, part: str, key: str, read: Read
) -> Iterator[ComparisonRow]:
    """Yield a row for each thing that is asked now, then for each that only answers still name."""
    found: list[dict[str, list[str]]] = [{} for _each in sent]
    for answers, each in zip(found, sent, strict=True):
        for one in each.get(part, ()):
            answers.setdefault(one[key], []).append(read(one))
    named = dict.fromkeys([*asked, *(name for answers in found for name in answers)])
    for name in named:
        yield ComparisonRow(name, tuple("\n".join(answers.get(name, ())) for answers in found))


def _listed(label: str, sent: Sequence[Content], *, part: str, read: Read) -> ComparisonRow:
    return ComparisonRow(label, tuple("\n".join(map(read, each.get(part, ()))) for each in sent))


def _said(one: Content) -> str:
    return str(one["answer"])


def _need(one: Content) -> str:
    return "\n".join(text for text in (one["purpose"], one["terms"]) if text)


def _case(one: Content) -> str:
    place = " ".join(str(one[name]) for name in ("customer", "place", "year") if one[name])
    return "\n".join(text for text in (place, one["result"]) if text)


def _name(one: Content) -> str:
    return str(one["name"])


def _partner(one: Content) -> str:
    return f"{one['name']}：{one['part']}"


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

"""Gates: conditions of a demand that an organisation meets, fails or has not shown.

Pure functions over plain facts, used by permissions and by search alike. No gate asks where a firm
is registered: place is where the demand is used and where the firm says that it delivers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


class Answer(StrEnum):
    """What is known of a condition."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate that an organisation says it holds; without `valid_until` nothing is shown.

    `higher` names the certificate's kind where it is a higher grade than the one that is asked.
    """

    valid_from: date | None
    valid_until: date | None
    higher: str = ""


class CreditAnswer(Protocol):
    """The newest answer about one credit list: `yes`, `no` or `unknown`, with day and source."""

    @property
    def answer(self) -> str:
        """Return the answer."""

    @property
    def as_of(self) -> date | None:
        """Return the day of the fact."""

    @property
    def source(self) -> str:
        """Return who said so."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a demand asks: qualifications and districts by slug, the budget's upper bound."""

    qualifications: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    budget_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """What is known of the organisation that would answer."""

    holdings: Mapping[str, Holding] = field(default_factory=dict)
    credit: Mapping[str, CreditAnswer] = field(default_factory=dict)
    is_verified: bool = False
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """What a capability says of delivery; None for a firm that names no capability."""

    everywhere: bool = True
    districts: frozenset[str] = frozenset()
    price_low: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition with its answer, the fact behind it, and whether a failure refuses."""

    code: str
    label: Text
    answer: Answer
    fact: Text = ""
    binding: bool = True

    @property
    def remedy(self) -> Text:
        """Return what whoever would answer can do about it; nothing where it is met."""
        return _REMEDIES.get((self.code.split(":")[0], self.answer), "")


_DATED: Text = _("Add a valid certificate with its dates to your organisation's page.")
_REMEDIES: Mapping[tuple[str, Answer], Text] = {
    ("verified", Answer.FAILED): _("Complete your organisation's page and ask for verification."),
    ("verified", Answer.UNKNOWN): _("Take over the entry, then ask for verification."),
    ("credit", Answer.FAILED): _("If this is wrong or no longer so, ask the portal to correct it."),
    ("credit", Answer.UNKNOWN): _(
        "Ask the portal to check it; until then the handling unit decides and gives a reason."
    ),
    ("qualification", Answer.FAILED): _DATED,
    ("qualification", Answer.UNKNOWN): _DATED,
    ("delivery", Answer.FAILED): _(
        "It stops nothing: add the districts to the capability if you deliver there."
    ),
    ("delivery", Answer.UNKNOWN): _(
        "It stops nothing: say on the capability's page where you deliver."
    ),
    ("budget", Answer.FAILED): _(
        "It stops nothing: see whether the price on the capability's page is still right."
    ),
    ("budget", Answer.UNKNOWN): _("It stops nothing: the capability's page may state a price."),
}
"""What can be done, by the first part of a gate's code and its answer."""


def gates(
    conditions: Conditions,
    holder: HolderFacts,
    *,
    delivery: DeliveryFacts | None,
    on: date,
) -> tuple[Gate, ...]:
    """Return every gate between a demand and a holder on a day, the binding ones first."""
    return (
        *holder_gates(holder),
        *qualification_gates(conditions, holder, on=on),
        *delivery_gates(conditions, delivery),
    )


def holder_gates(holder: HolderFacts) -> tuple[Gate, ...]:
    """Return what every organisation that takes part is asked, whatever the demand."""
    return (verification_gate(holder), *credit_gates(holder))


def verification_gate(holder: HolderFacts) -> Gate:
    """Return whether the organisation's credit code is verified."""
    label = _("Verified organisation")
    if holder.is_verified:
        return Gate("verified", label, Answer.MET, _("Unified credit code verified."))
    if holder.is_placeholder:
        return Gate("verified", label, Answer.UNKNOWN, _("Entered from a list, not yet confirmed."))
    return Gate("verified", label, Answer.FAILED, _("Ask the portal to verify the credit code."))


def credit_gates(holder: HolderFacts) -> Iterator[Gate]:
    """Yield one gate for each credit list; what nobody has checked is unknown, not a pass."""
    labels: dict[str, Text] = {
        "abnormal": _("Not on the list of abnormal operations"),
        "serious": _("Not on the list of serious violations and dishonesty"),
        "dishonest": _("Not on the list of dishonest persons subject to enforcement"),
    }
    answers = {"yes": Answer.FAILED, "no": Answer.MET}
    for kind, label in labels.items():
        known = holder.credit.get(kind)
        if known is None or known.as_of is None:
            yield Gate(f"credit:{kind}", label, Answer.UNKNOWN, _("Not checked yet."))
            continue
        fact = _("%(source)s, as of %(day)s") % {"source": known.source, "day": known.as_of}
        yield Gate(f"credit:{kind}", label, answers.get(known.answer, Answer.UNKNOWN), fact)


def qualification_gates(conditions: Conditions, holder: HolderFacts, *, on: date) -> Iterator[Gate]:
    """Yield one gate for each required qualification."""
    for slug, name in conditions.qualifications.items():
        holding = holder.holdings.get(slug)
        answer, fact = _holding(holding, holder, on=on)
        if holding is not None and holding.higher:
            fact = _("Holds %(higher)s, which counts as this one. %(fact)s") % {
                "higher": holding.higher,
                "fact": fact,
            }
        yield Gate(f"qualification:{slug}", name, answer, fact)


def delivery_gates(conditions: Conditions, delivery: DeliveryFacts | None) -> Iterator[Gate]:
    """Yield whether the capability reaches the districts of use and its price the budget."""
    if delivery is None:
        return
    if conditions.districts:
        yield _district_gate(conditions, delivery)
    if conditions.budget_high is not None:
        yield _budget_gate(conditions.budget_high, delivery.price_low)


def refusing(found: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """Return the failed gates that refuse an application."""
    return tuple(gate for gate in found if gate.binding and gate.answer is Answer.FAILED)


def _holding(holding: Holding | None, holder: HolderFacts, *, on: date) -> tuple[Answer, Text]:
    if holding is None:
        if holder.is_placeholder:
            return Answer.UNKNOWN, _("Nothing is known of certificates yet.")
        return Answer.FAILED, _("No such certificate on the organisation's page.")
    if holding.valid_until is None:
        return Answer.UNKNOWN, _("Stated, without a date of validity.")
    if holding.valid_until < on:
        return Answer.FAILED, _("Expired on %(day)s.") % {"day": holding.valid_until}
    if holding.valid_from is not None and holding.valid_from > on:
        return Answer.FAILED, _("Valid only from %(day)s.") % {"day": holding.valid_from}
    return Answer.MET, _("Valid until %(day)s.") % {"day": holding.valid_until}


def _district_gate(conditions: Conditions, delivery: DeliveryFacts) -> Gate:
    label = _("Delivers where it is used")
    if delivery.everywhere:
        return Gate("delivery", label, Answer.MET, _("Delivers everywhere."), binding=False)
    missing = [
        name for slug, name in conditions.districts.items() if slug not in delivery.districts
    ]
    if not delivery.districts:
        return Gate("delivery", label, Answer.UNKNOWN, _("No districts stated."), binding=False)
    if missing:
        fact = _("Not stated for: %(places)s") % {"places": "、".join(missing)}
        return Gate("delivery", label, Answer.FAILED, fact, binding=False)
    return Gate("delivery", label, Answer.MET, _("All districts of use stated."), binding=False)


def _budget_gate(budget_high: Decimal, price_low: Decimal | None) -> Gate:
    label = _("Price within the budget")
    if price_low is None:
        return Gate("budget", label, Answer.UNKNOWN, _("No price stated."), binding=False)
    answer = Answer.MET if price_low <= budget_high else Answer.FAILED
    fact = _("Lowest stated price against the budget's upper bound.")
    return Gate("budget", label, answer, fact, binding=False)

"""One score for a pair: a function of the demand, the capability and the snapshot, and no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from search.coverage import Asked, asked_by, coverage
from search.profiles import Profile
from search.snapshot import Snapshot
from search.weights import WEIGHTS

PARTS = tuple(WEIGHTS.parts)
"""Parts of the score in the order of drawing: field, coverage, cases, delivery, qualifications."""

_DAY = 86_400
_REMEMBERED = 1_024


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a pair by part, adding up to `total` of 100, and the coverage behind them."""

    total: float
    points: tuple[float, ...]
    coverage: float

    @property
    def level(self) -> str:
        """Return how well the pair fits: `strong`, `fair` or `weak`."""
        for level, least in WEIGHTS.levels.items():
            if self.total >= least["total"] and self.coverage >= least["coverage"]:
                return level
        return "weak"

    @property
    def is_match(self) -> bool:
        """Return whether the texts have anything to do with each other."""
        return self.coverage >= WEIGHTS.coverage["least"]


class Scorer:
    """Scores pairs by one snapshot; it remembers what a demand asks for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._asked: OrderedDict[int, tuple[Profile, Asked]] = OrderedDict()

    def asked(self, demand: Profile) -> Asked:
        """Return what a demand asks for, weighted by the snapshot."""
        # By the object, which is kept beside it: the same key and version may come with other text.
        kept = self._asked.get(id(demand))
        if kept is None:
            kept = self._asked[id(demand)] = (demand, asked_by(demand, self.snapshot))
            if len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
        return kept[1]

    def score(self, demand: Profile, capability: Profile) -> Score:
        """Return the score of a pair, each part rounded to a millionth of a point.

        Cases, delivery and qualifications count only as far as the texts have to do with each
        other.
        """
        covered = coverage(self.asked(demand), capability, snapshot=self.snapshot)
        reached = min(1.0, covered / WEIGHTS.coverage["full"])
        related = min(1.0, covered / WEIGHTS.coverage["related"])
        shares = {
            "field": field_share(demand, capability, otherwise=reached),
            "coverage": reached,
            "cases": related * cases_share(demand, capability),
            "delivery": related * delivery_share(demand, capability, snapshot=self.snapshot),
            "qualifications": related
            * held_share(demand.qualifications, capability.qualifications),
        }
        points = tuple(round(WEIGHTS.parts[part] * shares[part], 6) for part in PARTS)
        return Score(round(sum(points), 6), points, round(covered, 6))


def field_share(demand: Profile, capability: Profile, *, otherwise: float) -> float:
    """Return how much of the demand's domains and industries the capability shares.

    Where the demand names none, the texts speak for themselves: `otherwise`.
    """
    domains = _held(demand.domains, capability.domains, otherwise=otherwise)
    industries = otherwise
    if demand.industries:
        pairs = zip(demand.industries, demand.industry_tops, strict=True)
        points = (_industry_points(field, top, capability=capability) for field, top in pairs)
        industries = sum(points) / len(demand.industries)
    weight = WEIGHTS.field["domains"]
    return weight * domains + (1 - weight) * industries


def cases_share(demand: Profile, capability: Profile) -> float:
    """Return what delivered cases and maturity are worth.

    A first set, batch or version stands for a case where the demand says so.
    """
    counts = demand.first_of_kind == "counts" and capability.first_of_kind not in {"", "none"}
    by_number: Sequence[float] = WEIGHTS.cases["by_number"]
    delivered = by_number[min(capability.cases + counts, len(by_number) - 1)]
    maturity = WEIGHTS.cases["maturity"].get(capability.maturity, 0.0)
    weight: float = WEIGHTS.cases["delivered"]
    return weight * delivered + (1 - weight) * float(maturity)


def delivery_share(demand: Profile, capability: Profile, *, snapshot: Snapshot) -> float:
    """Return whether it can be delivered there, within the budget, and how fresh the word is.

    Place is where the demand is used and where the firm says it delivers, never its own address.
    """
    weights = WEIGHTS.delivery
    place = (
        1.0
        if capability.everywhere
        else _held(demand.districts, capability.districts, otherwise=1.0)
    )
    return (
        weights["place"] * place
        + weights["price"] * price_share(demand, capability)
        + weights["fresh"] * fresh_share(capability, snapshot)
    )


def price_share(demand: Profile, capability: Profile) -> float:
    """Return 1 when the lowest price is within the budget, 0 when above, a half when unsaid."""
    budget = demand.budget_low if demand.budget_high is None else demand.budget_high
    price = capability.budget_high if capability.budget_low is None else capability.budget_low
    if budget is None or price is None:
        return 0.5
    return float(price <= budget)


def fresh_share(capability: Profile, snapshot: Snapshot) -> float:
    """Return how fresh the capability's last confirmation was on the snapshot's day."""
    if capability.confirmed_at is None:
        return 0.0
    day = datetime.combine(snapshot.as_of, datetime.min.time(), UTC).timestamp()
    age = (day - capability.confirmed_at) / _DAY
    fresh, stale = WEIGHTS.delivery["fresh_days"], WEIGHTS.delivery["stale_days"]
    return min(1.0, max(0.0, (stale - age) / (stale - fresh)))


def held_share(wanted: Sequence[str], held: Sequence[str]) -> float:
    """Return the share of the required qualifications that the capability names, 1 for none."""
    return _held(wanted, held, otherwise=1.0)


def _held(wanted: Sequence[str], held: Sequence[str], *, otherwise: float) -> float:
    """Return the share of the wanted that is held; `otherwise` where nothing is wanted."""
    return len(set(wanted).intersection(held)) / len(set(wanted)) if wanted else otherwise


def _industry_points(field: str, top: str, *, capability: Profile) -> float:
    """Return 1 for the same field, a part for another field of the same industry."""
    if field in capability.industries:
        return 1.0
    return WEIGHTS.field["same_top"] if top in capability.industry_tops else 0.0

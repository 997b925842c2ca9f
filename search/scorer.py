"""One score for a pair: a function of the demand, the capability and the snapshot, and no more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from search.coverage import Asked, asked_by, coverage
from search.profiles import Profile
from search.snapshot import Snapshot
from search.weights import WEIGHTS

_DAY = 86_400
_REMEMBERED = 1_024


class Tier(StrEnum):
    """What was compared: the words of both texts, or what they mean too."""

    WORDS = "words"
    MEANING = "meaning"

    @property
    def parts(self) -> Mapping[str, float]:
        """The points of each part, in the order of drawing."""
        return WEIGHTS.parts if self is Tier.MEANING else WEIGHTS.parts_of_words


@dataclass(frozen=True, slots=True)
class Compared:
    """What the vectors of a pair say: spreads above a pair drawn at random, shared leanings."""

    similarity: float
    leanings: float


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a pair by part of its tier, adding up to `total` of 100, and what they rest on.

    `evidence` says how much the texts have to do with each other: 1 and more is enough.
    """

    total: float
    points: tuple[float, ...]
    coverage: float
    evidence: float
    tier: Tier = Tier.WORDS
    similarity: float | None = None

    @property
    def level(self) -> str:
        """Return how well the pair fits: `strong`, `fair` or `weak`."""
        for level, least in WEIGHTS.levels.items():
            if self.total >= least["total"] and self.evidence >= least["evidence"]:
                return level
        return "weak"

    @property
    def is_match(self) -> bool:
        """Return whether the texts have anything to do with each other."""
        name = "least" if self.tier is Tier.MEANING else "least_words"
        return self.evidence >= WEIGHTS.evidence[name]


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

    def score(
        self, demand: Profile, capability: Profile, *, compared: Compared | None = None
    ) -> Score:
        """Return the score of a pair, each part rounded to a millionth of a point.

        Where vectors cannot be compared, the words have the points. Cases, delivery and
        qualifications count only as far as the texts have to do with each other.
        """
        covered = coverage(self.asked(demand), capability, snapshot=self.snapshot)
        tier = Tier.WORDS if compared is None else Tier.MEANING
        evidence = evidence_of(covered, compared)
        related = min(1.0, evidence)
        reached = reached_by(covered)
        shares = {
            "field": field_share(demand, capability, reached=reached, compared=compared),
            "meaning": meaning_share(compared),
            "coverage": reached,
            "cases": related * cases_share(demand, capability),
            "delivery": related * delivery_share(demand, capability, snapshot=self.snapshot),
            "qualifications": related
            * held_share(demand.qualifications, capability.qualifications),
        }
        points = tuple(round(most * shares[part], 6) for part, most in tier.parts.items())
        return Score(
            round(sum(points), 6),
            points,
            round(covered, 6),
            round(evidence, 6),
            tier,
            None if compared is None else compared.similarity,
        )


def reached_by(covered: float) -> float:
    """Return the share of the points that a coverage earns: steep at first, never level."""
    half = WEIGHTS.coverage["half"]
    return (1 + half) * covered / (half + covered)


def evidence_of(covered: float, compared: Compared | None) -> float:
    """Return how much two texts have to do with each other; from 1 on it is enough."""
    weights = WEIGHTS.evidence
    if compared is None:
        return covered / weights["words"]
    return covered / weights["coverage"] + max(0.0, compared.similarity) / weights["meaning"]


def meaning_share(compared: Compared | None) -> float:
    """Return how close the texts are, 0 where vectors cannot be compared."""
    if compared is None:
        return 0.0
    return min(1.0, max(0.0, compared.similarity / WEIGHTS.meaning["full"]))


def field_share(
    demand: Profile, capability: Profile, *, reached: float, compared: Compared | None
) -> float:
    """Return how much of the demand's domains and industries the capability shares.

    What the demand does not declare, the texts say: the industries that both lean to, or where no
    vectors can be compared, how much of the demand is covered.
    """
    said = reached if compared is None else compared.leanings
    if not demand.domains and not demand.industries:
        return said
    declared = _declared_share(demand, capability, otherwise=said)
    if compared is None:
        return declared
    suggested = WEIGHTS.field["suggested"]
    return suggested * said + (1 - suggested) * declared


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


def _declared_share(demand: Profile, capability: Profile, *, otherwise: float) -> float:
    """Return how much of the declared domains and industries the capability declares too."""
    domains = _held(demand.domains, capability.domains, otherwise=otherwise)
    industries = otherwise
    if demand.industries:
        pairs = zip(demand.industries, demand.industry_tops, strict=True)
        points = (_industry_points(field, top, capability=capability) for field, top in pairs)
        industries = sum(points) / len(demand.industries)
    weight = WEIGHTS.field["domains"]
    return weight * domains + (1 - weight) * industries


def _held(wanted: Sequence[str], held: Sequence[str], *, otherwise: float) -> float:
    """Return the share of the wanted that is held; `otherwise` where nothing is wanted."""
    return len(set(wanted).intersection(held)) / len(set(wanted)) if wanted else otherwise


def _industry_points(field: str, top: str, *, capability: Profile) -> float:
    """Return 1 for the same field, a part for another field of the same industry."""
    if field in capability.industries:
        return 1.0
    return WEIGHTS.field["same_top"] if top in capability.industry_tops else 0.0

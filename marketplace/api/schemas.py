"""What the interface gives out, field by field: the source of its description."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Field, Schema


class Term(Schema):
    """A term of a vocabulary."""

    slug: str
    name: str


class Owner(Schema):
    """The organisation that a listing belongs to; nobody's name."""

    name: str
    kind: str
    is_verified: bool


class Money(Schema):
    """A sum in yuan, or why there is none."""

    kind: str
    low: Decimal | None = None
    high: Decimal | None = None


class ListingCard(Schema):
    """What a list says of a listing."""

    number: str
    title: str
    summary: str
    owner: Owner
    is_example: bool
    is_confirmed: bool
    published_at: datetime | None
    domains: list[Term]
    industries: list[Term]
    districts: list[Term]
    page: str = Field(description="The address of the page for people.")


class DemandCard(ListingCard):
    """A demand in a list."""

    mode: str
    path: str
    phase: str
    budget: Money
    opens_at: datetime | None
    closes_at: datetime | None
    parks: list[Term]
    opens: list[Term]


class CapabilityCard(ListingCard):
    """A capability in a list."""

    maturity: str
    first_of_kind: str
    price: Money
    cases: int
    delivers_everywhere: bool


class Choice(Schema):
    """A value that a list can be narrowed by; no count where the engine is away."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


class Facet(Schema):
    """A filter with its values."""

    name: str
    label: str
    choices: list[Choice]


class Listed(Schema):
    """A page of a list."""

    list_key: str
    q: str
    sort: str
    total: int
    page: int
    pages: int
    facets: list[Facet]
    ignored: dict[str, list[str]] = Field(description="Values that were asked for and are unknown.")
    is_plain: bool = Field(description="The engine is away: no ranking and no counts.")


class DemandList(Listed):
    """A page of demands."""

    items: list[DemandCard]


class CapabilityList(Listed):
    """A page of capabilities."""

    items: list[CapabilityCard]


class Opened(Schema):
    """Something that the city opens for a demand."""

    kind: str
    text: str
    condition: str
    access: str
    approver: str


class IndicatorOut(Schema):
    """An indicator of acceptance."""

    name: str
    baseline: str
    comparison: str
    value: str
    unit: str
    method: str
    is_main: bool


class Change(Schema):
    """A field that an addendum changed, as lines of text before and after."""

    name: str
    before: list[str]
    after: list[str]


class AddendumOut(Schema):
    """How a demand changed after its publication."""

    number: int
    is_material: bool
    why: str
    published_at: datetime
    differences: list[Change]


class AnsweredQuestion(Schema):
    """A question with its answer; who asked is said to nobody."""

    text: str
    answer: str
    answered_at: datetime


class CriterionOut(Schema):
    """What bids are scored by: weight in percent, highest score, least score."""

    name: str
    weight: Decimal
    top: int
    minimum: Decimal | None
    guidance: str


class ChallengeOut(Schema):
    """Where a challenge stands and by what rules it runs; nothing of its bids."""

    state: str
    programme: str
    infrastructure: str
    seal_mode: str
    bidder_kinds: list[str]
    consortium_limit: int
    bids_per_batch: int | None
    own_share: Decimal | None
    parallel_teams: int
    is_staged: bool
    minimum_bids: int
    panel_size: int
    exit_reason: str | None
    criteria: list[CriterionOut]


class DemandDetail(DemandCard):
    """Everything that a demand's page says to everybody, but for contacts."""

    background: str
    goals: str
    content: str
    place: str
    opening_on: date | None
    review_ends_on: date | None
    notice_on: date | None
    signing_on: date | None
    delivery_on: date | None
    cooperation: str
    slots: int | None
    partners: int
    first_of_kind_counts: bool
    qualifications: list[Term]
    opened_resources: list[Opened]
    indicators: list[IndicatorOut]
    questions_close_at: datetime | None
    addenda: list[AddendumOut]
    questions: list[AnsweredQuestion]
    challenge: ChallengeOut | None


class CaseOut(Schema):
    """A delivered case, as the firm states it."""

    customer: str
    place: str
    year: int | None
    amount: Decimal | None
    result: str


class CapabilityDetail(CapabilityCard):
    """Everything that a capability's page says to everybody."""

    description: str
    qualifications: list[Term]
    stated_cases: list[CaseOut]


class Condition(Schema):
    """A demand's condition: met, or still to be verified; what fails is not public."""

    code: str
    label: str
    answer: str
    fact: str


class MatchRow(Schema):
    """A listing of the other side with the score of the pair."""

    number: str
    title: str
    owner: str
    total: int
    level: str
    level_name: str
    why: str
    conditions_met: int
    conditions_to_verify: int
    explanation: str = Field(description="Where the interface explains the pair.")
    page: str


class MatchList(Schema):
    """A page of what fits a listing well, and the nearest of what hardly does."""

    number: str
    state: str = Field(description="ready, pending, resting, or judged: then none is shown.")
    fits_well: bool
    message: str
    total: int
    page: int
    pages: int
    items: list[MatchRow]
    weak_total: int
    weak: list[MatchRow]


class SpanOut(Schema):
    """A half-open range of characters of a part of a text."""

    part: str
    start: int
    end: int


class PointOut(Schema):
    """Something that the demand asks for, and where it stands in both texts."""

    number: int
    text: str
    weight: float
    demand: list[SpanOut]
    capability: list[SpanOut]


class PartOut(Schema):
    """A part of the score: its points of how many, and what they rest on."""

    code: str
    label: str
    points: float
    out_of: float
    sentence: str


class SynonymOut(Schema):
    """A wording of the demand that the capability has in another wording."""

    asked: str
    offered: str
    kind: str
    weight: float


class ClausesOut(Schema):
    """Two clauses that say much the same."""

    asked: str
    offered: str
    similarity: float
    demand: SpanOut
    capability: SpanOut


class ExplanationOut(Schema):
    """Why a pair fits: parts that add up to the score, and the versions that it rests on."""

    demand: str
    capability: str
    state: str
    message: str = ""
    total: float | None = None
    level: str = ""
    level_name: str = ""
    tier: str = Field("", description="words alone, or meaning too.")
    parts: list[PartOut] = []
    covered: list[PointOut] = []
    partly: list[PointOut] = []
    missing: list[PointOut] = []
    synonyms: list[SynonymOut] = []
    clauses: list[ClausesOut] = []
    conditions: list[Condition] = []
    versions: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = Field({}, description="The texts that ranges count in.")
    page: str = ""


class Suggestion(Schema):
    """What may be meant: its text, what it is, and the page that it leads to."""

    text: str
    kind: str
    page: str


class Problem(Schema):
    """Why there is no answer, in the reader's language."""

    code: str
    message: str

"""What an author rules for a challenge, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import RULES, TOP, Challenge, Criterion
from marketplace.challenges.wording import refused_in
from marketplace.organisations.models import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Problem = tuple[str, str | _StrPromise]

BIDDING_KINDS: Final = tuple(kind for kind in Kind if kind != Kind.AGENCY)
"""The kinds of organisations that an author may name as bidders."""

MOST_CRITERIA: Final = 20
_HUNDRED: Final = Decimal(100)
LEAST_TO_TRIM: Final = 3
_OWN_SHARE_AT_MOST: Final = Decimal(10)


@dataclass(frozen=True, slots=True)
class CriterionText:
    """A criterion as its author writes it."""

    name: str
    weight: Decimal
    minimum: Decimal | None = None
    guidance: str = ""
    top: int = TOP


def put(values: Mapping[str, Any], *, into: Challenge) -> None:
    """Set rules on a challenge; ValueError for what is no rule."""
    foreign = set(values) - set(RULES)
    if foreign:
        raise ValueError(f"not rules of a challenge: {sorted(foreign)}")
    for name, value in values.items():
        setattr(into, name, value)


def storable(challenge: Challenge, criteria: Sequence[CriterionText]) -> Iterator[Problem]:
    """Yield what the columns would not take; a draft may lack anything else."""
    yield from _field_faults(challenge, RULES, name="")
    for field in ("consortium_limit", "parallel_teams", "minimum_bids", "panel_size"):
        yield from _at_least_one(challenge, field)
    if challenge.bids_per_batch is not None:
        yield from _at_least_one(challenge, "bids_per_batch")
    if challenge.own_share is not None and not 0 <= challenge.own_share <= _OWN_SHARE_AT_MOST:
        yield "own_share", _("Give a ratio between 0 and 10.")
    if challenge.trims_from is not None and challenge.trims_from < LEAST_TO_TRIM:
        yield "trims_from", _("At least 3, so that a score is left.")
    if not set(challenge.bidder_kinds) <= set(BIDDING_KINDS):
        yield "bidder_kinds", _("Choose kinds of organisations from the list.")
    yield from _criteria_faults(criteria)


def problems_of_rules(challenge: Challenge) -> Iterator[Problem]:
    """Yield what stands between the rules of a challenge and its fitness check."""
    criteria = list(challenge.criteria.all())
    if not criteria:
        yield "criteria", _("Give the criteria by which bids are scored.")
    elif sum(one.weight for one in criteria) != _HUNDRED:
        total = sum(one.weight for one in criteria)
        yield "criteria", _("The weights sum up to %(total)s, not to 100.") % {"total": total}
    if challenge.panel_size % 2 == 0:
        yield "panel_size", _("Choose an odd number of experts, so that a vote decides.")
    if not challenge.programme.is_active:
        yield "programme", _("This programme is no longer in use.")
    texts = (text for one in criteria for text in (one.name, one.guidance))
    for found in refused_in(texts):
        yield "criteria", pointed(found)


def pointed(found: Any) -> str:
    """Return a finding in words: what stands there, and what is the matter with it."""
    return _("“%(words)s”: %(reason)s") % {"words": found.words, "reason": found.reason}


def _at_least_one(challenge: Challenge, field: str) -> Iterator[Problem]:
    value = getattr(challenge, field)
    if isinstance(value, int) and value < 1:
        yield field, _("At least 1.")


def _criteria_faults(criteria: Sequence[CriterionText]) -> Iterator[Problem]:
    if len(criteria) > MOST_CRITERIA:
        yield "criteria", _("At most %(count)s criteria.") % {"count": MOST_CRITERIA}
    names = Counter(one.name for one in criteria)
    for name in (name for name, count in names.items() if count > 1):
        yield "criteria", _("“%(name)s” stands twice.") % {"name": name}
    for one in criteria:
        yield from _field_faults(Criterion(**vars_of(one)), tuple(vars_of(one)), name="criteria")
        if not 0 < one.weight <= _HUNDRED:
            yield "criteria", _("“%(name)s”: the weight lies between 0 and 100.") % vars_of(one)
        yield from _scale_faults(one)


def _scale_faults(one: CriterionText) -> Iterator[Problem]:
    if not 1 <= one.top <= TOP:
        told = _("“%(name)s”: the highest score lies between 1 and 100.")
        yield "criteria", told % vars_of(one)
    elif one.minimum is not None and not 0 <= one.minimum <= one.top:
        told = _("“%(name)s”: the least score lies between 0 and %(top)s.")
        yield "criteria", told % vars_of(one)


def vars_of(criterion: CriterionText) -> dict[str, Any]:
    """Return a criterion's fields by name."""
    return {
        "name": criterion.name,
        "weight": criterion.weight,
        "minimum": criterion.minimum,
        "guidance": criterion.guidance,
        "top": criterion.top,
    }


def _field_faults(row: Any, fields: Sequence[str], *, name: str) -> Iterator[Problem]:
    others = {field.name for field in row._meta.fields} - set(fields)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield from ((name or field, message) for message in messages)

"""Why one pair fits, as the index holds both texts now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.portal.drawn import key_of
from search.clauses import with_clauses
from search.pairs import matcher

if TYPE_CHECKING:
    from marketplace.listings.models import Capability, Demand
    from search.documents import ListingDocument
    from search.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair's explanation with the very texts that its offsets count in."""

    demand: ListingDocument
    capability: ListingDocument
    explanation: Explanation


def explained(demand: Demand, capability: Capability) -> Explained | None:
    """Return why a pair fits, None where the index does not hold both; EngineUnavailable else."""
    serving = matcher()
    documents = serving.engine.documents([key_of(demand), key_of(capability)])
    asked, offered = documents.get(key_of(demand)), documents.get(key_of(capability))
    if asked is None or offered is None:
        return None
    plain = serving.explain(asked, offered)
    (whole,) = with_clauses([(plain, asked, offered)], serving.scorer.snapshot.meaning)
    return Explained(asked, offered, whole)

"""Records matches as listings are published, revised and withdrawn: a consumer with the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import translation

from marketplace.claims.models import Claim
from marketplace.claims.permissions import gates_between
from marketplace.core import clock
from marketplace.journal.consumers import OutageError, batch_consumer, consumer
from marketplace.listings.models import Capability, Demand
from marketplace.matches.actions import note_claim
from marketplace.matches.claiming import note_application
from marketplace.matches.models import Match, MatchState
from marketplace.matches.recording import Found, is_recorded, pairs_of, record_matches
from marketplace.portal.drawn import key_of
from marketplace.portal.rows import capabilities_to_match, demands_to_match
from search.chunks import chunks
from search.clauses import with_clauses
from search.engines.protocol import EngineUnavailable
from search.pairs import matcher
from search.vectors import has_vector
from search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from marketplace.journal.models import Entry
    from search.documents import ListingDocument
    from search.explanation import Explanation
    from search.matching import Matcher

KEPT: Final = 20
"""How many of the other side are recorded for a listing; an organisation's own are left out."""

_ASKED: Final = 2 * KEPT
_CHUNK: Final = 100
_MODELS: Final[dict[str, type[Any]]] = {one._meta.label_lower: one for one in (Demand, Capability)}
_KINDS: Final = frozenset(
    f"{key}_{verb}"
    for key in ("demand", "capability")
    for verb in ("published", "revised", "withdrawn")
)
_OPEN: Final = {"state": frozenset({"open", "upcoming"})}

Listing = Demand | Capability


@batch_consumer("matches", _KINDS, size=20, outages=(EngineUnavailable,))
def record_on_listings(entries: Sequence[Entry]) -> None:
    """Record the matches of the listings that entries are about; one twice in a batch but once."""
    latest = {(entry.subject_type, entry.subject_key): entry.position for entry in entries}
    for (kind, key), position in latest.items():
        listing = _MODELS[kind].objects.select_related("lifecycle__owner").get(pk=key)
        if not is_recorded(listing, position=position):
            record_for(listing, position=position)


@consumer("matches_on_claim", {"claim_submitted"})
def note_on_claim(entry: Entry) -> None:
    """Let the match that an application was made with take note of it."""
    claim = Claim.objects.get(pk=entry.subject_key)
    note_application(
        demand=claim.demand_id,
        firm=claim.firm_id,
        capability=claim.capability_id,
        at=claim.submitted_at,
    )


def record_for(listing: Listing, *, position: int) -> None:
    """Work out a listing's matches and record them as of a place of the journal.

    OutageError while the index has not come to that place; EngineUnavailable without an engine.
    """
    serving = matcher()
    if serving.engine.mark().position < position:
        raise OutageError("the index has not come so far")
    if not listing.is_public:
        record_matches(listing, [], position=position, is_public=False)
        return
    # Before the matches: a vector that comes meanwhile lets them be worked out once more.
    basis = basis_of(serving, has_vector=has_vector(key_of(listing), serving.model))
    found = _Computing(serving, listing, now=clock.now()).found()
    record_matches(listing, found, position=position, basis=basis)
    _note_earlier_claims(listing)


def basis_of(serving: Matcher, *, has_vector: bool) -> str:
    """Return the name of what matches rest on beside the texts."""
    snapshot = serving.scorer.snapshot
    return f"{snapshot.id}.{WEIGHTS.version}.{'meaning' if has_vector else 'words'}"


class _Computing:
    """Works out the matches of one listing at one instant."""

    def __init__(self, serving: Matcher, listing: Listing, *, now: datetime) -> None:
        self._serving, self._listing, self._now = serving, listing, now
        self._is_demand = isinstance(listing, Demand)
        key = key_of(listing)
        # A listing that the index lacks though it came so far is parked, not waited for.
        self._document = serving.engine.documents([key])[key]
        rows = demands_to_match() if self._is_demand else capabilities_to_match()
        self._mine = rows.get(pk=listing.pk)
        self._matching: frozenset[int] = frozenset()

    def found(self) -> list[Found]:
        """Return the best of the other side, then what was recorded before and is not among them.

        What is recorded and no longer published is left out: it fits no longer.
        """
        best = self._best()
        at = 1 if self._is_demand else 0
        known = [pair[at] for pair in pairs_of(self._listing)]
        others = sorted(set(known).difference(best))
        found = list(self._explained(best))[:KEPT]
        kept = {one.pair for one in found}
        later = [pk for pk in best if self._pair(pk) not in kept and pk in known]
        for some in chunks(iter([*later, *others]), _CHUNK):
            found.extend(self._explained(some))
        return found

    def _best(self) -> list[int]:
        now = int(self._now.timestamp())
        if self._is_demand:
            found = self._serving.capabilities_for(self._document, now=now, limit=_ASKED)
        else:
            found = self._serving.demands_for(self._document, now=now, limit=_ASKED, filters=_OPEN)
        pks = [one.pk for one in found]
        self._matching = frozenset(pks)
        return pks

    def _explained(self, pks: Iterable[int]) -> Iterator[Found]:
        pks = list(pks)
        rows = capabilities_to_match() if self._is_demand else demands_to_match()
        owner = self._listing.lifecycle.owner_id
        others = {row.pk: row for row in rows.filter(pk__in=pks) if row.lifecycle.owner_id != owner}
        documents = self._serving.engine.documents([self._key(pk) for pk in pks])
        kept = [
            (others[pk], self._explain(others[pk], document))
            for pk in pks
            if pk in others
            and (document := documents.get(self._key(pk))) is not None
            and document.visible
        ]
        meaning = self._serving.scorer.snapshot.meaning
        whole = with_clauses([explained for _other, explained in kept], meaning)
        for (other, explained), explanation in zip(kept, whole, strict=True):
            yield self._one(other, explained, explanation=explanation)

    def _explain(
        self, other: Any, document: ListingDocument
    ) -> tuple[Explanation, ListingDocument, ListingDocument]:
        """Return why a pair fits, with both texts: the demand's first."""
        demand, capability = self._ordered(self._mine, other)
        sides = self._ordered(self._document, document)
        gates = gates_between(
            demand, capability.lifecycle.owner, capability=capability, at=self._now
        )
        return self._serving.explain(*sides, gates=gates), *sides

    def _ordered(self, mine: Any, other: Any) -> tuple[Any, Any]:
        return (mine, other) if self._is_demand else (other, mine)

    def _one(
        self,
        other: Any,
        explained: tuple[Explanation, ListingDocument, ListingDocument],
        *,
        explanation: Explanation,
    ) -> Found:
        demand, capability = self._ordered(self._mine, other)
        sides = explained[1:]
        with translation.override(settings.LANGUAGE_CODE):
            plain = explanation.to_dict()
        return Found(
            demand=demand.pk,
            capability=capability.pk,
            total=explanation.total,
            level=explanation.level,
            explanation=plain,
            # Texts that share single characters alone are no suggestion.
            fits=bool(explanation.covered or explanation.partly)
            and (other.pk in self._matching or self._serving.score(*sides).is_match),
        )

    def _key(self, pk: int) -> str:
        return f"capability:{pk}" if self._is_demand else f"demand:{pk}"

    def _pair(self, pk: int) -> tuple[int, int]:
        return (self._listing.pk, pk) if self._is_demand else (pk, self._listing.pk)


def _note_earlier_claims(listing: Listing) -> None:
    """Let new matches take note of applications that were made before they were recorded."""
    claims = Claim.objects.filter(demand=OuterRef("demand"), capability=OuterRef("capability"))
    rows = Match.objects.filter(Exists(claims), **{listing.KEY: listing.pk})
    for match in rows.exclude(state=MatchState.CLAIMED):
        note_claim(match, by=None)

"""Records matches as listings and organisations change: a consumer with the engine."""

from __future__ import annotations

from itertools import islice
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
from marketplace.matches.recording import Found, is_recorded, outdate, pairs_of, record_matches
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

    from marketplace.journal.models import Entry
    from search.documents import ListingDocument
    from search.explanation import Explanation
    from search.matching import Matcher

KEPT: Final = 20
"""How many of the other side are recorded for a listing; an organisation's own are left out."""

_ASKED: Final = 2 * KEPT
_CHUNK: Final = 100
_MODELS: Final[dict[str, type[Any]]] = {one._meta.label_lower: one for one in (Demand, Capability)}
_LISTED: Final = frozenset(
    f"{key}_{verb}"
    for key in ("demand", "capability")
    for verb in ("published", "revised", "withdrawn")
)
_ORGANISED: Final = frozenset(
    f"organisation_{verb}" for verb in ("changed", "verified", "unverified")
)
"""After these the conditions of a demand may be met, or no longer."""

_OPEN: Final = {"state": frozenset({"open", "upcoming"})}

Listing = Demand | Capability


@batch_consumer("matches", _LISTED | _ORGANISED, size=20, outages=(EngineUnavailable,))
def record_on_listings(entries: Sequence[Entry]) -> None:
    """Record the matches of the listings that entries are about; one twice in a batch but once.

    Those of a changed organisation's capabilities are worked out a little later.
    """
    latest = {(entry.subject_type, entry.subject_key): entry.position for entry in entries}
    due = []
    for (kind, key), position in latest.items():
        if kind not in _MODELS:
            outdate(int(key), position=position)
            continue
        listing = _MODELS[kind].objects.select_related("lifecycle__owner").get(pk=key)
        if not is_recorded(listing, position=position):
            due.append((listing, position))
    if due:
        record_for_all(due)


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
    """Work out a listing's matches and record them as of a place of the journal."""
    record_for_all([(listing, position)])


def record_for_all(due: Sequence[tuple[Listing, int]]) -> None:
    """Work out the matches of listings, at least one, and record each as of a place of the journal.

    OutageError while the index has not come to these places; EngineUnavailable without an engine.
    """
    serving, rows = matcher(), _Rows()
    if serving.engine.mark().position < max(position for _listing, position in due):
        raise OutageError("the index has not come so far")
    computings = [
        _Computing(serving, listing, rows=rows) if listing.is_public else None
        for listing, _position in due
    ]
    for (listing, position), computing in zip(due, computings, strict=True):
        if computing is None:
            record_matches(listing, [], position=position, is_public=False)
            continue
        record_matches(listing, computing.found(), position=position, basis=computing.basis)
        _note_earlier_claims(listing)


def found_between(demand: Demand, capability: Capability) -> Found | None:
    """Return how one pair fits now, as it would be recorded, whatever its place.

    None while the index does not hold both; EngineUnavailable without an engine.
    """
    serving = matcher()
    if key_of(demand) not in serving.engine.documents([key_of(demand)]):
        return None
    return _Computing(serving, demand, rows=_Rows()).between(capability.pk)


def basis_of(serving: Matcher, *, has_vector: bool) -> str:
    """Return the name of what matches rest on beside the texts."""
    snapshot = serving.scorer.snapshot
    return f"{snapshot.id}.{WEIGHTS.version}.{'meaning' if has_vector else 'words'}"


class _Rows:
    """The public listings with what gates read of them; what was asked for is read together."""

    def __init__(self) -> None:
        self._read: dict[type[Listing], dict[int, Any]] = {Demand: {}, Capability: {}}
        self._asked: dict[type[Listing], set[int]] = {Demand: set(), Capability: set()}

    def ask(self, model: type[Listing], pks: Iterable[int]) -> None:
        """Say which rows will be wanted."""
        self._asked[model].update(pks)

    def of(self, model: type[Listing], pks: Sequence[int]) -> dict[int, Any]:
        """Return the rows of those that are public, by key."""
        self.ask(model, pks)
        read = self._read[model]
        if new := self._asked[model].difference(read):
            rows = demands_to_match() if model is Demand else capabilities_to_match()
            read |= dict.fromkeys(new) | rows.in_bulk(new)
        return {pk: read[pk] for pk in pks if read[pk] is not None}


class _Computing:
    """Works out the matches of one listing at one instant; finds at once what may match.

    `basis` names what they rest on.
    """

    def __init__(self, serving: Matcher, listing: Listing, *, rows: _Rows) -> None:
        self._serving, self._listing, self._rows, self._now = serving, listing, rows, clock.now()
        self._is_demand = isinstance(listing, Demand)
        key = key_of(listing)
        # Before the matches: a vector that comes meanwhile lets them be worked out once more.
        self.basis = basis_of(serving, has_vector=has_vector(key, serving.model))
        # A listing that the index lacks though it came so far is parked, not waited for.
        self._document = serving.engine.documents([key])[key]
        self._best = self._ranked()
        rows.ask(type(listing), [listing.pk])
        rows.ask(self._across, self._best)

    def found(self) -> list[Found]:
        """Return the best of the other side, then what was recorded before and is not among them.

        What is recorded and no longer published is left out: it fits no longer.
        """
        best, at = self._best, 1 if self._is_demand else 0
        known = [pair[at] for pair in pairs_of(self._listing)]
        others = sorted(set(known).difference(best))
        found = list(self._explained(best, most=KEPT))
        kept = {one.pair for one in found}
        later = [pk for pk in best if self._pair(pk) not in kept and pk in known]
        for some in chunks(iter([*later, *others]), _CHUNK):
            found.extend(self._explained(some))
        return found

    def between(self, other: int) -> Found | None:
        """Return how the listing fits one of the other side; None where that is not public."""
        return next(self._explained([other]), None)

    @property
    def _across(self) -> type[Listing]:
        return Capability if self._is_demand else Demand

    @property
    def _mine(self) -> Any:
        return self._rows.of(type(self._listing), [self._listing.pk])[self._listing.pk]

    def _ranked(self) -> list[int]:
        now = int(self._now.timestamp())
        if self._is_demand:
            found = self._serving.capabilities_for(self._document, now=now, limit=_ASKED)
        else:
            found = self._serving.demands_for(self._document, now=now, limit=_ASKED, filters=_OPEN)
        return [one.pk for one in found]

    def _explained(self, pks: Sequence[int], *, most: int = _CHUNK) -> Iterator[Found]:
        """Yield the first so many that are public and of another owner, with their reasons."""
        owner = self._listing.lifecycle.owner_id
        rows = self._rows.of(self._across, pks)
        others = [rows[pk] for pk in pks if pk in rows and rows[pk].lifecycle.owner_id != owner]
        documents = self._serving.engine.documents([self._key(other.pk) for other in others])
        shown = (
            (other, document)
            for other in others
            if (document := documents.get(self._key(other.pk))) is not None and document.visible
        )
        kept = [(other, self._explain(other, text)) for other, text in islice(shown, most)]
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
            and (other.pk in self._best or self._serving.score(*sides).is_match),
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

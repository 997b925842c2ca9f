"""Keeps what a computing found: new matches, new reasons, what fits no longer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from marketplace.core import clock
from marketplace.core.canonical import canonical_json
from marketplace.journal.record import record
from marketplace.matches.models import (
    Event,
    EventKind,
    Level,
    Match,
    MatchState,
    PastReason,
    Shortlist,
    Side,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from marketplace.listings.models import Capability, Demand

_COMPUTED = ["fits", "total", "level", "explanation", "computed_at"]
_OPEN = frozenset({MatchState.SUGGESTED, MatchState.SEEN})


@dataclass(frozen=True, slots=True)
class Found:
    """A pair as a computing saw it; `explanation` holds plain values, with its versions."""

    demand: int
    capability: int
    total: float
    level: str
    explanation: Mapping[str, Any]
    fits: bool = True

    @property
    def pair(self) -> tuple[int, int]:
        """Return the keys of both sides."""
        return self.demand, self.capability


@dataclass(slots=True)
class _Changes:
    """What a recording does, gathered before it is written.

    With `is_revised` the listing itself changed: every reason that is replaced is kept. Where only
    the basis changed, those that nobody has seen are not.
    """

    is_revised: bool
    created: list[Match] = field(default_factory=list)
    updated: list[Match] = field(default_factory=list)
    past: list[PastReason] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    strong: list[tuple[int, int]] = field(default_factory=list)


def is_recorded(listing: Demand | Capability, *, position: int) -> bool:
    """Return whether a listing's matches were worked out at this place of the journal or later."""
    return Shortlist.objects.filter(**_of(listing), position__gte=position).exists()


def outdate(owner: int, *, position: int) -> None:
    """Let the matches of a firm's capabilities be worked out anew as of a place of the journal.

    What is being worked out on older facts is then no longer recorded.
    """
    rows = Shortlist.objects.filter(capability__lifecycle__owner=owner)
    rows.filter(position__lt=position, computed_at__isnull=False).update(
        position=position, basis=""
    )


def pairs_of(listing: Demand | Capability) -> list[tuple[int, int]]:
    """Return the recorded pairs of a listing."""
    rows = Match.objects.filter(**_of(listing)).order_by("pk")
    return list(rows.values_list("demand_id", "capability_id"))


def record_pair(found: Found) -> Match:
    """Return the match of a pair, recorded as it was found where nobody had recorded it before.

    What is recorded already stands as it is. Both shortlists are locked, as by the computings that
    could record the same pair at the same moment.
    """
    mine = Q(demand=found.demand) | Q(capability=found.capability)
    # Before the transaction: nobody waits for another's new row while holding one.
    for side, key in ((Side.DEMAND, found.demand), (Side.CAPABILITY, found.capability)):
        Shortlist.objects.get_or_create(**_side(side, key))
    with transaction.atomic():
        list(Shortlist.objects.select_for_update().filter(mine).order_by("pk"))
        pair = Match.objects.filter(demand=found.demand, capability=found.capability)
        if not pair.exists():
            changes = _Changes(is_revised=False)
            _create(found, changes, now=clock.now())
            _write(changes)
        match: Match = pair.get()
    return match


@transaction.atomic
def record_matches(
    listing: Demand | Capability,
    found: Sequence[Found],
    *,
    position: int,
    basis: str = "",
    is_public: bool = True,
) -> bool:
    """Record all of a listing's matches as worked out at a place of the journal.

    Scores, levels, reasons and whether a pair fits are renewed; states, and what people wrote, are
    theirs. What was recorded and is not found fits no longer. Return whether anything was done: a
    place that was passed already does nothing, nor does the same place on the same basis.
    """
    shortlist = _locked_shortlist(listing)
    if (position, basis) == (shortlist.position, shortlist.basis) or position < shortlist.position:
        return False
    now = clock.now()
    changes = _Changes(is_revised=position > shortlist.position)
    _gather(listing, found, changes=changes, now=now)
    _write(changes)
    Event.objects.create(
        kind=EventKind.COMPUTED if is_public else EventKind.LEFT, at=now, **_of(listing)
    )
    shortlist.position, shortlist.basis, shortlist.computed_at = position, basis, now
    shortlist.save(update_fields=["position", "basis", "computed_at"])
    _tell(shortlist, changes.strong)
    return True


def _gather(
    listing: Demand | Capability, found: Sequence[Found], *, changes: _Changes, now: datetime
) -> None:
    rows = Match.objects.select_for_update().filter(**_of(listing)).order_by("pk")
    known = {(row.demand_id, row.capability_id): row for row in rows}
    for one in found:
        match = known.pop(one.pair, None)
        if match is not None:
            _renew(match, one, changes=changes, now=now)
        elif one.fits:
            _create(one, changes, now=now)
    for match in known.values():
        if match.fits:
            was_good = _is_good(match)
            match.fits = False
            changes.updated.append(match)
            _note_turn(match, changes, was_good=was_good, now=now)


def _create(one: Found, changes: _Changes, *, now: datetime) -> None:
    match = Match(demand_id=one.demand, capability_id=one.capability)
    _put(match, one, now=now)
    changes.created.append(match)
    _note_turn(match, changes, was_good=False, now=now)
    if one.level == Level.STRONG:
        changes.strong.append(one.pair)


def _renew(match: Match, one: Found, *, changes: _Changes, now: datetime) -> None:
    was_strong, was_good = match.fits and match.level == Level.STRONG, _is_good(match)
    is_kept = changes.is_revised or match.state != MatchState.SUGGESTED
    if is_kept and _plain(one.explanation) != match.explanation:
        changes.past.append(
            PastReason(
                match=match,
                total=match.total,
                level=match.level,
                explanation=match.explanation,
                computed_at=match.computed_at,
                replaced_at=now,
            )
        )
    _put(match, one, now=now)
    changes.updated.append(match)
    _note_turn(match, changes, was_good=was_good, now=now)
    if one.fits and one.level == Level.STRONG and not was_strong and match.state in _OPEN:
        changes.strong.append(one.pair)


def _put(match: Match, one: Found, *, now: datetime) -> None:
    match.fits, match.total, match.level = one.fits, one.total, one.level
    match.explanation, match.computed_at = _plain(one.explanation), now


def _is_good(match: Match) -> bool:
    """Return whether a pair fits well; what hardly fits is recorded and covers no demand."""
    return match.fits and match.level != Level.WEAK


def _note_turn(match: Match, changes: _Changes, *, was_good: bool, now: datetime) -> None:
    """Note that a pair fits well from now on, or no longer."""
    is_good = _is_good(match)
    if is_good != was_good:
        kind = EventKind.SUGGESTED if is_good else EventKind.UNFITTED
        changes.events.append(_event(kind, match, now=now))


def _write(changes: _Changes) -> None:
    Match.objects.bulk_create(changes.created)
    Match.objects.bulk_update(changes.updated, _COMPUTED, batch_size=100)
    PastReason.objects.bulk_create(changes.past)
    Event.objects.bulk_create(changes.events)


def _tell(shortlist: Shortlist, strong: Iterable[tuple[int, int]]) -> None:
    """Record one entry for this listing, and one for each listing that a strong match came to."""
    pairs = sorted(strong)
    record("shortlist_computed", shortlist, actor=None, data={"strong": len(pairs)})
    across = Side.CAPABILITY if shortlist.demand_id is not None else Side.DEMAND
    for demand, capability in pairs:
        key = demand if across is Side.DEMAND else capability
        other, _new = Shortlist.objects.get_or_create(**_side(across, key))
        record("shortlist_extended", other, actor=None, data={"strong": 1})


def _locked_shortlist(listing: Demand | Capability) -> Shortlist:
    made, _new = Shortlist.objects.get_or_create(**_of(listing))
    return Shortlist.objects.select_for_update().get(pk=made.pk)


def _event(kind: str, match: Match, *, now: datetime) -> Event:
    return Event(kind=kind, at=now, demand_id=match.demand_id, capability_id=match.capability_id)


def _of(listing: Demand | Capability) -> dict[str, Any]:
    return _side(listing.KEY, listing.pk)


def _side(side: str, key: int) -> dict[str, Any]:
    return {f"{side}_id": key}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the database gives them back."""
    plain: dict[str, Any] = json.loads(canonical_json(dict(values)))
    return plain

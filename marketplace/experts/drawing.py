"""The draw of a panel: from a pool, rules and a seed, always the same panel.

Nothing here asks a clock, a database or the machine's chance. Candidates and fields are put in the
order of their keys first, so that it does not matter how they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from marketplace.experts.chance import Stream
from marketplace.experts.seats import can_fill, joined, unfilled

TICKETS: Final = 60
"""What somebody without a panel has in the drum; with one open panel half, with two a third."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be drawn: key, fields, present employers, and open panels."""

    key: str
    fields: tuple[str, ...]
    employers: tuple[str, ...] = ()
    load: int = 0

    @property
    def tickets(self) -> int:
        """Return how many tickets are theirs, one at least."""
        return max(1, TICKETS // (1 + self.load))


@dataclass(frozen=True, slots=True)
class Stratum:
    """A field, and how many seats of the panel belong to it."""

    field: str
    seats: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The strata, and how many alternates each of them gets where the pool has so many."""

    strata: tuple[Stratum, ...]
    alternates: int = 2

    @property
    def size(self) -> int:
        """Return how many members the panel has."""
        return sum(one.seats for one in self.strata)


@dataclass(frozen=True, slots=True)
class Panel:
    """Who was drawn, by field: the members, and the alternates in the order of their turn."""

    members: tuple[tuple[str, tuple[str, ...]], ...]
    alternates: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def member_keys(self) -> tuple[str, ...]:
        """Return the keys of all members, field by field."""
        return tuple(key for _field, keys in self.members for key in keys)


class UnfillableError(Exception):
    """The pool cannot fill the panel; `lacking` tells how many each field lacks."""

    def __init__(self, lacking: dict[str, int]) -> None:
        """Hold the fields and how many they lack."""
        super().__init__(", ".join(f"{name}: {number}" for name, number in lacking.items()))
        self.lacking = lacking


def draw(pool: Iterable[Candidate], rules: Rules, *, seed: bytes) -> Panel:
    """Return the panel that the seed draws; UnfillableError where the pool has too few.

    A member fills one seat, and no two members or alternates share an employer. Whoever would
    leave a later seat without anybody is passed over.
    """
    drum = _Drum(pool, rules, seed=seed)
    lacking = unfilled(drum.seats, drum.free)
    if lacking:
        raise UnfillableError(dict(Counter(lacking)))
    members = tuple((one.field, drum.members(one)) for one in drum.strata)
    extra: dict[str, list[str]] = {one.field: [] for one in drum.strata}
    for _round in range(rules.alternates):
        for name, keys in extra.items():
            keys.extend(drum.next_alternate(name))
    return Panel(members, tuple((name, tuple(keys)) for name, keys in extra.items()))


@dataclass(slots=True)
class _Row:
    """The order of a field's candidates: as drawn so far, and those who were passed over."""

    order: Iterator[Candidate]
    passed: list[Candidate] = field(default_factory=list)


class _Drum:
    """A draw under way: which employers are taken, and the order of each field's candidates."""

    def __init__(self, pool: Iterable[Candidate], rules: Rules, *, seed: bytes) -> None:
        """Put everything in the order of its keys; ValueError for a key or field that is twice."""
        candidates = sorted(pool, key=lambda one: one.key)
        self.strata = sorted(rules.strata, key=lambda one: one.field)
        _refuse_doubles([one.key for one in candidates])
        _refuse_doubles([one.field for one in self.strata])
        groups = joined([_names(one) for one in candidates])
        self._group = {one.key: groups[_names(one)[0]] for one in candidates}
        of = {
            stratum.field: [one for one in candidates if stratum.field in one.fields]
            for stratum in self.strata
        }
        self._rows = {
            name: _Row(_shuffled(those, Stream(seed, f"stratum:{name}")))
            for name, those in of.items()
        }
        self.free = {name: {self._group[one.key] for one in those} for name, those in of.items()}
        self.seats = [one.field for one in self.strata for _seat in range(one.seats)]

    def members(self, stratum: Stratum) -> tuple[str, ...]:
        """Return the keys of a field's members, in the order in which they were drawn."""
        drawn: list[str] = []
        row = self._rows[stratum.field]
        while len(drawn) < stratum.seats:
            candidate = next(row.order)
            if self._fits(candidate, stratum.field):
                drawn.append(candidate.key)
            else:
                row.passed.append(candidate)
        return tuple(drawn)

    def next_alternate(self, name: str) -> list[str]:
        """Return the key of a field's next alternate, nothing where there is nobody left."""
        row = self._rows[name]
        waiting = (row.passed.pop(0) for _one in range(len(row.passed)))
        for candidates in (waiting, row.order):
            for candidate in candidates:
                group = self._group[candidate.key]
                if group in self.free[name]:
                    self._take(group)
                    return [candidate.key]
        return []

    def _fits(self, candidate: Candidate, name: str) -> bool:
        """Seat a candidate, unless the employer is taken or a later seat would stay empty."""
        group = self._group[candidate.key]
        if group not in self.free[name]:
            return False
        later = list(self.seats)
        later.remove(name)
        if not can_fill(later, {one: free - {group} for one, free in self.free.items()}):
            return False
        self.seats = later
        self._take(group)
        return True

    def _take(self, group: str) -> None:
        for free in self.free.values():
            free.discard(group)


def _shuffled(candidates: Sequence[Candidate], stream: Stream) -> Iterator[Candidate]:
    """Yield candidates as their tickets come out of the drum, each candidate once."""
    left = list(candidates)
    total = sum(one.tickets for one in left)
    while left:
        ticket = stream.below(total)
        place = 0
        while ticket >= left[place].tickets:
            ticket -= left[place].tickets
            place += 1
        candidate = left.pop(place)
        total -= candidate.tickets
        yield candidate


def _names(candidate: Candidate) -> tuple[str, ...]:
    """Return a candidate's employers; who has none stands alone."""
    own = tuple(f"employer:{code}" for code in sorted(set(candidate.employers)))
    return own or (f"expert:{candidate.key}",)


def _refuse_doubles(names: list[str]) -> None:
    if len(names) != len(set(names)):
        raise ValueError("a key stands twice")

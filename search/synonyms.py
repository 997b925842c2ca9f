"""Synonyms at query time: which other wordings what was typed, or is asked for, also finds.

A wording is looked for among whole words: 视频监控 is found in 视频监控系统, AI never in OPENAI. Of
overlapping wordings the longest one counts. Expansion goes one step and never from there on, so
that loops do nothing. `current()` is cheap: a process reads one small row every few seconds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from threading import Lock
from types import MappingProxyType

from django.conf import settings

from marketplace.taxonomy import stamps
from marketplace.taxonomy.models import Synonym
from marketplace.taxonomy.wordings import Meaning, Reading
from search import text
from search.lexicon import GENERIC, is_stop_word, share_of

_MOST = 8
"""So many other wordings of one, the weightiest first."""

_LONGEST = 12
"""A wording has no more units than this."""

_FRAME = 0.05
"""A word of no greater share frames any listing, such as 平台."""

_BETWEEN = frozenset(" -_/.·’'&")
"""What may stand between two units of one wording."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An approved edge in one direction, by keys; `pk` is the row's."""

    source: str
    target: str
    weight: float
    kind: str = "same"
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another wording: its normal form, its words and letters for an engine, what it counts."""

    text: str
    words: tuple[str, ...]
    letters: tuple[str, ...]
    weight: float
    kind: str
    pk: int
    is_generic: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """A wording that stands in a text: the units `start` to `end` of it, and what it also finds."""

    start: int
    end: int
    text: str
    alternatives: tuple[Alternative, ...]

    @property
    def is_generic(self) -> bool:
        """Whether it is another wording of a generic word, and so tells as little."""
        return any(one.kind == "strait" and one.is_generic for one in self.alternatives)


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """The edges that work, by the wordings that they lead from; one object is only itself."""

    stamp: str = ""
    by_source: Mapping[str, tuple[Alternative, ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )

    @cached_property
    def by_first(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The words of each wording, by the first of them."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for source in self.by_source:
            units = tuple(unit.text for unit in text.cut(source).units)
            if key_of_units(units) == source:
                found[units[0]] = (*found.get(units[0], ()), units)
        return MappingProxyType(found)

    def expand(self, units: Sequence[text.Token], typed: str) -> tuple[Expansion, ...]:
        """Return the wordings among the units of a text, longest first, none in another.

        `units` are `text.cut(typed).units`: neighbours in the text make up a wording together.
        """
        if not self.by_source:
            return ()
        found: list[Expansion] = []
        at = 0
        while at < len(units):
            expansion = self._longest(units, typed, at=at)
            if expansion is not None:
                found.append(expansion)
            at = expansion.end if expansion else at + 1
        return tuple(found)

    def wordings_of(
        self, words: Mapping[str, float]
    ) -> Iterator[tuple[tuple[str, ...], tuple[Alternative, ...]]]:
        """Yield the wordings whose words are all among some, wherever each stands."""
        for word in words:
            for units in self.by_first.get(word, ()):
                if all(unit in words for unit in units):
                    yield units, self.by_source[key_of_units(units)]

    def with_edges(self, edges: Iterable[Edge], *, without: frozenset[int]) -> Thesaurus:
        """Return another one with more edges and without some, for a look at what would change."""
        more = _by_source(edges)
        kept = {
            source: tuple(one for one in alternatives if one.pk not in without)
            for source, alternatives in self.by_source.items()
        }
        merged = {
            source: _weightiest((*more.get(source, ()), *kept.get(source, ())))
            for source in {*kept, *more}
        }
        return Thesaurus(
            "", MappingProxyType({key: found for key, found in merged.items() if found})
        )

    def _longest(self, units: Sequence[text.Token], typed: str, *, at: int) -> Expansion | None:
        """Return the longest wording that begins at a unit."""
        key = ""
        best: Expansion | None = None
        for end in range(at, min(at + _LONGEST, len(units))):
            if end > at and not _BETWEEN.issuperset(typed[units[end - 1].end : units[end].start]):
                break
            key = joined(key, units[end].text)
            alternatives = self.by_source.get(key)
            if alternatives is not None:
                best = Expansion(at, end + 1, key, alternatives)
        return best


NONE = Thesaurus()
"""No synonyms."""


def joined(left: str, right: str) -> str:
    """Return two neighbouring units as one wording: a blank stands between Latin ones only."""
    if left and not text.is_chinese(left[-1]) and not text.is_chinese(right):
        return f"{left} {right}"
    return left + right


def key_of(wording: str) -> str:
    """Return a wording's normal form: its units in a row."""
    return key_of_units(unit.text for unit in text.cut(wording).units)


def key_of_units(units: Iterable[str]) -> str:
    """Return neighbouring units as one wording."""
    return reduce(joined, units, "")


def read_wording(wording: str) -> Reading:
    """Return a wording as the search reads it: generic where it tells nothing of its own.

    公共数据 tells something though both words are generic; 智慧平台 and 监测 do not.
    """
    units = [unit.text for unit in text.cut(wording).units]
    key = key_of(wording)
    if is_stop_word(key) or all(map(is_stop_word, units)):
        return Reading(key, Meaning.NONE)
    is_generic = key in GENERIC or all(share_of(unit) <= _FRAME for unit in units)
    return Reading(key, Meaning.GENERIC if is_generic else Meaning.OWN)


def thesaurus_of(edges: Iterable[Edge], stamp: str = "") -> Thesaurus:
    """Return the thesaurus of some edges."""
    found = {source: _weightiest(some) for source, some in _by_source(edges).items()}
    return Thesaurus(stamp, MappingProxyType(found))


def edges_of(synonym: Synonym) -> list[Edge]:
    """Return an edge's directions."""
    ways = sorted(synonym.directions())
    return [
        Edge(one, two, float(synonym.weight), synonym.kind, synonym.pk or 0) for one, two in ways
    ]


def current() -> Thesaurus:
    """Return the approved synonyms, never older than `SYNONYMS_SECONDS`."""
    return _HELD.thesaurus()


def _by_source(edges: Iterable[Edge]) -> dict[str, list[Alternative]]:
    found: dict[str, list[Alternative]] = {}
    for edge in edges:
        words, letters, is_generic = _cut_up(edge.target)
        one = Alternative(
            edge.target, words, letters, edge.weight, edge.kind, edge.pk, is_generic=is_generic
        )
        found.setdefault(edge.source, []).append(one)
    return found


@lru_cache(maxsize=8_192)
def _cut_up(wording: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return a wording's words, its letters, and whether it tells nothing of its own."""
    cut = text.cut(wording)
    return (
        tuple(dict.fromkeys(word.text for word in cut.words)),
        tuple(letter.text for letter in cut.characters),
        read_wording(wording).meaning is not Meaning.OWN,
    )


def _weightiest(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Return the weightiest alternatives, each wording once, ties by the wording."""
    best: dict[str, Alternative] = {}
    for one in sorted(alternatives, key=lambda one: (-one.weight, one.text, one.pk)):
        best.setdefault(one.text, one)
    return tuple(best.values())[:_MOST]


class _Held:
    """What a process holds of the synonyms."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thesaurus = NONE
        self._asked = -1e9

    def thesaurus(self) -> Thesaurus:
        """Return the synonyms; one thread reads the stamp when it is due, and the rows if new."""
        with self._lock:
            due = time.monotonic() - self._asked >= settings.SYNONYMS_SECONDS
            if due:
                stamp = stamps.current()
                if stamp != self._thesaurus.stamp:
                    self._thesaurus = thesaurus_of(_approved(), stamp)
                self._asked = time.monotonic()
            return self._thesaurus


def _approved() -> list[Edge]:
    return [edge for one in Synonym.objects.approved().order_by("pk") for edge in edges_of(one)]


_HELD = _Held()

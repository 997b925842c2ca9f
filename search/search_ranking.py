"""The order of hits for a typed text: how much of it stands there, and how close it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from search import bigrams, text
from search.documents import ListingDocument, order_of
from search.encoders.protocol import Role
from search.engines.protocol import CandidateQuery, Engine, Filters, QueryVector, TextQuery
from search.matching import VectorSource
from search.meaning import Sense
from search.profiles import Profile
from search.snapshot import Snapshot
from search.weights import WEIGHTS

_W = WEIGHTS.search
_SCALE = 10.0
_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class TypedText:
    """A typed text: its query, as synonyms widen it, and its vector where one was made in time."""

    typed: str
    query: TextQuery
    vector: NDArray[np.float32] | None = None


class SearchRanking:
    """Ranks listings for typed texts by one build and one snapshot.

    A listing's score depends on the text, the listing, the snapshot, and the best that the text
    finds. Without vectors only the wording counts.
    """

    def __init__(
        self, engine: Engine, snapshot: Snapshot, *, vectors: VectorSource | None = None
    ) -> None:
        self._engine = engine
        self._snapshot = snapshot
        self._vectors = vectors if snapshot.meaning is not None else None

    def ranked(
        self,
        asked: TypedText,
        *,
        lists: frozenset[str],
        now: int,
        filters: Filters | None = None,
    ) -> list[tuple[str, float]]:
        """Return the candidates by words, characters and vectors with their scores, best first."""
        meaning = self._snapshot.meaning
        vector = None
        if asked.vector is not None and meaning is not None:
            vector = QueryVector(meaning.model, meaning.typed_sense(asked.vector).vector)
        scorer = _TypedScorer(asked, self._snapshot)
        found = self._engine.candidates(
            CandidateQuery(
                lists=lists,
                words=_scaled(scorer.words),
                characters=_scaled(scorer.characters),
                vector=vector,
                now=now,
                filters=filters or {},
            )
        )
        return self.scored(asked, found.keys())

    def scored(self, asked: TypedText, keys: Sequence[str]) -> list[tuple[str, float]]:
        """Return those of the keys that are visible with their scores, best first, ties by key.

        The best of them by the text itself say what is meant, the more the shorter the text is: so
        they are to be all that the text finds.
        """
        if not keys:
            return []
        scorer = _TypedScorer(asked, self._snapshot)
        documents = self._engine.documents(keys)
        senses = self._senses(keys) if asked.vector is not None else {}
        points = {
            key: scorer.score(profile, documents[key], sense=senses.get(key))
            for key, profile in self._engine.profiles(keys).items()
            if key in documents
        }
        senses = {key: sense for key, sense in senses.items() if key in points}
        best = [key for key in _best_first(points) if key in senses][: int(_W["best"])]
        for key, more in scorer.neighbours(senses, best).items():
            points[key] = round(points[key] + more, _DIGITS)
        return [(key, points[key]) for key in _best_first(points)]

    def nearest(
        self,
        typed: NDArray[np.float32],
        *,
        lists: frozenset[str],
        now: int,
        filters: Filters,
        most: int,
    ) -> list[tuple[str, float]]:
        """Return the listings nearest to the vector of a typed text, and how near in spreads."""
        meaning = self._snapshot.meaning
        if meaning is None or self._vectors is None:
            return []
        own = meaning.typed_sense(typed)
        found = self._engine.candidates(
            CandidateQuery(
                lists=lists,
                words=(),
                characters=(),
                vector=QueryVector(meaning.model, own.vector),
                now=now,
                filters=filters,
                size=most,
            )
        )
        senses = self._senses([key for key, _ in found.vectors])
        if not senses:
            return []
        similarity, _ = meaning.compare([(own, sense) for sense in senses.values()])
        near = dict(zip(senses, similarity.tolist(), strict=True))
        return [(key, near[key]) for key in _best_first(near)]

    def _senses(self, keys: Collection[str]) -> dict[str, Sense]:
        """Return the senses of the listings that have vectors, of both sides."""
        meaning = self._snapshot.meaning
        if meaning is None or self._vectors is None:
            return {}
        found: dict[str, Sense] = {}
        for role in Role:
            own = [key for key in keys if key.startswith(f"{role.value}:")]
            vectors = self._vectors(own) if own else {}
            if vectors:
                senses = meaning.senses(np.stack(list(vectors.values())), role)
                found |= dict(zip(vectors, senses, strict=True))
        return found


class _TypedScorer:
    """Scores listings for one typed text."""

    def __init__(self, asked: TypedText, snapshot: Snapshot) -> None:
        self._asked, self._snapshot = asked, snapshot
        plain = bigrams.asking_left_out(asked.typed)
        most = _W["most_letters"] - _W["free_letters"]
        self._letters = max(1.0, min(sum(map(str.isalnum, plain)) - _W["free_letters"], most))
        self.words = _weighted(dict(asked.query.words), snapshot.word_rarity)
        self.characters = _weighted(dict(asked.query.characters), snapshot.character_rarity)
        rarity = snapshot.bigrams.rarity
        self.bigrams = {pair: rarity(pair) for pair in dict.fromkeys(bigrams.bigrams(plain))}
        self.runs = {
            run: sum(map(rarity, bigrams.bigrams(run)))
            for run in dict.fromkeys(bigrams.runs(plain))
        }

    def score(self, profile: Profile, document: ListingDocument, *, sense: Sense | None) -> float:
        """Return the points of a listing, rounded to a millionth."""
        points = _W["letter"] * self._letters * self._wording(profile, document)
        if sense is not None and self._sense is not None and self._snapshot.meaning is not None:
            similarity, shared = self._snapshot.meaning.compare([(self._sense, sense)])
            points += _W["meaning"] * float(similarity[0]) + _W["industries"] * float(shared[0])
        return round(points, _DIGITS)

    def neighbours(self, senses: Mapping[str, Sense], best: Sequence[str]) -> dict[str, float]:
        """Return the points of listings for being near the middle of the best ones."""
        meaning = self._snapshot.meaning
        if meaning is None or not best:
            return {}
        near = meaning.nearness(list(senses.values()), to=[senses[key] for key in best])
        share = _W["neighbours"] / self._letters**2
        return {key: share * float(spreads) for key, spreads in zip(senses, near, strict=True)}

    @cached_property
    def _sense(self) -> Sense | None:
        meaning, vector = self._snapshot.meaning, self._asked.vector
        return None if meaning is None or vector is None else meaning.typed_sense(vector)

    @property
    def _shares(self) -> Mapping[str, float]:
        return WEIGHTS.search_wording_alone if self._sense is None else WEIGHTS.search_wording

    def _wording(self, profile: Profile, document: ListingDocument) -> float:
        """Return how much of the text stands in a listing or in its names, from 0 to below 1."""
        read, found, shares = _read(document), self._snapshot, self._shares
        return (
            shares["words"]
            * _held(
                self.words,
                (profile.words, read.words),
                length=profile.word_count / found.mean_words,
            )
            + shares["characters"]
            * _held(
                self.characters,
                (profile.characters, read.characters),
                length=profile.character_count / found.mean_characters,
            )
            + shares["bigrams"]
            * _held(
                self.bigrams,
                ({pair: read.plain.count(pair) for pair in self.bigrams},),
                length=len(read.plain) / found.bigrams.mean,
            )
            + shares["near"] * nearest(read.plain, self.bigrams)
            + shares["runs"] * _standing(read.plain, self.runs)
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What a profile does not hold of a listing: its text in line, and the words of its names."""

    plain: str
    words: Mapping[str, int]
    characters: Mapping[str, int]


@lru_cache(maxsize=2_048)
def _read(document: ListingDocument) -> _Read:
    named = text.cut(f"{document.names} {document.number}")
    return _Read(
        plain=bigrams.plain_text(document, document.names),
        words=Counter(token.text for token in named.words),
        characters=Counter(token.text for token in named.characters),
    )


def nearest(plain: str, asked: Mapping[str, float]) -> float:
    """Return the greatest share of the weighted bigrams that stands in one stretch of a text.

    Stretches are as long as the weights say and overlap by a half.
    """
    total = sum(asked.values())
    if not total:
        return 0.0
    step = int(_W["stretch"]) // 2
    last = max(0, (len(plain) - 1) // step - 1)
    held: defaultdict[int, float] = defaultdict(float)
    for pair, weight in asked.items():
        for stretch in {
            stretch
            for at in _places(plain, pair)
            for stretch in (at // step - 1, at // step)
            if 0 <= stretch <= last and at + len(pair) <= (stretch + 2) * step
        }:
            held[stretch] += weight
    return max(held.values(), default=0.0) / total


def _standing(plain: str, asked: Mapping[str, float]) -> float:
    """Return the share of the weighted parts that stand in a text."""
    total = sum(asked.values())
    return sum(weight for part, weight in asked.items() if part in plain) / total if total else 0.0


def _best_first(points: Mapping[str, float]) -> list[str]:
    return sorted(points, key=lambda key: (-points[key], order_of(key)))


def _places(plain: str, part: str) -> Iterator[int]:
    """Yield where a part stands in a text."""
    at = plain.find(part)
    while at >= 0:
        yield at
        at = plain.find(part, at + 1)


def _weighted(weights: Mapping[str, float], rarity: Callable[[str], float]) -> dict[str, float]:
    return {token: weight * rarity(token) ** _W["rarity"] for token, weight in weights.items()}


def _held(asked: Mapping[str, float], held: Iterable[Mapping[str, int]], *, length: float) -> float:
    """Return how much of what is asked for is held; a long listing needs more."""
    damping = _W["saturation"] * (1 - _W["length"] + _W["length"] * length)
    total = sum(asked.values())
    if not total:
        return 0.0
    held = tuple(held)
    counts = ((weight, sum(one.get(token, 0) for one in held)) for token, weight in asked.items())
    return sum(weight * count / (count + damping) for weight, count in counts) / total


def _scaled(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return weights for an engine, the same for every length of text."""
    total = sum(weights.values()) or 1.0
    return tuple(
        (token, weight / total * _SCALE) for token, weight in weights.items() if weight > 0
    )

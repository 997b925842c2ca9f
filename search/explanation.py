"""Why a pair fits: an object that pages draw, interfaces give out and matches are stored with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from marketplace.listings.gates import Answer, Gate
from search import lexicon, text
from search.coverage import Asked, Weighted
from search.documents import PARTS as TEXT_PARTS
from search.documents import ListingDocument
from search.profiles import profile_of
from search.scorer import Compared, Score, Scorer
from search.synonyms import NONE, Thesaurus
from search.weights import WEIGHTS
from search.widening import UsedSynonym, used_between

_POINTS = 12
"""How many of a demand's weightiest terms are its points (要点)."""

_SPANS = 6
_TASK_WORD = 0.1
_SHORTEST = 2
_READ = 256
"""Listings whose text is kept cut: each is explained beside many of the other side."""

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a text part: `title`, `summary`, `body` or `context`."""

    part: str
    start: int
    end: int


_Wording = tuple[str, tuple[Span, ...]]
"""A phrase to show, and where it stands."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that the demand asks for, numbered, and where it stands on both sides."""

    number: int
    text: str
    weight: float
    demand: tuple[Span, ...]
    capability: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part of the score: its points of how many, and the facts that a sentence is made from."""

    code: str
    points: float
    out_of: float
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause of the demand, the one of the capability nearest to it, and how near it is.

    `similarity` counts spreads above pairs drawn at random. `asked` and `offered` are the words,
    so that a stored explanation is read without the texts of its day.
    """

    demand: Span
    capability: Span
    asked: str
    offered: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A pair's score in parts, its points, its gates, and the versions that it rests on.

    `tier` says what was compared: `words` alone, or `meaning` too. `synonyms` join the texts in
    other wordings, `clauses` are the nearest by meaning; neither is a part of the score.
    """

    demand: str
    capability: str
    total: float
    level: str
    parts: tuple[PartScore, ...]
    covered: tuple[Point, ...]
    partly: tuple[Point, ...]
    missing: tuple[Point, ...]
    gates: tuple[Gate, ...]
    versions: Mapping[str, str]
    tier: str = "words"
    synonyms: tuple[UsedSynonym, ...] = ()
    clauses: tuple[ClausePair, ...] = ()

    def gates_that_are(self, answer: Answer) -> tuple[Gate, ...]:
        """Return the gates with an answer; failed ones are for the firm and the demand's owner."""
        return tuple(gate for gate in self.gates if gate.answer is answer)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for storage and interfaces, sentences in the present language."""
        gates = [
            {"code": gate.code, "label": str(gate.label), "answer": gate.answer.value}
            | {"fact": str(gate.fact), "binding": gate.binding}
            for gate in self.gates
        ]
        return asdict(replace(self, gates=())) | {"gates": gates}


def explain(
    demand: ListingDocument,
    capability: ListingDocument,
    *,
    scorer: Scorer,
    compared: Compared | None = None,
    gates: Sequence[Gate] = (),
    synonyms: Thesaurus = NONE,
) -> Explanation:
    """Return why a pair fits; the parts are the very points of its score.

    `compared` is what the vectors of the pair say.
    """
    asked, offered = profile_of(demand), profile_of(capability)
    score = scorer.score(asked, offered, compared=compared)
    covered, partly, missing = _points(demand, capability, asked=scorer.asked(asked))
    return Explanation(
        demand=demand.key,
        capability=capability.key,
        total=score.total,
        level=score.level,
        parts=_parts(
            score,
            {"meaning": {"similarity": score.similarity}}
            | _facts(demand, capability, counts=(len(covered), len(partly), len(missing))),
        ),
        covered=covered,
        partly=partly,
        missing=missing,
        gates=tuple(gates),
        tier=score.tier.value,
        synonyms=used_between(demand, capability, synonyms=synonyms),
        versions={
            "weights": WEIGHTS.version,
            "segmentation": lexicon.SEGMENTATION_VERSION,
            "generic": lexicon.GENERIC_VERSION,
            "statistics": scorer.snapshot.id,
            "synonyms": synonyms.stamp,
            "model": _model(scorer, score),
            "demand": str(demand.version),
            "capability": str(capability.version),
        },
    )


def _model(scorer: Scorer, score: Score) -> str:
    """Return which model's vectors were compared, nothing where only words were."""
    meaning = scorer.snapshot.meaning
    return meaning.model if meaning is not None and score.similarity is not None else ""


def _parts(score: Score, facts: Mapping[str, Mapping[str, Any]]) -> tuple[PartScore, ...]:
    """Return the parts of a score with their facts."""
    return tuple(
        PartScore(part, points, most, facts[part])
        for (part, most), points in zip(score.tier.parts.items(), score.points, strict=True)
    )


def _facts(
    demand: ListingDocument, capability: ListingDocument, *, counts: tuple[int, int, int]
) -> dict[str, dict[str, Any]]:
    """Return what each part rests on, as keys and counts that a page puts into words."""
    held = set(capability.qualifications)
    return {
        "field": {
            "domains": sorted(set(demand.domains).intersection(capability.domains)),
            "industries": sorted(set(demand.industries).intersection(capability.industries)),
            "tops": sorted(set(demand.industry_tops).intersection(capability.industry_tops)),
        },
        "coverage": dict(zip(("covered", "partly", "missing"), counts, strict=True)),
        "cases": {
            "cases": capability.cases,
            "maturity": capability.maturity,
            "first_of_kind": capability.first_of_kind,
        },
        "delivery": {
            "everywhere": capability.everywhere,
            "districts": sorted(set(demand.districts).intersection(capability.districts)),
            "price_low": capability.budget_low,
            "budget_high": demand.budget_high,
            "confirmed_at": capability.confirmed_at,
        },
        "qualifications": {
            "held": [kind for kind in demand.qualifications if kind in held],
            "lacking": [kind for kind in demand.qualifications if kind not in held],
        },
    }


def _points(
    demand: ListingDocument, capability: ListingDocument, *, asked: Asked
) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[Point, ...]]:
    """Return the demand's points: covered, partly covered, not mentioned."""
    wording = _wording_of(demand)
    offered = _side_of(capability)
    found: tuple[list[Point], list[Point], list[Point]] = ([], [], [])
    for number, term in enumerate(_telling(asked, wording), start=1):
        phrase, spans = wording[term.text]
        whole = offered.of_word(term.text)
        part = () if whole else offered.of_pieces(term.text)
        kind = 0 if whole else 1 if part else 2
        found[kind].append(
            Point(number, phrase, round(term.share, 6), spans, (whole or part)[:_SPANS])
        )
    return tuple(found[0]), tuple(found[1]), tuple(found[2])


def _telling(asked: Asked, wording: Mapping[str, _Wording]) -> list[Weighted]:
    """Return the weightiest terms that can be read as points: things, and acts from the title."""
    chosen: list[Weighted] = []
    for term in asked.words:
        if term.generic or len(term.text) < _SHORTEST or term.text not in wording:
            continue
        kind = text.part_of_speech(term.text)
        is_titled = any(span.part == "title" for span in wording[term.text][1])
        is_new = not any(term.text in other.text for other in chosen)
        if is_new and (kind == "noun" or (kind == "verb" and is_titled)):
            chosen.append(term)
    return chosen[:_POINTS]


@lru_cache(maxsize=_READ)
def _wording_of(demand: ListingDocument) -> Mapping[str, _Wording]:
    return dict(_wordings(demand))


def _wordings(demand: ListingDocument) -> Iterator[tuple[str, _Wording]]:
    """Yield each unit of a demand with the phrase to show for it and where it stands.

    The phrase takes in a task word that follows directly: 水位 is shown as 水位监测.
    """
    spans: dict[str, list[Span]] = {}
    phrases: dict[str, str] = {}
    for part in TEXT_PARTS[:3]:
        content: str = getattr(demand, part)
        units = text.cut(content).units
        for at, unit in enumerate(units):
            end = unit.end
            following = units[at + 1] if at + 1 < len(units) else None
            if following and _extends(unit, following):
                end = following.end
            spans.setdefault(unit.text, []).append(Span(part, unit.start, end))
            phrases.setdefault(unit.text, content[unit.start : end])
    for word, phrase in phrases.items():
        yield word, (phrase, tuple(spans[word][:_SPANS]))


def _extends(unit: text.Token, following: text.Token) -> bool:
    """Return whether a generic word follows so closely that both make one phrase."""
    return (
        unit.end == following.start
        and _TASK_WORD <= lexicon.GENERIC.get(following.text, 0) < 1
        and text.is_chinese(following.text)
        and following.end - unit.start <= _LONGEST
    )


class _Side:
    """Where words stand in a capability's text."""

    def __init__(self, document: ListingDocument) -> None:
        self._words: dict[str, list[Span]] = {}
        self._normal: dict[str, text.NormalText] = {}
        for part in TEXT_PARTS:
            content: str = getattr(document, part)
            self._normal[part] = text.normalise(content)
            for word in text.cut(content).words:
                self._words.setdefault(word.text, []).append(Span(part, word.start, word.end))

    def of_word(self, word: str) -> tuple[Span, ...]:
        """Return where the word stands as a word."""
        return tuple(self._words.get(word, ()))

    def of_pieces(self, word: str) -> tuple[Span, ...]:
        """Return where the word, or two neighbouring characters of a longer one, stand at all."""
        if not text.is_chinese(word):
            return ()
        pairs = (word[at : at + 2] for at in range(len(word) - 1))
        for piece in dict.fromkeys((word, *pairs)):
            if lexicon.GENERIC.get(piece) is not None:
                continue
            found = tuple(
                Span(part, normal.starts[at], normal.ends[at + len(piece) - 1])
                for part, normal in self._normal.items()
                if (at := normal.text.find(piece)) >= 0
            )
            if found:
                return found
        return ()


@lru_cache(maxsize=_READ)
def _side_of(capability: ListingDocument) -> _Side:
    return _Side(capability)

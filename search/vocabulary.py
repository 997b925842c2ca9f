"""The words, phrases and names that the lists hold: what pinyin, typos and short names may mean."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from search import pinyin, text
from search.language import Kind, ParsedQuery, Term
from search.lines import Lines
from search.short_names import forms_of

_READINGS = 3
"""Words of one sound that are searched for: the commonest."""

_SHORTEST_TYPO, _LONGEST_TYPO = 4, 24
_LOOSE_TYPO = 8
"""So many letters have a word in which two may be wrong."""

_INITIALS = range(3, 9)
_WORD = range(2, 9)
_SYLLABLES = 8
_LONGEST_NAME = 20
_LETTERS = re.compile(r"[a-z]+(?:'[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed text as the vocabulary reads it.

    `text` has pinyin spelt out; `others` gives further readings of a word in it; `names` are the
    short names of bodies in it with their full ones; `notes` pair what was typed with what it is
    taken for.
    """

    terms: tuple[Term, ...]
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()


class Vocabulary:
    """Words with the number of listings they stand in, phrases of titles, and names of bodies."""

    def __init__(
        self,
        words: Mapping[str, int],
        names: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> None:
        forms = [(form, full) for full, given in names for form in forms_of(full, *given)]
        chinese = {form: 1 for form, _ in forms if _is_spelt(form)}
        chinese |= {word: count for word, count in words.items() if _is_spelt(word)}
        self._counts = chinese
        ranked = sorted(chinese, key=lambda word: (-chinese[word], word))
        spelt = [pinyin.spelt(word) for word in ranked]
        self._words = Lines((word, ()) for word in ranked)
        self._sounds = Lines(("".join(syllables), (0,)) for syllables in spelt)
        self._initials = Lines((pinyin.initials(syllables), (0,)) for syllables in spelt)
        latin = {word for word in words if word.isascii() and word.isalpha() and len(word) > 1}
        self._latin = frozenset(latin)
        self._latin_by_first: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for word in latin:
            self._latin_by_first[word[0]].append((word, words[word]))
        self._forms = Lines((form, (0,)) for form, _ in forms)
        self._full_names = [full for _, full in forms]

    @property
    def size(self) -> int:
        """Return how many bytes its tables take, Latin words aside."""
        tables = (self._words, self._sounds, self._initials, self._forms)
        return sum(table.size for table in tables)

    def understand(self, parsed: ParsedQuery) -> Understood:
        """Return what a typed text means; phrases, codes and exclusions mean what they say."""
        terms: list[Term] = []
        others: dict[str, tuple[str, ...]] = {}
        notes: list[tuple[str, str]] = []
        for term in self._joined(parsed.terms):
            readings = self._readings(term)
            terms.append(_replaced(term, {typed: found[0] for typed, found in readings.items()}))
            for typed, found in readings.items():
                notes.append((typed, found[0]))
                others[found[0]] = (*found[1:], typed)
        names = {name: full for term in terms for name, full in self._names_in(term)}
        return Understood(tuple(terms), others, names, tuple(notes))

    def readings(self, letters: str) -> tuple[str, ...]:
        """Return what a run of letters stands for, the likeliest first; nothing for a known word.

        Whole pinyin comes before initials, and both before a Latin word with a typo.
        """
        if letters in self._latin or len(letters) <= 1:
            return ()
        plain = letters.replace("'", "")
        return self._sounding(plain) or self._beginning_with(plain) or self._corrected(plain)

    def same_sound(self, run: str) -> tuple[str, ...]:
        """Return words that sound like a run of Chinese and are written otherwise."""
        if len(run) not in _WORD:
            return ()
        return tuple(found for found in self._sounding("".join(pinyin.spelt(run))) if found != run)

    def _joined(self, terms: Sequence[Term]) -> Iterator[Term]:
        """Yield terms, syllables with spaces between them made one: zhi hui ting che."""
        waiting: list[Term] = []
        for term in terms:
            if self._is_loose_pinyin(term):
                waiting.append(term)
                continue
            yield from self._as_one(waiting)
            waiting = []
            yield term
        yield from self._as_one(waiting)

    def _as_one(self, terms: Sequence[Term]) -> Iterable[Term]:
        letters = "".join(term.text for term in terms)
        if len(terms) > 1 and self._sounding(letters):
            return [Term(Kind.WORDS, letters, terms[0].start, terms[-1].end)]
        return terms

    def _is_loose_pinyin(self, term: Term) -> bool:
        return (
            term.kind is Kind.WORDS
            and not term.is_excluded
            and term.text not in self._latin
            and pinyin.most_syllables(term.text) > 0
        )

    def _readings(self, term: Term) -> dict[str, tuple[str, ...]]:
        """Return what the letters in a term stand for."""
        if term.kind is not Kind.WORDS or term.is_excluded:
            return {}
        runs = dict.fromkeys(_LETTERS.findall(term.text))
        return {run: found for run in runs if (found := self.readings(run))}

    def _sounding(self, letters: str) -> tuple[str, ...]:
        """Return the words of a sound, else the likeliest row of words that makes it up."""
        if pinyin.most_syllables(letters) < 2:  # noqa: PLR2004 - one syllable says nothing
            return ()
        whole = tuple(self._words[at] for at in self._sounds.equal(letters, _READINGS))
        if whole:
            return whole
        row = self._row(letters)
        return ("".join(row),) if row else ()

    def _row(self, letters: str) -> tuple[str, ...]:
        """Return the fewest words in a row that sound like letters, of those the commonest."""
        best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
        for start in range(len(letters)):
            if start not in best:
                continue
            cost, row = best[start]
            for end in _spans(letters, start):
                found = self._sounds.equal(letters[start:end], 1)
                if found:
                    word = self._words[found[0]]
                    added = cost + 20.0 - math.log1p(self._counts[word])
                    if end not in best or added < best[end][0]:
                        best[end] = (added, (*row, word))
        return best.get(len(letters), (0.0, ()))[1]

    def _beginning_with(self, letters: str) -> tuple[str, ...]:
        """Return the words whose syllables have these first letters."""
        if len(letters) not in _INITIALS or "v" in letters or letters[0] in "iu":
            return ()
        return tuple(self._words[at] for at in self._initials.equal(letters, _READINGS))

    def _corrected(self, word: str) -> tuple[str, ...]:
        """Return the known Latin words that differ by one slip, or by two in long ones."""
        if not _SHORTEST_TYPO <= len(word) <= _LONGEST_TYPO:
            return ()
        most = 2 if len(word) >= _LOOSE_TYPO else 1
        near = [
            (slips, -count, known)
            for known, count in self._latin_by_first.get(word[0], ())
            if abs(len(known) - len(word)) <= most
            and len(known) >= _SHORTEST_TYPO
            and (slips := slips_between(word, known, most=most)) <= most
        ]
        return tuple(known for _, _, known in sorted(near)[:_READINGS])

    def _names_in(self, term: Term) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the short names in a term with the full ones, the longest at each place."""
        if term.kind is not Kind.WORDS or term.is_excluded:
            return
        at = 0
        while at < len(term.text) - 2:
            longest = min(at + _LONGEST_NAME, len(term.text))
            for end in range(longest, at + 2, -1):
                found = self._forms.equal(term.text[at:end], _READINGS)
                if found:
                    full = dict.fromkeys(self._full_names[number] for number in found)
                    yield term.text[at:end], tuple(full)
                    at = end - 1
                    break
            at += 1


EMPTY = Vocabulary(MappingProxyType({}))
"""No words: everything means what it says."""


def phrases_of(titles: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return the rows of two or three words in cut titles that stand in two titles at least."""
    found: Counter[str] = Counter()
    for words in titles:
        pairs = pairwise(words)
        threes = zip(words, words[1:], words[2:], strict=False)
        found.update({row for some in (*pairs, *threes) if _is_spelt(row := "".join(some))})
    return {row: count for row, count in found.items() if count > 1}


def _is_spelt(word: str) -> bool:
    return len(word) in _WORD and all(map(text.is_chinese, word))


def _spans(letters: str, start: int) -> list[int]:
    """Return where a word that begins at a position may end: after two syllables or more."""
    reached, found = {start}, set()
    for count in range(_SYLLABLES):
        reached = {end for at in reached for end in pinyin.ends(letters, at)}
        found |= reached if count else set()
    return sorted(found, reverse=True)


def slips_between(one: str, other: str, *, most: int) -> int:
    """Return how many letters are missing, wrong or swapped between two words, `most` + 1 if more.

    The optimal string alignment distance, given up as soon as it is too far.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        older, before, row = before, row, [at + 1]
        for to, compared in enumerate(other):
            cost = min(before[to + 1] + 1, row[to] + 1, before[to] + (letter != compared))
            if at and to and letter == other[to - 1] and one[at - 1] == compared:
                cost = min(cost, older[to - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _replaced(term: Term, readings: Mapping[str, str]) -> Term:
    """Return a term with its runs of letters replaced."""
    if not readings:
        return term
    spelt = _LETTERS.sub(lambda run: readings.get(run[0], run[0]), term.text)
    return Term(term.kind, spelt, term.start, term.end)
